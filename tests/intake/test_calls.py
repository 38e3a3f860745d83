"""Noting a call, ringing back, making a referral of it, forgetting it."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from havre.accounts.models import User
from havre.intake import listing, operations
from havre.intake.content import About, Reach, Said
from havre.intake.forms import CallBackForm, EnquiryForm
from havre.intake.models import Call
from havre.record import drafts
from havre.record.facts import write_pending
from havre.record.models import AuditEntry, Fact
from havre.record.operations import NotAllowed, Stale
from havre.record.transitions import NotNow
from havre.referrals.models import Referral
from havre.vault.gate import Sealed, secrets_open
from havre.vault.keys import KeyGone
from havre.vault.models import SubjectKey
from tests.cast import AT, Cast
from tests.journeys.test_bad_input import HOSTILE, SCRIPT
from tests.page_forms import form_to

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SAID = Said("Anne, hôpital", "jeune femme menacée", "rappeler le matin")
REACH = Reach("0600000000", "yes", "no", "9 h à 12 h", "mimosa")
ABOUT = About("HealthServiceOrganisation", "person")


def half_typed(by: User, at: datetime = AT, **answers: str) -> Call:
    return operations.note_call(uuid.uuid4(), typed={name: [answer] for name, answer in answers.items()}, by=by, at=at)


def waiting(by: User, at: datetime = AT, *, for_all: bool = False) -> Call:
    call = half_typed(by, at)
    operations.ask_call_back(
        call, due_at=at + timedelta(hours=2), for_all=for_all, about=ABOUT, said=SAID, reach=REACH, by=by, at=at
    )
    return call


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# While somebody speaks


def test_a_call_that_is_cut_off_loses_nothing_and_is_its_authors_alone(cast: Cast) -> None:
    with time_machine.travel(AT, tick=False):
        nora, marc = seated(cast.nora), seated(cast.marc)
        address = nora.get("/calls/new/").headers["Location"]
        assert not Call.objects.exists(), "nothing is written before something is typed"

        kept = nora.post(address.replace("note", "keep"), {"who": "Anne, hôpital", "number": "06 12", "due_at": "hier"})
        page = nora.get(address).content.decode()

        call = Call.objects.get()
        assert kept.status_code == 204
        assert (call.state, call.owner, call.outcome) == ("open", cast.nora, "")
        assert "Anne, hôpital" in page
        assert "à finir" in nora.get("/calls/").content.decode()
        assert marc.get(address).status_code == 404
        assert marc.post(address.replace("note", "keep"), {"who": "x"}).status_code == 404
        assert "à finir" not in marc.get("/calls/").content.decode()
        with pytest.raises(Sealed):
            call.unseal("typed")

        nora.post(f"/calls/{call.pk}/discard/")
        assert not Call.objects.exists()


def test_two_lines_and_a_letter_note_a_call(cast: Cast) -> None:
    with time_machine.travel(AT, tick=False):
        nora = seated(cast.nora)
        address = nora.get("/calls/new/").headers["Location"]

        unsaid = nora.post(address, {"who": "Anne", "what": "un titre de séjour"})
        assert unsaid.status_code == 200
        assert "Choisissez ce que vous faites" in unsaid.content.decode()
        assert Call.objects.get().state == "open"

        sent = {"who": "Anne", "what": "un titre de séjour", "outcome": "advice", "topic": "rights"}
        assert nora.post(address, sent).headers["Location"] == "/calls/"
        again = nora.post(address, sent)
        late = nora.post(address.replace("note", "keep"), {"who": "trop tard"})

        call = Call.objects.get()
        assert again.headers["Location"] == f"/calls/{call.pk}/", "a second click changes nothing"
        assert late.status_code == 204
        assert (call.state, call.outcome, call.closed_on, call.reach) == ("closed", "advice", AT.date(), None)
        write_pending(AT)
        fact = Fact.objects.get(kind="call")
        assert (fact.year, fact.values) == (2026, {"caller": "unsaid", "topic": "rights", "outcome": "advice"})
        assert listing.year(2026) == [("Conseil donné", 1)]
        assert "un titre de séjour" not in nora.get("/calls/").content.decode()
        assert "un titre de séjour" in nora.post(f"/calls/{call.pk}/open/").content.decode()


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"number": "06 12"}, "Il manque"),
        ({"due_at": ""}, "Dites avant quand rappeler"),
        ({"due_at": "2026-03-17T09:00"}, "Cette heure est passée"),
        ({"due_at": "2027-03-17T09:00"}, "trop loin"),
        ({"due_at": "demain"}, "pas au calendrier"),
    ],
)
def test_bad_answers_get_a_sentence_and_keep_what_was_typed(cast: Cast, answers: dict[str, str], sentence: str) -> None:
    with time_machine.travel(AT, tick=False):
        nora = seated(cast.nora)
        address = nora.get("/calls/new/").headers["Location"]
        sent = {"who": "Anne", "outcome": "call_back", "due_at": "2026-03-17T15:00", "whose": "me"} | answers

        page = nora.post(address, sent).content.decode()

        assert sentence in page
        assert 'value="Anne"' in page
        assert Call.objects.get().state == "open"
        assert 'value="Anne"' in nora.get(address).content.decode()


@pytest.mark.parametrize("typed", HOSTILE.values(), ids=HOSTILE.keys())
def test_whatever_is_typed_there_is_a_page_and_never_a_failure(cast: Cast, typed: str) -> None:
    names = {*CallBackForm.base_fields, *EnquiryForm.base_fields} - {"outcome"}
    typed = typed[:6000]
    answers = dict.fromkeys(names, typed)
    with time_machine.travel(AT, tick=False):
        nora, promised = seated(cast.nora), waiting(cast.nora)
        for outcome in ("call_back", "referral", "enquiry", typed):
            address = nora.get("/calls/new/").headers["Location"]
            for path in (address.replace("note", "keep"), address, address.replace("note", "asked")):
                answer = nora.post(path, answers | {"outcome": outcome})
                assert answer.status_code in (200, 204, 302)
                assert SCRIPT not in answer.content.decode()
            assert SCRIPT not in nora.get(address, follow=True).content.decode()
        for path in ("missed", "open", ""):
            sent = {"version": typed, "outcome": typed, "notes": typed}
            assert nora.post(f"/calls/{promised.pk}/{path}{'/' if path else ''}", sent).status_code < 400


# Ringing back


def test_who_asks_to_be_rung_back_is_found_late_first_and_the_number_goes_at_the_end(cast: Cast) -> None:
    with time_machine.travel(AT, tick=False) as now:
        nora = seated(cast.nora)
        address = nora.get("/calls/new/").headers["Location"]
        asked = nora.post(address, {"who": "Anne", "what": "une place", "outcome": "call_back"})
        form = form_to(asked.content.decode(), address)
        assert form.values["due_at"] == ["2026-03-17T12:15"], "two hours on, on a quarter"
        nora.post(address, form.filled(number="06 00 00 00 00", word="mimosa", hours="le matin"))
        call = Call.objects.get()
        later = waiting(cast.nora, AT + timedelta(hours=1))

        now.move_to(AT + timedelta(hours=2, minutes=30))
        listed = nora.get("/calls/").content.decode()
        assert "Deux personnes attendent un rappel. Une en retard." in listed
        assert listed.index(str(call.pk)) < listed.index(str(later.pk))
        assert "06 00 00 00 00" not in nora.get(f"/calls/{call.pk}/").content.decode()
        opened = nora.post(f"/calls/{call.pk}/open/")
        assert "06\u00a000\u00a000\u00a000\u00a000" in opened.content.decode()
        assert "mimosa" in opened.content.decode()
        assert opened.headers["Refresh"].startswith("600;")
        assert AuditEntry.objects.filter(event="section_opened").count() == 1

        version = call.version
        nora.post(f"/calls/{call.pk}/missed/", {"version": version})
        call.refresh_from_db()
        assert (call.state, call.call_back_at) == ("to_call_back", timezone.now() + timedelta(hours=2))
        nora.post(f"/calls/{call.pk}/missed/", {"version": version})
        unmoved = Call.objects.get(pk=call.pk)
        assert unmoved.version == call.version, "two clicks move it once"

        nora.post(f"/calls/{call.pk}/", {"outcome": "elsewhere", "notes": "vers le 115", "version": call.version})
        call.refresh_from_db()
        assert (call.state, call.outcome, call.reach, call.call_back_at) == ("closed", "elsewhere", None, None)
        assert "vers le 115" in nora.post(f"/calls/{call.pk}/open/").content.decode()


def test_others_hear_only_what_is_left_to_whoever_is_there(cast: Cast) -> None:
    own, shared = waiting(cast.nora), waiting(cast.nora, for_all=True)
    paul, salome = seated(cast.lawyer), seated(cast.project)

    for client in (paul, salome):
        assert client.get(f"/calls/{own.pk}/").status_code == 404
        assert client.post(f"/calls/{own.pk}/open/").status_code == 404
        assert client.post(f"/calls/{own.pk}/missed/").status_code == 404
        assert "jeune femme menacée" in client.post(f"/calls/{shared.pk}/open/").content.decode()
    page = paul.get("/calls/").content.decode()
    assert "Les mots des autres ne s’ouvrent pas" in page
    assert str(own.pk) not in page
    assert seated(cast.anne).get("/calls/").status_code == 404
    with pytest.raises(NotAllowed):
        operations.miss_call_back(own, by=cast.lawyer, at=AT)
    with pytest.raises(NotAllowed):
        operations.make_referral(shared, by=cast.lawyer, at=AT)

    address = paul.get("/calls/new/").headers["Location"]
    assert 'value="referral"' not in paul.get(address).content.decode()
    assert "Cette réponse n’est plus dans la liste" in paul.post(address, {"outcome": "referral"}).content.decode()


def test_the_list_filters_by_week_outcome_and_author_and_costs_no_more_for_more_calls(
    cast: Cast,
) -> None:
    def note(by: User, outcome: str, at: datetime) -> Call:
        call = half_typed(by, at)
        operations.close_call(call, outcome=outcome, about=ABOUT, said=SAID, by=by, at=at)
        return call

    with time_machine.travel(AT, tick=False):
        mine, other = note(cast.nora, "advice", AT), note(cast.marc, "elsewhere", AT)
        before = note(cast.nora, "advice", AT - timedelta(days=7))
        nora = seated(cast.nora)

        def found(query: str) -> set[uuid.UUID]:
            page = nora.get(f"/calls/?{query}").content.decode()
            return {call.pk for call in (mine, other, before) if str(call.pk) in page}

        assert found("") == {mine.pk, other.pk, before.pk}
        assert found("show=mine") == {mine.pk, before.pk}
        assert found("outcome=elsewhere") == {other.pk}
        assert found("week=2026-03-09") == {before.pk}
        assert found("week=never&outcome=none") == {mine.pk, other.pk, before.pk}

        def cost() -> int:
            with (
                CaptureQueriesContext(connections["default"]) as default,
                CaptureQueriesContext(connections["keys"]) as keys,
            ):
                nora.get("/calls/")
            return len(default) + len(keys)

        cost()
        few = cost()
        for _number in range(6):
            note(cast.marc, "advice", AT)
            waiting(cast.marc)
        waiting(cast.nora)
        assert cost() <= few + 3, "ringing back is one more panel, not one more query each"
        assert cost() < 25


# A referral of it


def test_a_call_becomes_a_referral_without_typing_twice_and_keeps_nothing(cast: Cast) -> None:
    with time_machine.travel(AT, tick=False):
        nora = seated(cast.nora)
        address = nora.get("/calls/new/").headers["Location"]
        sent = {"who": "Anne, hôpital", "what": "menacée ici", "outcome": "referral", "notes": "parle pidgin"}
        led = nora.post(address, sent).headers["Location"]

        page = nora.get(led).content.decode()
        call = Call.objects.get()
        assert (call.state, call.outcome, call.said, call.reach, call.typed) == ("closed", "referral", None, None, None)
        for typed in ("Anne, hôpital", "menacée ici", "parle pidgin"):
            assert typed in page
        assert "Rien de ce qui a été dit n’est gardé ici" in nora.get(f"/calls/{call.pk}/").content.decode()
        assert nora.post(f"/calls/{call.pk}/open/").status_code == 404

        form = form_to(page, "")
        nora.post(led, form.filled(phone="06 00 00 00 00"))
        referral = Referral.objects.get()
        with secrets_open():
            assert referral.unseal("account")["exploitation"] == "menacée ici"
        assert drafts.own(cast.nora) == []


def test_a_call_rung_back_becomes_a_referral_with_its_number(cast: Cast) -> None:
    call = waiting(cast.nora)

    draft_id = operations.make_referral(call, by=cast.judith, at=AT)

    answers = drafts.read(cast.judith, draft_id)
    assert answers is not None
    assert answers["answers"] == {
        "by_phone_who": ["Anne, hôpital"],
        "service": ["hôpital, santé"],
        "known": ["jeune femme menacée"],
        "phone": ["0600000000"],
        "safe_hours": ["9 h à 12 h"],
        "other": ["rappeler le matin\nMot convenu\u00a0: mimosa"],
    }
    with pytest.raises(NotNow):
        operations.make_referral(call, by=cast.judith, at=AT)


def test_the_last_to_write_is_told(cast: Cast) -> None:
    call = waiting(cast.nora)
    shown = Call.objects.get(pk=call.pk)
    operations.miss_call_back(call, by=cast.judith, at=AT)

    with pytest.raises(Stale):
        operations.call_back(shown, outcome="advice", by=cast.nora, at=AT)


# Forgetting


def test_after_thirty_days_the_words_and_the_key_are_gone_and_the_count_stays(cast: Cast) -> None:
    done, half, asked = half_typed(cast.nora), half_typed(cast.nora, who="Anne"), waiting(cast.nora)
    operations.close_call(done, outcome="advice", about=ABOUT, said=SAID, by=cast.nora, at=AT)

    assert operations.forget_old(AT + timedelta(days=29)) == 0
    assert operations.forget_old(AT + timedelta(days=30)) == 2

    done.refresh_from_db()
    assert (done.outcome, done.about, done.said) == ("advice", None, None)
    assert not Call.objects.filter(pk=half.pk).exists()
    assert set(SubjectKey.objects.filter(pk__in=[done.pk, half.pk, asked.pk]).values_list("pk", flat=True)) == {
        asked.pk
    }
    with pytest.raises(KeyGone):
        done.seal("said", {})
    assert operations.forget_old(AT + timedelta(days=31)) == 0
    assert Call.objects.get(pk=asked.pk).said is not None, "a promise stays until it is kept"
    assert seated(cast.nora).get(f"/calls/{done.pk}/").status_code == 200
    write_pending(AT)
    assert Fact.objects.filter(kind="call").count() == 1
