from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.core.checks import Error
from django.db import connection, connections, models

from havre.accounts.models import User
from havre.people.models import Person
from havre.people.operations import open_situation
from havre.people.profiles import Member, Profile
from havre.placements.models import Offer
from havre.record import orphans
from havre.record.guard import housekeeping
from havre.vault import blind, index, keys, master, register, values
from havre.vault.fields import SECRET, BlindLinkField, SealedField, columns
from havre.vault.gate import Sealed, secrets_open
from havre.vault.models import SearchToken, SubjectKey
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def person_of(cast: Cast, **secrets: object) -> Person:
    return open_situation(profile=Profile(household=[Member("Feminine", 24)]), secrets=secrets, by=cast.nora, at=AT)


def test_a_value_opens_with_its_own_key_subject_and_field_only() -> None:
    subject, other = keys.create_subject(), keys.create_subject()
    key = keys.open_key(subject)
    sealed = values.seal(key, subject, "people.Person.identity", {"names": "Ada"})

    assert values.unseal(key, subject, "people.Person.identity", sealed) == {"names": "Ada"}
    for wrong in (
        (keys.open_key(other), subject, "people.Person.identity", sealed),
        (key, other, "people.Person.identity", sealed),
        (key, subject, "people.Person.contact", sealed),
        (key, subject, "people.Person.identity", bytes([2]) + sealed[1:]),
        (key, subject, "people.Person.identity", sealed[:-1] + bytes([sealed[-1] ^ 1])),
    ):
        with pytest.raises(values.Damaged):
            values.unseal(*wrong)


def test_a_key_is_not_kept_when_its_tokens_cannot_be_written() -> None:
    def broken() -> Iterator[str]:
        yield "Ada"
        raise ValueError

    before = set(SubjectKey.objects.values_list("pk", flat=True))
    with pytest.raises(ValueError):
        index.new_subject("people", {"person.name": broken()})
    assert set(SubjectKey.objects.values_list("pk", flat=True)) == before

    subject = index.new_subject("people", {"person.name": ["Ada"]})
    assert subject in keys.open_keys([subject])
    assert index.find("person.name", "ada") == {subject}


@pytest.mark.parametrize("length", [0, 1, 200, 253, 254, 255, 2000])
def test_the_length_tells_steps_of_256_bytes_only(length: int) -> None:
    subject = keys.create_subject()
    sealed = values.seal(keys.open_key(subject), subject, "x", "a" * length)

    assert (len(sealed) - 1 - keys.NONCE_BYTES - 16) % values.PAD_BYTES == 0


def test_the_same_value_never_looks_the_same_twice() -> None:
    subject = keys.create_subject()
    key = keys.open_key(subject)

    assert values.seal(key, subject, "x", "same") != values.seal(key, subject, "x", "same")


def test_a_subject_without_key_is_gone() -> None:
    subject = keys.create_subject()
    SubjectKey.objects.filter(pk=subject).delete()

    with pytest.raises(keys.KeyGone):
        keys.open_key(subject)
    assert keys.open_keys([subject]) == {}


def test_keys_of_many_subjects_cost_one_query(django_assert_num_queries: object) -> None:
    subjects = [keys.create_subject() for _ in range(40)]
    with keys.key_cache():
        with django_assert_num_queries(1, using="keys"):  # type: ignore[operator]
            found = keys.open_keys(subjects)
        with django_assert_num_queries(0, using="keys"):  # type: ignore[operator]
            keys.open_keys(subjects[:7])

    assert set(found) == set(subjects)


def test_other_master_keys_open_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    subject = keys.create_subject()
    monkeypatch.setattr(settings, "MASTER", master.create(tmp_path / "other", purpose="demo"))
    keys._epoch_key.cache_clear()

    with pytest.raises(keys.WrongKeys):
        keys.open_key(subject)
    keys._epoch_key.cache_clear()


def test_master_keys_are_never_overwritten_and_missing_ones_are_named(tmp_path: Path) -> None:
    made = master.create(tmp_path, purpose="demo")

    with pytest.raises(FileExistsError):
        master.create(tmp_path, purpose="demo")
    assert master.load(tmp_path) == made
    assert (tmp_path / master.FILE_NAME).stat().st_mode & 0o077 == 0
    with pytest.raises(master.KeysMissing, match=r"Les clés ne sont pas dans"):
        master.load(tmp_path / "nowhere")
    (tmp_path / master.FILE_NAME).write_text(json.dumps({"purpose": "demo"}))
    with pytest.raises(master.KeysMissing, match="ne se lisent pas"):
        master.load(tmp_path)


def test_blind_links_differ_by_relation_and_turn_back() -> None:
    subject = uuid.uuid4()

    assert blind.token("offer.person", subject) != blind.token("stay.person", subject)
    assert blind.reveal("offer.person", blind.token("offer.person", subject)) == subject


def test_a_blind_column_holds_a_token_and_reads_as_the_id(cast: Cast) -> None:
    person = person_of(cast)
    with housekeeping("test"):
        Offer(person=person.pk, shelter=cast.s058.pk, state="asked").save(force_insert=True)

    with connection.cursor() as cursor:
        cursor.execute("SELECT person FROM placements_offer")
        stored = uuid.UUID(str(cursor.fetchone()[0]))
    assert stored == blind.token("offer.person", person.pk) != person.pk
    assert Offer.objects.get(person=person.pk).shelter == cast.s058.pk
    assert Offer.objects.filter(person__in=[person.pk, uuid.uuid4()]).count() == 1
    assert not Offer.objects.filter(person__isnull=True).exists()


def test_columns_of_many_rows_say_what_the_rows_say(cast: Cast) -> None:
    with housekeeping("test"):
        for place in (uuid.uuid4(), None, uuid.uuid4()):
            offer = Offer(person=person_of(cast).pk, shelter=cast.s058.pk, place=place, state="asked")
            offer.seal("terms", {"reason": str(place)})
            offer.save(force_insert=True)
    offers = Offer.objects.order_by("pk")

    read = columns(offers, "person", "place", "state", "terms")

    assert [row[:3] for row in read] == [(offer.person, offer.place, "asked") for offer in offers]
    assert [hash(row[0]) for row in read] == [hash(uuid.UUID(str(row[0]))) for row in read]
    assert [Offer.unsealed("terms", row[0], row[3]) for row in read] == [{"reason": str(row[1])} for row in read]
    assert columns(Offer.objects.none(), "person", "place") == []
    with pytest.raises(Sealed):
        Offer.unsealed("questions", read[0][0], b"sealed")


@pytest.mark.parametrize(
    "lookup", ["gt", "gte", "lt", "lte", "contains", "icontains", "startswith", "iexact", "range", "regex"]
)
def test_a_blind_column_refuses_every_other_comparison(lookup: str) -> None:
    with pytest.raises(TypeError):
        list(Offer.objects.filter(**{f"person__{lookup}": uuid.uuid4()}))


def test_a_blind_column_refuses_queries_and_rows(cast: Cast) -> None:
    with pytest.raises(TypeError):
        list(Offer.objects.filter(person__in=Person.objects.values("pk")))
    with pytest.raises(TypeError):
        list(Offer.objects.filter(person=models.OuterRef("pk")))
    with pytest.raises(TypeError):
        list(Offer.objects.filter(person=person_of(cast)))


@pytest.mark.parametrize("lookup", ["exact", "contains", "gt", "in"])
def test_a_sealed_column_cannot_be_compared(lookup: str) -> None:
    with pytest.raises(TypeError):
        list(Person.objects.filter(**{f"identity__{lookup}": b"x"}))


def test_a_secret_opens_only_on_record(cast: Cast) -> None:
    person = Person.objects.get(pk=person_of(cast, identity={"names": "Ada Obi"}).pk)

    with pytest.raises(Sealed):
        person.unseal("identity")
    with secrets_open():
        assert person.unseal("identity") == {"names": "Ada Obi"}
    assert person.unseal("profile")["household"][0]["age"] == 24


def test_names_are_found_by_token_folded_and_among_given_subjects_only(cast: Cast) -> None:
    person = person_of(cast, identity={"names": "Adèle Obi-Wan"})

    assert index.find("person.name", "ADELE") == {person.pk}
    assert index.find("person.name", "adel") == set()
    assert index.find("person.name", "adele", among=[uuid.uuid4()]) == set()
    assert index.find("person.name", " - ") == set()
    SubjectKey.objects.get(pk=person.pk).delete()
    assert not SearchToken.objects.exists()


def test_every_column_is_classed_and_an_unclassed_one_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    assert register.every_column_is_classed() == []

    plain = register.plain_columns()
    del plain["people.Person"]["pseudonym"]
    plain["people.Person"]["shoe_size"] = "x"
    monkeypatch.setattr(register, "plain_columns", lambda: plain)
    found = register.every_column_is_classed()
    assert [(e.id, isinstance(e, Error)) for e in found] == [("vault.E001", True), ("vault.E002", True)]


def test_no_plain_reason_is_empty() -> None:
    assert all(reason.strip() for columns in register.plain_columns().values() for reason in columns.values())


def test_no_secret_is_in_a_string_of_a_row(cast: Cast) -> None:
    person = person_of(cast, identity={"names": "Zelda-Canary"})

    for model in apps.get_models():
        for row in model._default_manager.all()[:5]:
            assert "Zelda" not in f"{row}{row!r}"
    assert str(person) == person.reference


def test_keys_live_in_a_database_of_their_own() -> None:
    tables = set(connections["default"].introspection.table_names())
    key_tables = set(connections["keys"].introspection.table_names())

    assert not [t for t in tables if t.startswith("vault_")]
    assert {t for t in key_tables if not t.startswith("django_")} == {
        "vault_epoch",
        "vault_searchtoken",
        "vault_subjectkey",
    }


def test_kinds_of_sealed_columns_are_two() -> None:
    with pytest.raises(ValueError, match="profile or a secret"):
        SealedField(kind="open")
    assert isinstance(User._meta.get_field("mail"), SealedField)
    assert User._meta.get_field("mail").kind == SECRET
    assert BlindLinkField("x").get_internal_type() == "UUIDField"


def test_a_key_without_a_row_goes_on_the_second_night(cast: Cast) -> None:
    person = person_of(cast)
    orphan, late = keys.create_subject(), keys.create_subject()

    assert orphans.sweep(AT) == 0
    with housekeeping("test"):
        Person.objects.filter(pk=person.pk).update(reference="A2B-34")
        latecomer = Person(id=late, reference="A2B-35", pseudonym="Noa")
        latecomer.save(force_insert=True)
    assert orphans.sweep(AT) == 1

    assert not SubjectKey.objects.filter(pk=orphan).exists()
    assert keys.open_keys([person.pk, late, cast.nora.pk, cast.s058.pk]).keys() == {
        person.pk, late, cast.nora.pk, cast.s058.pk,
    }  # fmt: skip
    assert orphans.sweep(AT) == 0
