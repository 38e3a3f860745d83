"""A text of its own in every secret and every working-profile value; then everything that comes out is searched for it."""

from __future__ import annotations

import logging
import uuid
from dataclasses import dataclass, field
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.assessments.content import Actor, Zone
from havre.assessments.operations.danger import note_danger
from havre.assessments.operations.levels import set_risk
from havre.assessments.operations.trafficking import note_planted_sign, note_trafficking
from havre.directory.models import Shelter
from havre.directory.operations import shelters
from havre.directory.profiles import Contact, Contacts, PartnerCard
from havre.intake.content import About, Reach, Said
from havre.intake.operations import ask_call_back, note_call, note_enquiry
from havre.journey.operations import add_note
from havre.network import operations as life
from havre.network.content import Both
from havre.people.operations import change_profile, change_secret, give_agreement
from havre.people.profiles import Needs, Wishes
from havre.placements.calling import NOTE
from havre.placements.content import Costs, Leg, Link, Meeting, Route
from havre.placements.models import Alarm, Stay, Transfer
from havre.placements.operations.alarms import clear_alarm
from havre.placements.operations.answers import Answer, answer_call
from havre.placements.operations.interviews import move_interview
from havre.placements.operations.offers import answer_question, ask_back
from havre.placements.operations.stays import plan_move
from havre.placements.operations.transfers import Plan, change_transfer
from havre.record import drafts
from havre.record.models import OutboxMessage
from havre.record.opening import Purpose
from havre.referrals.content import Tonight
from havre.referrals.operations import answer_referral, change_tonight, send_message
from havre.referrals.operations.feedback import Feedback, give_feedback
from havre.resources import operations as advice
from havre.resources.content import Contact as AskerContact
from havre.resources.content import Question
from havre.training.operations import seminars
from havre.training.operations.seminars import Part
from havre.training.seminars.content import Claim, SlotText
from tests.cast import Cast
from tests.laws.test_law_2_location import bytes_of
from tests.laws.test_matrix import Stage, actors, addresses, is_open, say_nothing, stops_at_the_door
from tests.network.story import a_letter, a_topic, carried, tell
from tests.resources.story import address_of, ask, token_in
from tests.stories import mother
from tests.surveys.example import a_sending, a_survey, answered
from tests.training.seminars import a_subject

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

SECRET, OF_PERSON, OF_HOUSE, OF_ROUND, OF_SURVEY, DRAFT = (
    "secret", "of a person", "of a house", "of a call round", "of a questionnaire", "draft",
)  # fmt: skip
OF_DESK, OF_ASKER = "of the advice desk", "of the advice desk and who asked"
OF_KEEPERS, OF_ONE_PARTNER, OF_PARTNERS, OF_SHELTERS, OF_COMERS = (
    "of the network", "of one partner", "of all partners", "of all shelters", "of who came to a seminar",
)  # fmt: skip
KEEPERS = {"coordinator", "duty", "other_coordinator", "head", "project_officer"}
ADVISERS = {"coordinator", "duty", "other_coordinator", "head", "lawyer", "project_officer"}
READERS: dict[str, set[str]] = {
    SECRET: set(),
    OF_PERSON: {"coordinator", "duty", "other_coordinator", "head", "lawyer"},
    OF_HOUSE: {
        "coordinator", "duty", "other_coordinator", "head", "lawyer", "project_officer", "house_manager", "house_worker",
    },
    OF_ROUND: {"coordinator", "duty"},
    OF_SURVEY: {"coordinator", "duty", "other_coordinator", "head", "project_officer"},
    DRAFT: {"referrer"},
    OF_DESK: ADVISERS,
    OF_KEEPERS: KEEPERS,
    OF_ONE_PARTNER: KEEPERS | {"house_manager", "house_worker"},
    OF_SHELTERS: KEEPERS | {"house_manager", "house_worker", "other_manager"},
    OF_PARTNERS: KEEPERS | {"house_manager", "house_worker", "other_manager", "referrer", "other_referrer"},
    OF_COMERS: KEEPERS | {"house_manager"},
    OF_ASKER: ADVISERS | {"referrer"},
}  # fmt: skip
"""Kind → on whose pages it may stand without being opened for a purpose."""


@dataclass
class Canaries:
    """Hands out texts that stand nowhere else, and remembers their kind."""

    kinds: dict[str, str] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)

    def __call__(self, kind: str, name: str) -> str:
        text = f"Canari{len(self.kinds):03}Zq"
        self.kinds[text], self.names[text] = kind, name
        return text


def plant(stage: Stage) -> Canaries:
    canary = Canaries()
    _on_the_file(stage, canary)
    _between_person_and_house(stage, canary)
    _in_the_directory(stage, canary)
    _on_the_telephone(stage, canary)
    _in_questionnaires(stage, canary)
    _at_the_advice_desk(stage, canary)
    _in_the_life_of_the_network(stage, canary)
    _around_a_seminar(stage, canary)
    drafts.keep(
        stage.cast.anne, "referral", {"answers": {"where": [canary(DRAFT, "draft")]}}, at=stage.now,
        draft_id=stage.draft.pk,
    )  # fmt: skip
    return canary


def _on_the_file(stage: Stage, canary: Canaries) -> None:
    it, nora, at = stage.asked, stage.cast.nora, stage.now
    profile = mother(needs=Needs(note=canary(OF_PERSON, "needs")), wishes=Wishes(note=canary(OF_PERSON, "wishes")))
    change_profile(it.person, profile=profile, by=nora, at=at)
    secrets = {
        "identity": {"names": canary(SECRET, "names"), "birth_date": "2001-05-14"},
        "contact": {"call": canary(SECRET, "call"), "code_word": canary(SECRET, "code word")},
        "narrative": {"text": canary(SECRET, "narrative")},
        "health": {"text": canary(SECRET, "health")},
    }
    for name, value in secrets.items():
        change_secret(it.person, name=name, value=value, by=nora, at=at)
    note_trafficking(
        it.assessment, exploitation=[], means=[], recruitment=[], status="ActualVictimOfTrafficking",
        reasons=canary(OF_PERSON, "reasons"), by=nora, at=at,
    )  # fmt: skip
    note_danger(
        it.assessment, zones=[Zone(area="FR-06", why=canary(OF_PERSON, "zone"))], actors=[Actor("network")], severity=3,
        likelihood=3, by=nora, at=at,
    )  # fmt: skip
    set_risk(it.assessment, level="high", reason=canary(OF_PERSON, "risk"), by=nora, at=at)
    note_planted_sign(it.assessment, sign=canary(SECRET, "planted"), by=nora, at=at)
    give_agreement(
        it.person, kind="share", how="spoken", relayed_by=canary(OF_PERSON, "relayed"), purpose="x", by=nora, at=at
    )
    add_note(it.person, text=canary(OF_PERSON, "note"), by=nora, at=at)
    it.referral.refresh_from_db()
    tonight = Tonight(keeper="other", name=canary(SECRET, "keeper"), where=canary(SECRET, "tonight"))
    change_tonight(it.referral, tonight=tonight, by=stage.cast.anne, at=at)
    send_message(it.referral, text=canary(SECRET, "message"), by=stage.cast.anne, at=at)
    send_message(it.referral, text=canary(SECRET, "answer"), by=nora, at=at)


def _between_person_and_house(stage: Stage, canary: Canaries) -> None:
    it, nora, at = stage.asked, stage.cast.nora, stage.now
    it.offer.refresh_from_db()
    ask_back(it.offer, text=canary(SECRET, "question"), by=stage.cast.claire, at=at)
    answer_question(it.offer, text=canary(SECRET, "reply"), by=nora, at=at)
    link = Link(f"https://visio.example/{canary(SECRET, 'link')}", canary(SECRET, "code"))
    move_interview(it.interview, meeting=Meeting(at + timedelta(hours=5)), link=link, by=nora, at=at)
    going = stage.travelling
    route = Route(
        legs=[Leg(canary(SECRET, "start"), canary(SECRET, "end"), at + timedelta(hours=1))],
        meeting_point=canary(SECRET, "meeting point"), handover=canary(SECRET, "handover"),
        code_word=canary(SECRET, "word"), escort_name=canary(SECRET, "escort"), escort_phone=canary(SECRET, "phone"),
    )  # fmt: skip
    plan = Plan(route, at + timedelta(hours=4), escort=stage.cast.escort, costs=Costs())
    change_transfer(Transfer.objects.get(pk=going.transfer.pk), plan=plan, by=nora, at=at)
    answer_referral(stage.living.referral, kind="welcomed", reason="x", by=nora, at=at)
    said = Feedback(helped="yes", words=canary(SECRET, "feedback"))
    give_feedback(stage.living.referral, feedback=said, by=nora, at=at)
    heard = Answer(NOTE, note=canary(OF_ROUND, "what a house said"))
    answer_call(stage.round, house=0, answer=heard, by=nora, at=at)
    plan_move(Stay.objects.get(pk=stage.living.stay.pk), reason=canary(OF_PERSON, "move"), by=nora, at=at)


def _in_the_directory(stage: Stage, canary: Canaries) -> None:
    by, at = stage.cast.project, stage.now
    house = Shelter.objects.get(pk=stage.cast.s058.pk)
    contacts = Contacts(name=canary(SECRET, "house"), people=[Contact(canary(SECRET, "manager"), "responsable")])
    shelters.change_contacts(house, contacts=contacts, by=by, at=at)
    address = {"lines": canary(SECRET, "street"), "town": canary(SECRET, "town"), "access": canary(SECRET, "access")}
    shelters.change_address(house, address=address, by=by, at=at)
    profile = house.read_profile()
    profile.rules = canary(OF_HOUSE, "rules")
    profile.places[0].label = canary(OF_HOUSE, "label")
    shelters.change_profile(house, profile=profile, by=by, at=at)
    card = PartnerCard(note=canary(OF_HOUSE, "partner"))
    shelters.change_partner(stage.partner, card=card, by=by, at=at)
    shelters.change_contacts(stage.partner, contacts=Contacts(name=canary(SECRET, "partner's name")), by=by, at=at)


def _on_the_telephone(stage: Stage, canary: Canaries) -> None:
    """A call that waits, as the pages of the stage show it; one half typed; and one about a person."""
    nora, at = stage.cast.nora, stage.now
    waits = note_call(uuid.uuid4(), typed={"who": [canary(SECRET, "typed")]}, by=nora, at=at)
    said = Said(*(canary(SECRET, name) for name in ("caller", "asked for", "call notes", "caller's service", "knew")))
    reach = Reach(canary(SECRET, "number"), "yes", "no", canary(SECRET, "hours"), canary(SECRET, "agreed word"))
    ask_call_back(
        waits, due_at=at + timedelta(hours=1), for_all=True, about=About(), said=said, reach=reach, by=nora, at=at
    )
    stage.call = waits
    note_call(uuid.uuid4(), typed={"who": [canary(SECRET, "half typed")]}, by=nora, at=at)
    asked = Said(canary(SECRET, "who asked"), canary(SECRET, "what was asked"), "", canary(SECRET, "claimed"), "")
    about_her = note_call(uuid.uuid4(), typed={}, by=nora, at=at)
    note_enquiry(about_her, said=asked, about=About(), person=stage.asked.person, by=nora, at=at)


def _in_questionnaires(stage: Stage, canary: Canaries) -> None:
    """Words that nobody signed, words that somebody signed, and to whom a link was given."""
    by, at = stage.cast.project, stage.now
    anonymous = a_sending(stage.survey, by, at=at)
    answered(anonymous, {"q2": "1", "q3": canary(SECRET, "written by nobody"), "q7": canary(SECRET, "a word")}, at=at)
    named = a_survey(by, naming="named", code="canari", at=at)
    stage.sending = a_sending(named, by, at=at, links_for=[canary(OF_SURVEY, "who has a link")])
    answered(stage.sending, {"q7": canary(SECRET, "signed")}, at=at)


def _at_the_advice_desk(stage: Stage, canary: Canaries) -> None:
    """A question of Anne's, with everything that can be said about it."""
    nora, anne, at = stage.cast.nora, stage.cast.anne, stage.now
    contact = AskerContact(*(canary(SECRET, f"asker's {name}") for name in ("name", "phone", "mail", "hours")))
    row = ask(anne, question=Question(canary(OF_ASKER, "advice asked")), contact=contact)
    advice.take(row, by=nora, at=at)
    advice.add_note(row, text=canary(OF_DESK, "advice note"), by=nora, at=at)
    advice.ask_back(row, text=canary(OF_ASKER, "asked back"), by=nora, at=at)
    reason = canary(OF_DESK, "danger assessed")
    advice.assess_together(row, severity=2, likelihood=2, level="low", reason=reason, by=nora, at=at)
    sent = advice.ask_expert(
        row, text=canary(OF_DESK, "expert's question"), who=canary(OF_DESK, "expert"), mail="roux@barreau.example",
        address_of=address_of, by=nora, at=at,
    )  # fmt: skip
    link = advice.open_link(token_in(sent), by=None, at=at)
    advice.answer_as_expert(link, text=canary(OF_DESK, "expert's answer"), by=None, at=at)
    row.refresh_from_db()
    advice.answer(row, text=canary(OF_ASKER, "advice given"), by=nora, at=at)
    stage.advice = row


def _in_the_life_of_the_network(stage: Stage, canary: Canaries) -> None:
    """What Claire's house told, the topic that it became, and a letter to her team."""
    by, at, house = stage.cast.project, stage.now, stage.cast.s058.organisation
    one = tell(stage.cast.claire, house, canary(OF_ONE_PARTNER, "difficulty"), at=at)
    stage.topic = a_topic(by, one, title=canary(OF_PARTNERS, "topic"), at=at)
    life.write_proposal(stage.topic, ministry="interior", text=canary(OF_KEEPERS, "not carried"), by=by, at=at)
    carried(by, stage.topic, text=canary(OF_PARTNERS, "carried"), at=at)
    text = canary(OF_PARTNERS, "answered")
    life.note_answer(stage.topic, ministry="interior", given_on=at.date(), text=text, by=by, at=at)
    text = canary(OF_ONE_PARTNER, "local work")
    life.note_local_work(uuid.uuid4(), organisation=house, kind="body", done_on=at.date(), text=text, by=by, at=at)
    a_letter(by, house, title_fr=canary(OF_KEEPERS, "draft of a letter"), at=at)
    stage.letter = a_letter(by, house, title_fr="x", text_fr=canary(OF_ONE_PARTNER, "letter"), at=at)
    life.send_letter(stage.letter, address_of=address_of, by=by, at=at)
    life.hand_out(at)
    days: Any = {"starts_on": at.date(), "ends_on": at.date(), "audience": "shelters", "by": by, "at": at}
    housed = Both(canary(OF_SHELTERS, "announcement"))
    life.announce(uuid.uuid4(), content=housed, **days)
    life.write_day(uuid.uuid4(), kind="seminar", content=Both(canary(OF_SHELTERS, "seminar")), **days)


def _around_a_seminar(stage: Stage, canary: Canaries) -> None:
    """What a house proposes, what is on the programme, what was said and decided, what somebody's journey cost."""
    by, at, house = stage.cast.project, stage.now, stage.cast.s058.organisation
    a_subject(stage.called, house, stage.cast.claire, canary(OF_SHELTERS, "proposed"), at=at)
    seminars.take_back_minutes(stage.seminar, by=by, at=at)
    text = SlotText(*(canary(OF_COMERS, name) for name in ("part", "who leads it", "its question")))
    slot = seminars.add_slot(stage.seminar, part=Part(2, time(14), 60, "workshop", text), by=by, at=at)
    seminars.write_notes(slot, text=canary(OF_KEEPERS, "notes"), by=by, at=at)
    seminars.note_decision(
        uuid.uuid4(), session=stage.seminar, text=canary(OF_KEEPERS, "decision"), who=canary(OF_KEEPERS, "who carries it"),
        due_on=at.date(), by=by, at=at,
    )  # fmt: skip
    claim = Claim(canary(SECRET, "town"), 40, {"train": 1_000}, canary(SECRET, "bank"), canary(SECRET, "claim's note"))
    guest = stage.seminar.registrations.filter(account=None).select_related("session").get()
    seminars.keep_claim(guest, claim=claim, send=True, by=by, at=at)


def pages_of(stage: Stage, actor: User | None) -> str:
    client = Client()
    if actor is not None:
        client.force_login(actor)
    answers = []
    for name, wanted in addresses():
        path = reverse(name, kwargs=stage.arguments(name, wanted))
        if not stops_at_the_door(path, actor):
            answers.append(client.get(path))
    return "".join(
        answer.content.decode(errors="replace") + str(answer.headers) for answer in answers if is_open(answer)
    )


def test_what_is_sealed_comes_out_nowhere_but_where_it_may(
    cast: Cast, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    caplog.set_level(logging.DEBUG)
    monkeypatch.setattr("havre.urls.handler404", say_nothing)
    stage = Stage(cast)
    with time_machine.travel(stage.now, tick=False):
        canary = plant(stage)
        shown = {who: pages_of(stage, user) for who, user in actors(cast).items()}
        clear_alarm(Alarm.objects.get(), reason="elle répond", by=cast.nora, at=stage.now)

    assert len(canary.kinds) > 35
    leaks = {
        (who, canary.names[text])
        for who, pages in shown.items()
        for text, kind in canary.kinds.items()
        if text in pages and who not in READERS[kind]
    }
    assert leaks == set()
    read = {
        canary.names[text] for text, kind in canary.kinds.items() if kind != SECRET and text in "".join(shown.values())
    }
    assert {
        "needs",
        "wishes",
        "zone",
        "risk",
        "reasons",
        "note",
        "rules",
        "draft",
        "what a house said",
        "who has a link",
        "advice given",
        "difficulty",
        "carried",
        "letter",
        "seminar",
        "proposed",
        "part",
        "decision",
    } <= read, "the search finds what is shown"
    _nowhere_beside_the_pages(canary, caplog.text)


def _nowhere_beside_the_pages(canary: Canaries, log: str) -> None:
    raw = bytes_of("default") + bytes_of("keys")
    names = " ".join(str(p.relative_to(settings.DATA_DIR.parent)) for p in settings.DATA_DIR.parent.rglob("*"))
    messages = str([message.unseal("message") for message in OutboxMessage.objects.all()]) + str(
        mail.__dict__.get("outbox")
    )
    if connection.vendor == "sqlite":
        assert b"record_auditentry" in raw, "the right files are read"

    for text in canary.kinds:
        assert text.encode() not in raw, canary.names[text]
        assert text not in log, canary.names[text]
        assert text not in names
        assert text not in messages


def test_who_may_open_it_does_see_it(cast: Cast) -> None:
    stage = Stage(cast)
    with time_machine.travel(stage.now, tick=False):
        canary = plant(stage)
        texts = {name: text for text, name in canary.names.items()}
        purpose = {"purpose": str(Purpose.SAFETY)}
        person, house = stage.asked.person.pk, cast.s058.pk

        nora, judith, claire = Client(), Client(), Client()
        for client, user in ((nora, cast.nora), (judith, cast.judith), (claire, cast.claire)):
            client.force_login(user)

        for client in (nora, judith):
            assert texts["names"] in opened(client, "people:open", [person, "identity"], purpose)
            assert texts["narrative"] in opened(client, "people:open", [person, "narrative"], purpose)
            assert texts["end"] in opened(
                client, "placements:transfer_route", [stage.travelling.transfer.pk], {"purpose": "prepare_journey"}
            )
        assert texts["number"] in opened(nora, "intake:open", [stage.call.pk], {})
        assert texts["asker's phone"] in opened(nora, "resources:open", [stage.advice.pk], {})
        assert texts["who asked"] in opened(nora, "assessments:asked_open", [person], purpose)
        assert texts["street"] in opened(judith, "directory:open", [house, "address"], purpose)
        assert texts["question"] in opened(
            claire, "placements:shelter_messages", [stage.asked.offer.pk], {"purpose": "call"}
        )


def opened(client: Client, name: str, arguments: list[object], data: dict[str, str]) -> str:
    return str(client.post(reverse(name, args=arguments), data).content.decode())
