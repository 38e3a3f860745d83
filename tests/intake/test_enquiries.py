"""Somebody asks about a person: the same answer to everybody, a number of our own, a trace on the file (P3, P21)."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from havre.accounts.models import User
from havre.assessments.models import Assessment, SafetyEvent
from havre.assessments.operations.levels import review_due, set_risk
from havre.assessments.operations.safety import open_enquiries
from havre.directory.operations.shelters import enlist_partner
from havre.directory.profiles import Contacts, PartnerCard
from havre.intake import listing
from havre.intake.content import About, Said
from havre.intake.models import Call
from havre.intake.operations import note_call, note_enquiry
from havre.journey.models import Journey
from havre.journey.operations import recompute
from havre.record import timeline
from havre.record.models import AuditEntry, OutboxMessage
from havre.record.opening import Purpose
from havre.record.operations import NotAllowed
from tests.cast import AT, Cast
from tests.page_forms import form_to
from tests.stories import Situation, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SAID = Said("capitaine Martin", "où elle est", "", "gendarmerie", "son prénom")


def seated(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def ask_about(it: Situation, by: User) -> None:
    at = it.at(60)
    call = note_call(uuid.uuid4(), typed={}, by=by, at=at)
    note_enquiry(call, said=SAID, about=About(), person=it.person, by=by, at=at)


def test_the_sentence_stands_first_and_the_directorys_number_is_opened_on_record(cast: Cast) -> None:
    with time_machine.travel(AT, tick=False):
        partner = enlist_partner(
            code="P001", kind="LawEnforcement", card=PartnerCard(),
            contacts=Contacts(name="Brigade du Port", phone="0499000001"), by=cast.project, at=AT,
        )  # fmt: skip
        nora = seated(cast.nora)
        address = nora.get("/calls/asked/").headers["Location"]
        page = nora.get(address).content.decode()
        assert "Je ne peux ni confirmer ni démentir" in page
        assert "I can neither confirm nor deny" in page
        assert not Call.objects.exists()

        form = form_to(page, address)
        typed = form.filled(who="capitaine Martin", what="où elle est", partner=str(partner.organisation_id))
        assert "04\u00a099\u00a000\u00a000\u00a001" not in page
        opened = nora.post(address, typed | {"number": "1"})
        text = opened.content.decode()
        assert "04\u00a099\u00a000\u00a000\u00a001" in text
        assert "capitaine Martin" in text, "what was typed is kept"
        assert opened.headers["Refresh"].startswith("600;")
        assert AuditEntry.objects.filter(event="section_opened").count() == 1
        assert "Choisissez d’abord qui rappeler" in nora.post(address, {"number": "1"}).content.decode()

        nora.post(address, typed)
        call = Call.objects.get()
        assert (call.state, call.outcome, SafetyEvent.objects.count()) == ("closed", "enquiry", 0)
        assert "capitaine Martin" in nora.post(f"/calls/{call.pk}/open/").content.decode()


def test_the_page_offers_only_files_that_the_account_may_open_and_never_looks_for_a_name(cast: Cast) -> None:
    it = walk(cast, "assessed")
    offered = f'value="{it.person.pk}"'
    with time_machine.travel(it.at(1), tick=False):
        pages = {}
        for user in (cast.nora, cast.judith, cast.marc, cast.lawyer, cast.project):
            client = seated(user)
            address = client.get("/calls/asked/").headers["Location"]
            pages[user.pk] = client.get(address).content.decode()
            client.post(address.replace("asked", "keep"), {"who": "x", "person": str(it.person.pk)})
            assert listing.typed_of(Call.objects.get(state="open")) == {"who": ["x"]}, "a call is linked to no person"
            about_her = client.post(address, {"who": "x", "person": str(it.person.pk)})
            if user in (cast.nora, cast.judith):
                assert about_her.status_code == 302
            else:
                assert it.person.pseudonym not in about_her.content.decode()
        who_sees = {user_id for user_id, page in pages.items() if offered in page}
        numbers = {user_id for user_id, page in pages.items() if 'name="number"' in page}

    assert who_sees == {cast.nora.pk, cast.judith.pk}
    assert cast.lawyer.pk not in numbers
    assert SafetyEvent.objects.filter(person=it.person).count() == 2
    by_nobody = note_call(uuid.uuid4(), typed={}, by=cast.marc, at=AT)
    with pytest.raises(NotAllowed):
        note_enquiry(by_nobody, said=SAID, about=About(), person=it.person, by=cast.marc, at=AT)


def test_an_enquiry_reopens_the_risk_until_a_named_person_has_set_the_level(cast: Cast) -> None:
    it = walk(cast, "arrived")
    with time_machine.travel(it.at(60), tick=False) as now:
        nora = seated(cast.nora)
        before = Journey.objects.get(person=it.person)
        assert before.next_code == "review_risk"
        address = nora.get("/calls/asked/").headers["Location"]
        led = nora.post(
            address, {"who": "capitaine Martin", "what": "où elle est", "knew": "son prénom", "person": str(it.person.pk)}
        )  # fmt: skip
        assert led.status_code == 302, led.content.decode()[led.content.decode().find("error") :][:600]
        assert led.headers["Location"] == f"/situations/{it.person.pk}/"

        row = Journey.objects.get(person=it.person)
        assert (row.next_code, row.next_due) == ("review_asked", it.at(60))
        assert review_due(it.person.pk) == it.at(60)
        page = nora.get(f"/situations/{it.person.pk}/").content.decode()
        assert "quelqu’un a demandé après elle" in page
        assert "Quelqu’un a demandé après elle par téléphone" in [line.text for line in timeline.read(it.person.pk)]
        assert "capitaine Martin" not in page
        call = Call.objects.get()
        assert (call.outcome, call.said) == ("enquiry", None), "what was asked is on her file, not on the call"

        assessed = f"/assessments/{it.person.pk}/"
        assert "Revoyez le risque maintenant" in nora.get(assessed).content.decode()
        assert "capitaine Martin" not in nora.get(assessed).content.decode()
        assert "capitaine Martin" not in nora.post(f"{assessed}asked/").content.decode(), "a purpose is needed"
        assert "capitaine Martin" in nora.post(f"{assessed}asked/", {"purpose": "safety"}).content.decode()
        assert seated(cast.marc).post(f"{assessed}asked/", {"purpose": "safety"}).status_code == 404

        now.shift(timedelta(hours=1))
        assessment = Assessment.objects.get(person=it.person)
        set_risk(assessment, level="high", reason="le gendarme est connu de nous", by=cast.nora, at=it.at(61))

        assert Journey.objects.get(person=it.person).next_code == "review_risk"
        assert review_due(it.person.pk) == it.at(61) + timedelta(days=30)
        assert not SafetyEvent.objects.filter(is_reviewed=False).exists()
        assert "Revoyez le risque maintenant" not in nora.get(assessed).content.decode()
        assert recompute() == []


def test_the_duty_is_told_and_reads_every_call_about_her(cast: Cast) -> None:
    it = walk(cast, "assessed")
    told = set(OutboxMessage.objects.values_list("pk", flat=True))

    ask_about(it, cast.nora)
    ask_about(it, cast.judith)

    fresh = [row for row in OutboxMessage.objects.all() if row.pk not in told]
    assert {row.recipient for row in fresh} == {cast.judith.pk, cast.nora.pk}
    with pytest.raises(NotAllowed):
        open_enquiries(it.person, purpose=Purpose.SAFETY, by=cast.marc, at=AT)
    assert [one.who for one in open_enquiries(it.person, purpose=Purpose.SAFETY, by=cast.nora, at=AT)] == [SAID.who] * 2
