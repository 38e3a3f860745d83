"""The pages of training as those who use them find them; without script."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from havre.accounts.models import User
from havre.network import dates
from havre.record import guard
from havre.record.models import OutboxMessage
from havre.training import codes, operations
from havre.training.certificates import TRIES, certificate_of, check
from havre.training.content import Module
from havre.training.models import PersonalLink, Registration, Session
from tests.cast import AT, Cast, account
from tests.journeys.test_bad_input import HOSTILE, SCRIPT
from tests.page_forms import form_to
from tests.training.pdf import words
from tests.training.story import (
    AFTERWARDS,
    ON_THE_DAY,
    a_seminar,
    a_session,
    address_of,
    coming,
    held,
    programme,
    registered,
)

pytestmark = [pytest.mark.django_db(databases=["default", "keys"]), pytest.mark.usefixtures("in_march")]


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, name: str, *arguments: object, **query: str) -> str:
    answer = client.get(reverse(name, args=arguments), query)
    assert answer.status_code == 200, (name, answer.status_code)
    return str(answer.content.decode()).replace("\u00a0", " ")


def test_a_session_is_planned_opened_and_changed_on_its_pages(cast: Cast) -> None:
    nora, kind = seated(cast.nora), programme(cast.nora)
    where = nora.get(reverse("training:new"))["Location"]
    form = form_to(nora.get(where).content.decode(), where)
    nora.post(
        where,
        form.filled(
            programme=str(kind.pk), starts_on="14/04/2026", town="Nantes", venue="Salle du port", is_public="on"
        ),
    )
    row = Session.objects.get()
    assert (row.half_days, row.seats, row.ends_on.isoformat()) == (3, 25, "2026-04-15")

    nora.post(reverse("training:act", args=[row.pk, "open"]), {"version": row.version})
    assert "Places libres : 25 sur 25." in page(nora, "training:detail", row.pk)
    stale = nora.post(reverse("training:act", args=[row.pk, "close"]), {"version": row.version}, follow=True)
    (told,) = stale.context["messages"]
    assert (told.level_tag, "voici où cela en est" in str(told)) == ("warning", True)

    where = reverse("training:change", args=[row.pk])
    form = form_to(page(nora, "training:change", row.pk), where)
    nora.post(where, form.filled(seats="20"))
    row.refresh_from_db()
    assert (row.state, row.seats) == ("open", 20)
    assert "Salle du port" in page(nora, "training:detail", row.pk)


def test_what_is_typed_wrongly_is_kept_and_harms_nothing(cast: Cast) -> None:
    nora, session = seated(cast.nora), a_session(cast.nora)
    for bad in HOSTILE:
        for name, data in (
            ("training:register", {"name": bad, "group": bad, "mail": bad, "phone": bad}),
            ("training:import", {"table": bad}),
            ("training:change", {"programme": bad, "starts_on": bad, "seats": bad, "version": bad}),
        ):
            answer = nora.post(reverse(name, args=[session.pk]), data)
            assert answer.status_code == 200
            assert SCRIPT not in answer.content.decode()
        assert Client().post(reverse("training:check"), {"code": bad, "name": bad}).status_code == 200
    assert not Registration.objects.exists()


def test_the_public_calendar_shows_public_sessions_and_never_a_seminar(cast: Cast) -> None:
    public, inside, seminar = a_session(cast.nora), a_session(cast.nora, is_public=False), a_seminar(cast.nora)
    draft = a_session(cast.nora, opened=False)
    anybody = Client()

    shown = page(anybody, "training:calendar")
    assert str(public.pk) in shown
    assert "Nantes" in shown
    for hidden in (inside, seminar, draft):
        assert str(hidden.pk) not in shown
        assert anybody.get(reverse("training:public", args=[hidden.pk])).status_code == 404

    file = Calendar.from_ical(anybody.get(reverse("training:calendar_file")).content)
    events = file.walk("VEVENT")
    assert [str(one["uid"]).partition("@")[0] for one in events] == [f"{public.pk}-{number}" for number in (1, 2, 3)]
    assert str(getattr(events[0]["dtstart"], "dt", "")) == "2026-04-14 09:00:00+02:00"
    assert str(events[0]["location"]) == "Nantes"
    assert "Mouettes" not in str(file.to_ical())
    with time_machine.travel(AFTERWARDS, tick=False):
        assert str(public.pk) not in page(anybody, "training:calendar")


def test_somebody_without_account_registers_follows_her_link_and_gives_her_place_back(
    cast: Cast, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("DEBUG")
    session, guest = a_session(cast.nora, needs_approval=False), Client()
    where = reverse("training:public", args=[session.pk])
    form = form_to(page(guest, "training:public", session.pk), where)
    first = guest.post(where, form.filled(name="Camille Duval", group="health", mail="camille@example.org"))
    assert "Il reste à confirmer." in first.content.decode()
    assert (Registration.objects.get().state, Session.objects.get().taken) == ("pending", 0)
    token = _token_of(Registration.objects.get())
    assert guest.get(reverse("training:link", args=["faux" * 8])).status_code == 200
    assert guest.get(reverse("training:link", args=[token]))["Location"] == reverse("training:guest")
    assert "2 quai des Mouettes" not in page(guest, "training:guest")
    guest.post(reverse("training:guest"), {"confirm": "yes"})
    shown = page(guest, "training:guest")
    assert "Vous avez une place." in shown
    assert "2 quai des Mouettes" in shown
    sheet = guest.get(reverse("training:guest_sheet"))
    assert sheet["Content-Type"] == "application/pdf"
    told = words(sheet.content)
    assert "2quaidesMouettes" in told
    assert "Camille" not in told
    guest.post(reverse("training:guest"))

    assert Registration.objects.get().state == "cancelled"
    assert token not in caplog.text
    assert "faux" not in caplog.text


def test_the_public_page_tells_no_stranger_who_is_registered_and_sends_the_link_again(cast: Cast) -> None:
    session, stranger = a_session(cast.nora, needs_approval=False), Client()
    registered(session, cast.nora, "Camille Duval")
    waiting, where = OutboxMessage.objects.count(), reverse("training:public", args=[session.pk])
    form = form_to(page(stranger, "training:public", session.pk), where)

    def answer(mail: str) -> str:
        typed = form.filled(name="Ada A", group="health", mail=mail)
        return re.sub(r'Token": "\w+"', "", stranger.post(where, typed).content.decode())

    new, known = answer("ada@example.org"), answer("camille@example.org")

    assert known == new
    assert Registration.objects.count() == 2
    assert OutboxMessage.objects.count() == waiting + 2, "a link each"
    assert answer("camille@example.org") == new
    assert OutboxMessage.objects.count() == waiting + 2, "nobody’s box is filled by a stranger"
    cache.clear()
    answer("camille@example.org")
    assert OutboxMessage.objects.count() == waiting + 3


def _token_of(row: Registration) -> str:
    from havre.training.operations.common import reach_of
    from havre.vault.gate import secrets_open
    from havre.vault.keys import key_cache

    with key_cache(), secrets_open():
        return reach_of(row).link.rstrip("/").rsplit("/", 1)[1]


def test_an_employer_says_yes_by_a_link_that_shows_little(cast: Cast) -> None:
    session, sent = a_session(cast.nora), dict[str, str]()
    operations.register_for(
        session, coming=coming(), approved=False, address_of=lambda use, token: sent.setdefault(use, token),
        by=cast.nora, at=AT,
    )  # fmt: skip
    employer = Client()
    employer.get(reverse("training:link", args=[sent["employer"]]))

    shown = page(employer, "training:guest")
    assert "Camille Duval voudrait venir." in shown
    assert "Mouettes" not in shown
    assert employer.get(reverse("training:guest_sheet")).status_code == 404
    employer.post(reverse("training:guest"), {"answer": "yes"})

    assert Registration.objects.get().state == "registered"
    assert PersonalLink.objects.filter(expires_at__gt=AT).count() == 1


def test_the_place_is_told_from_its_day_on(cast: Cast) -> None:
    seminar = a_seminar(cast.nora, place_from=(AT + timedelta(days=20)).date())
    row = operations.register_self(seminar, coming=coming(), address_of=address_of, by=cast.claire, at=AT)
    claire = seated(cast.claire)

    assert "Mouettes" not in page(claire, "training:own", row.pk)
    assert "Mouettes" not in words(claire.get(reverse("training:own_sheet", args=[row.pk])).content)
    with time_machine.travel(AT + timedelta(days=20), tick=False):
        assert "Mouettes" in page(seated(cast.claire), "training:own", row.pk)
    assert seated(cast.karim).get(reverse("training:own", args=[row.pk])).status_code == 404
    file = claire.get(reverse("training:own_calendar")).content
    events = Calendar.from_ical(file).walk("VEVENT")
    assert [str(one["summary"]).replace("\u00a0", " ") for one in events] == ["Havre : rendez-vous"] * 3
    assert b"LOCATION" not in file


def test_whoever_shelters_no_more_reads_no_place_of_a_seminar(cast: Cast) -> None:
    seminar = a_seminar(cast.nora, place_from=AT.date())
    row = operations.register_self(seminar, coming=coming(), address_of=address_of, by=cast.karim, at=AT)
    where = [reverse(name, args=[row.pk]) for name in ("training:own", "training:own_sheet")]
    assert [seated(cast.karim).get(one).status_code for one in where] == [200, 200]

    with guard.housekeeping("another work"):
        cast.karim.membership_set.update(role="referrer", organisation=cast.hospital)

    assert [seated(cast.karim).get(one).status_code for one in where] == [404, 404]
    assert str(row.pk) not in page(seated(cast.karim), "training:mine")
    assert b"BEGIN:VEVENT" not in seated(cast.karim).get(reverse("training:own_calendar")).content


def test_a_sheet_typed_back_takes_away_no_presence_that_a_colleague_noted_meanwhile(cast: Cast) -> None:
    session = a_session(cast.nora)
    one, two = registered(session, cast.nora, "Ada A", "Bea B")
    operations.note_presence(one, half=1, present=True, by=cast.nora, at=ON_THE_DAY)
    operations.note_presence(two, half=1, present=True, by=cast.nora, at=ON_THE_DAY)
    with time_machine.travel(ON_THE_DAY, tick=False):
        nora, where = seated(cast.nora), reverse("training:type_sheet", args=[session.pk])
        form = form_to(page(nora, "training:type_sheet", session.pk), where)
        (late,) = registered(session, cast.nora, "Cleo C", at=ON_THE_DAY)
        for row in (two, late):
            operations.note_presence(row, half=2, present=True, by=cast.nora, at=ON_THE_DAY)
        nora.post(where, form.filled() | {"there": [f"{one.pk}:1", f"{one.pk}:3"]})

    def noted(row: Registration) -> list[int]:
        return sorted(row.attended.values_list("half", flat=True))

    assert [noted(row) for row in (one, two, late)] == [[1, 3], [2], [2]]


def test_a_cancelled_session_prints_no_sheet_to_sign(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    sheet = reverse("training:sheet", args=[session.pk])
    assert sheet in page(nora, "training:detail", session.pk)

    operations.cancel_session(session, by=cast.nora, at=AT)

    assert sheet not in page(nora, "training:detail", session.pk)


def test_the_lists_of_a_seminar_show_no_organisation(cast: Cast) -> None:
    seminar, session = a_seminar(cast.nora), a_session(cast.nora)
    for row in (seminar, session):
        registered(row, cast.nora, "Camille Duval")

    with time_machine.travel(ON_THE_DAY, tick=False):
        nora = seated(cast.nora)
        for name in ("training:detail", "training:sheet", "training:attendance"):
            assert "Association du Port" not in page(nora, name, seminar.pk)
        for name in ("training:detail", "training:attendance"):
            assert "Association du Port" in page(nora, name, session.pk)


def test_a_table_with_wrong_columns_or_rows_is_shown_and_nobody_is_registered(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    where = reverse("training:import", args=[session.pk])

    def told(table: str, **more: str) -> str:
        return str(nora.post(where, {"table": table, **more}).content.decode()).replace("\u00a0", " ")

    assert "Il manque la colonne nom." in told("Courriel;Âge\na@example.org;3")
    assert "Colonne inconnue : Âge." in told("Nom;Âge\nAda;3")
    wrong = told("Nom;Courriel;Groupe\nAda A;ada@example.org;santé\nBea B;pas une adresse;danse\n;c@example.org;\nAda A;ada@example.org;", keep="yes")  # fmt: skip
    for said in ("cette adresse n’en est pas une", "« danse » n’est pas dans la liste", "il manque le nom", "la même personne que plus haut"):  # fmt: skip
        assert said in wrong
    assert "3 lignes sont à corriger" in wrong
    one_wrong = told("Nom;Courriel\nAda A;ada@example.org\nBea B;pas une adresse", keep="yes")
    assert "cette adresse n’en est pas une" in one_wrong
    assert not Registration.objects.exists(), "nothing half imported"

    good = "Nom\tCourriel\tGroupe\tRégion\nAda A\tada@example.org\tsanté\tBretagne\nBea B\t\tpolice, gendarmerie\t"
    assert "Inscrire ces 2 personnes" in told(good)
    assert not Registration.objects.exists()
    assert nora.post(where, {"table": good, "keep": "yes"})["Location"] == reverse("training:detail", args=[session.pk])
    assert Registration.objects.count() == 2


def test_a_file_is_read_and_what_is_no_table_is_told(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    where = reverse("training:import", args=[session.pk])

    for data, said in (("Nom;Métier\nZoé É;infirmière".encode("cp1252"), "Zoé É"), (b"PK\x03\x04\0\0", "pas un classeur lisible"), (b"x" * 300_001, "pas un tableau")):  # fmt: skip
        answer = nora.post(where, {"file": SimpleUploadedFile("liste.csv", data)})
        assert said in answer.content.decode().replace("\u00a0", " ")
    assert not Registration.objects.exists()


def test_presence_is_one_tap_by_code_or_typed_back(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    one, two = registered(session, cast.nora, "Ada A", "Bea B")
    assert nora.get(reverse("training:attendance", args=[session.pk])).status_code == 200

    with time_machine.travel(ON_THE_DAY, tick=False):
        nora = seated(cast.nora)
        form = form_to(page(nora, "training:attendance", session.pk), reverse("training:present", args=[one.pk]))
        nora.post(form.action, form.filled(present="yes"))
        nora.post(form.action, form.filled(present="yes"))
        assert "1 présence sur 2." in page(nora, "training:attendance", session.pk)
        assert "Bea B" in page(nora, "training:seat", codes.seat_code(two.pk))
        form = form_to(page(nora, "training:seat", codes.seat_code(two.pk)), reverse("training:present", args=[two.pk]))
        nora.post(form.action, form.filled(present="yes"))
        assert "2 présences sur 2." in page(nora, "training:attendance", session.pk)
        assert nora.get(reverse("training:seat", args=[codes.seat_code(two.pk)[:-2] + "AA"])).status_code == 404
        where = reverse("training:type_sheet", args=[session.pk])
        form = form_to(page(nora, "training:type_sheet", session.pk), where)
        nora.post(where, form.filled(there=[f"{one.pk}:1", f"{one.pk}:2", f"{two.pk}:9", "x"]))
    assert sorted(one.attended.values_list("half", flat=True)) == [1, 2]
    assert not two.attended.exists()


def test_a_trainer_reads_the_names_of_her_session_on_its_days_only(cast: Cast) -> None:
    session, other = a_session(cast.nora), a_session(cast.nora)
    (row,) = registered(session, cast.nora, "Ada A")
    vera = account("Véra T.", "trainer")
    trainer = operations.add_trainer(name="Véra T.", account=vera, by=cast.nora, at=AT)
    operations.add_teaching(session, trainer=trainer, hours=7, cost=300, by=cast.nora, at=AT)
    client, where = seated(vera), reverse("training:attendance", args=[session.pk])

    assert client.get(where).status_code == 404
    assert reverse("training:attendance", args=[session.pk]) not in page(client, "training:today")
    with time_machine.travel(ON_THE_DAY, tick=False):
        client = seated(vera)
        assert "Ada A" in page(client, "training:attendance", session.pk)
        client.post(reverse("training:present", args=[row.pk]), {"half": "1", "present": "yes"})
        assert client.get(reverse("training:attendance", args=[other.pk])).status_code == 404
        assert client.get(reverse("training:detail", args=[session.pk])).status_code == 404
    with time_machine.travel(AFTERWARDS, tick=False):
        assert seated(vera).get(where).status_code == 404
    assert row.attended.count() == 1
    assert "300 €" in page(seated(cast.nora), "training:detail", session.pk)


def test_a_certificate_is_checked_by_a_stranger_who_learns_the_name_from_nobody(cast: Cast) -> None:
    session = a_session(cast.nora)
    row = operations.register_self(
        session, coming=coming("Zoé Le Goff", employer_mail=""), address_of=address_of, by=cast.anne, at=AT
    )
    operations.note_approval(row, approved=True, by=cast.nora, at=AT)
    anne = seated(cast.anne)
    where = reverse("training:own_certificate", args=[row.pk])
    assert anne.get(where).status_code == 404
    operations.type_sheet(session, present={row: {1, 2}}, by=cast.nora, at=ON_THE_DAY)
    session.refresh_from_db()
    operations.hold_session(session, by=cast.nora, at=ON_THE_DAY)

    paper = anne.get(where).content
    told = words(paper)
    row = Registration.objects.select_related("session__programme").get(pk=row.pk)
    assert b"SourceSans3" in paper, "set in the font of the pages"
    code = certificate_of(row).code
    for said in ("ZoéLeGoff", "Identifieretaccompagner", "Présence:7h", code, "Délivréeparlacoordinationduréseau", "Imprimée"):  # fmt: skip
        assert said in told
    stranger = Client()
    answer = stranger.post(reverse("training:check"), {"code": code.lower().replace("-", " ")}).content.decode()
    assert "Cette attestation est valable." in answer
    assert "Le Goff" not in answer
    for name, said in (("le goff zoe", "Elle est à ce nom."), ("Zoé Martin", "Elle n’est pas à ce nom.")):
        assert said in stranger.post(reverse("training:check"), {"code": code, "name": name}).content.decode()
    assert seated(cast.claire).get(where).status_code == 404


def test_those_who_keep_training_print_the_certificate_of_somebody_without_account_or_mail(cast: Cast) -> None:
    session, (come,) = held(cast.nora, "Ada A")
    nora, where = seated(cast.nora), reverse("training:certificate", args=[come.pk])

    assert where in page(nora, "training:detail", session.pk)
    assert "AdaA" in words(nora.get(where).content)
    absent = registered(a_session(cast.nora), cast.nora, "Bea B")[0]
    assert nora.get(reverse("training:certificate", args=[absent.pk])).status_code == 404
    for stranger in (cast.claire, cast.anne, cast.lawyer, cast.officer):
        assert seated(stranger).get(where).status_code == 404


def test_a_lost_link_is_made_anew_and_the_old_one_ends(cast: Cast) -> None:
    session = a_session(cast.nora)
    (row,) = registered(session, cast.nora, "Ada A")
    old, guest, nora = _token_of(row), Client(), seated(cast.nora)
    guest.get(reverse("training:link", args=[old]))
    waiting, where = OutboxMessage.objects.count(), reverse("training:renew_link", args=[row.pk])
    assert where in page(nora, "training:detail", session.pk)

    assert seated(cast.lawyer).post(where).status_code == 404
    nora.post(where)

    new = _token_of(Registration.objects.get())
    assert new != old
    assert OutboxMessage.objects.count() == waiting + 1
    assert "Lien fermé" in page(guest, "training:link", old)
    assert "Lien fermé" in page(guest, "training:guest")
    assert Client().get(reverse("training:link", args=[new]))["Location"] == reverse("training:guest")
    own = operations.register_self(session, coming=coming(mail=""), address_of=address_of, by=cast.anne, at=AT)
    assert reverse("training:renew_link", args=[own.pk]) not in page(nora, "training:detail", session.pk)


def test_who_gives_which_module_is_chosen_and_read_by_the_trainer_and_what_is_left_is_told(cast: Cast) -> None:
    nora, row = seated(cast.nora), a_session(cast.nora)
    modules = [Module("Reconnaître", "", 90), Module("Les droits", "", 90)]
    operations.write_programme(
        row.programme, code="training", titles=("Identifier", "Identify"), half_days=3, group=(1, 25), modules=modules,
        by=cast.nora, at=AT,
    )  # fmt: skip
    paul = operations.add_trainer(name="Paul P.", account=cast.lawyer, by=cast.nora, at=AT)
    where = reverse("training:teach", args=[row.pk])
    form = form_to(page(nora, "training:detail", row.pk), where)
    nora.post(where, form.filled(trainer=str(paul.pk), hours="3") | {"modules": ["Les droits"]})

    assert row.teaching.get().modules == ["Les droits"]
    assert "Personne encore pour : Reconnaître" in page(nora, "training:detail", row.pk)
    assert "Les droits" in page(seated(cast.lawyer), "training:today")
    nora.post(where, form.filled(trainer=str(paul.pk)) | {"modules": ["Un autre"]})
    line = reverse("training:teaching", args=[row.teaching.get().pk])
    form = form_to(page(nora, "training:detail", row.pk), line)
    nora.post(line, form.filled(hours="4") | {"modules": ["Les droits", "Reconnaître"]})
    assert sorted(row.teaching.get().modules) == ["Les droits", "Reconnaître"]
    assert "Personne encore pour" not in page(nora, "training:detail", row.pk)


def test_forged_altered_and_foreign_codes_are_not_known(cast: Cast) -> None:
    _session, (one, two) = held(cast.nora, "Ada A", "Bea B")
    for row in (one, two):
        operations.make_certificate(row, by=cast.nora, at=AFTERWARDS)
        row.refresh_from_db()
    code, other = certificate_of(one).code, certificate_of(two).code
    changed = "B" if code[-1] != "B" else "C"
    forged = [code[:-1] + changed, code[:12] + other[12:], changed * 24, "", "é" * 24, code + "A", "🦜" * 24]

    for typed in forged:
        answer = Client().post(reverse("training:check"), {"code": typed}).content.decode()
        assert "valable" not in answer, typed
    with guard.housekeeping("an altered row"):
        one.attended.filter(half=3).delete()
    assert "Ce code n’est pas connu." in Client().post(reverse("training:check"), {"code": code}).content.decode()


def test_names_are_not_tried_one_after_the_other(cast: Cast) -> None:
    _session, (row,) = held(cast.nora, "Ada A")
    operations.make_certificate(row, by=cast.nora, at=AFTERWARDS)
    row.refresh_from_db()
    code = certificate_of(row).code

    for number in range(TRIES):
        Client().post(reverse("training:check"), {"code": code, "name": f"Ada {number}"})
    answer = Client().post(reverse("training:check"), {"code": code, "name": "Ada A"}).content.decode()

    assert "Trop d’essais." in answer
    assert "Elle est à ce nom" not in answer


def test_wrong_codes_from_one_machine_close_the_check_for_nobody(cast: Cast) -> None:
    _session, (row,) = held(cast.nora, "Ada A")
    operations.make_certificate(row, by=cast.nora, at=AFTERWARDS)
    row.refresh_from_db()

    for number in range(250):
        assert check("A" * 20 + f"{number:04}", "Ada A") is None
    assert check(certificate_of(row).code, "Ada A") is not None


def test_the_list_asks_as_many_statements_for_many_sessions_as_for_one(cast: Cast) -> None:
    nora = seated(cast.nora)

    def cost() -> int:
        with CaptureQueriesContext(connections["default"]) as data, CaptureQueriesContext(connections["keys"]) as keys:
            page(nora, "training:list")
        return len(data) + len(keys)

    a_session(cast.nora)
    cost()
    once = cost()
    for _number in range(8):
        a_session(cast.nora)

    assert cost() == once
    assert once <= 15


def test_the_page_of_a_session_asks_no_more_for_many_people(cast: Cast) -> None:
    nora, session = seated(cast.nora), a_session(cast.nora)

    def cost() -> int:
        with CaptureQueriesContext(connections["default"]) as data, CaptureQueriesContext(connections["keys"]) as keys:
            page(nora, "training:detail", session.pk)
        return len(data) + len(keys)

    registered(session, cast.nora, "Ada A")
    cost()
    once = cost()
    registered(session, cast.nora, *(f"P{number} N" for number in range(8)))

    assert cost() == once
    assert once <= 25


def test_how_somebody_is_reached_is_opened_on_record(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    (row,) = registered(session, cast.nora, "Ada A")

    assert "direction@example.org" not in page(nora, "training:detail", session.pk)
    opened = nora.post(reverse("training:reach", args=[row.pk])).content.decode()

    assert "direction@example.org" in opened
    assert seated(cast.lawyer).post(reverse("training:reach", args=[row.pk])).status_code == 404


def test_sessions_stand_in_the_shared_calendar_of_those_who_may_come_and_a_file_names_no_seminar(cast: Cast) -> None:
    course, seminar = a_session(cast.project), a_seminar(cast.project)

    def keys(user: User) -> set[str]:
        return {one.key for one in dates.entries(user, course.starts_on, seminar.ends_on)}

    ours, theirs = f"session-{course.pk}", f"session-{seminar.pk}"
    assert keys(cast.project) & {ours, theirs} == {ours, theirs} == keys(cast.claire) & {ours, theirs}
    assert keys(cast.anne) & {ours, theirs} == {ours}, "seminars are for those who shelter"
    assert keys(cast.officer) & {ours, theirs} == set()
    said = {
        str(one["uid"]): str(one["summary"])
        for one in Calendar.from_ical(dates.as_file(cast.claire, AT)).walk("VEVENT")
    }
    assert said[f"{ours}@havre"] == course.programme.title
    assert said[f"{theirs}@havre"] == "Havre\u00a0: rendez-vous"


def test_two_who_add_trainers_at_the_same_moment_keep_both_and_a_stale_line_shows_what_is_kept(cast: Cast) -> None:
    session, nora = a_session(cast.nora), seated(cast.nora)
    vera, paul = (operations.add_trainer(name=name, by=cast.nora, at=AT) for name in ("Véra T.", "Paul P."))
    first, second = (form_to(page(nora, "training:detail", session.pk), reverse("training:teach", args=[session.pk])) for _each in range(2))  # fmt: skip
    for form, trainer in ((first, vera), (second, paul)):
        nora.post(reverse("training:teach", args=[session.pk]), form.filled(trainer=str(trainer.pk), hours="7"))
    assert sorted(one.trainer.name for one in session.teaching.all()) == ["Paul P.", "Véra T."]

    line = session.teaching.get(trainer=vera)
    where = reverse("training:teaching", args=[line.pk])
    form = form_to(page(nora, "training:detail", session.pk), where)
    nora.post(where, form.filled(hours="8"))
    stale = nora.post(where, form.filled(hours="3"))
    assert "Cette fiche a changé" in stale.content.decode()
    assert session.teaching.get(trainer=vera).hours == 8
    again = form_to(stale.content.decode(), where)
    assert again.filled()["hours"] == ["3"] or again.filled()["hours"] == "3"
    nora.post(where, again.filled())
    assert session.teaching.get(trainer=vera).hours == 3

    nora.post(where, form_to(page(nora, "training:detail", session.pk), where).filled() | {"drop": "yes"})
    assert [one.trainer.name for one in session.teaching.all()] == ["Paul P."]
    assert seated(cast.anne).post(where, {"hours": "1"}).status_code == 404
