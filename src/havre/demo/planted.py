"""A text put into one value of every kind, so that a test can look where it must not appear."""

from __future__ import annotations

import io
import uuid
import zipfile
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from havre.assessments.models import Assessment
from havre.assessments.operations.trafficking import note_planted_sign
from havre.demo import life, questionnaires, seminars
from havre.demo.network import PASSWORD
from havre.demo.people import Someone, someone
from havre.demo.stories import HOUR, Story
from havre.demo.world import FEMININE, Agency, House, World, uuid_from
from havre.desk import kept
from havre.directory.models import Partnership
from havre.directory.operations import accounts, partnerships, shelters
from havre.directory.profiles import (
    Accepts,
    Agreement,
    Contact,
    Contacts,
    ExchangeCard,
    PartnerCard,
    Place,
    ShelterProfile,
)
from havre.intake import operations as calls
from havre.intake.content import About, Reach, Said
from havre.journey.away import arrange_absence
from havre.journey.operations import add_note
from havre.people.handing import hand_over_case
from havre.people.models import Person
from havre.people.operations import assign, change_secret
from havre.people.profiles import Member, Needs, Profile, Wishes
from havre.placements.calling import NOTE
from havre.placements.content import Leg, Link, Meeting, Route
from havre.placements.operations import interviews, offers, overrides, transfers
from havre.placements.operations.alarms import LEAK, raise_alarm
from havre.placements.operations.answers import Answer, answer_call
from havre.placements.operations.rounds import start_round
from havre.record import drafts
from havre.record.exporting import ask_for_export
from havre.referrals.content import Recipient
from havre.referrals.operations import hand_over, send_message
from havre.referrals.operations.feedback import Feedback, give_feedback
from havre.resources import operations as advice
from havre.resources.content import JOINT, WEEKLY, Question, Sought
from havre.resources.content import About as AdviceAbout
from havre.resources.content import Contact as AdviceContact
from havre.surveys.operations.answering import answer_anonymously, answer_named
from havre.surveys.operations.reminding import remember_guests
from havre.training import operations as training
from havre.training.content import Practical, Who
from havre.training.content import Reach as TrainingReach
from havre.training.models import Programme
from havre.training.seminars import feedback

FAR, NEAR = ("S998", "FR-29"), ("S999", "FR-84")
ZONE = "FR-06"
PLACES = 6


@dataclass
class Planting:
    """The houses and the partner that carry the text, and who plants it."""

    world: World
    text: str
    far: House
    near: House
    agency: Agency


def plant(world: World, text: str) -> None:
    """Through the operations, in situations, houses and accounts of its own."""
    at = world.now - timedelta(days=12)
    agency = _plant_partner(world, text, at)
    it = Planting(world, text, _plant_house(world, text, *FAR, at), _plant_house(world, text, *NEAR, at), agency)
    _plant_account(it, at)
    _plant_identity(it)
    _plant_question(it)
    _plant_interview(it)
    _plant_journey(it)
    _plant_stay(it)
    _plant_minor(it)
    _plant_answer(it)
    _plant_calls(it)
    _plant_hands(it)
    _plant_round(it)
    _plant_questionnaires(it)
    _plant_advice(it)
    _plant_training(it)
    life.plant(it.world, it.agency.organisation, it.text)


def _plant_account(it: Planting, at: datetime) -> None:
    mail = f"{it.text.replace(' ', '')}@havre.example"
    user = accounts.open_account(mail=mail, name=it.text, password=PASSWORD, by=None, at=at)
    accounts.grant_role(user, role="escort", by=None, at=at)
    content = {"path": "/situations/", "fields": {"text": [it.text]}, "at": it.world.now.isoformat()}
    ask_for_export("waiting", reason=it.text, by=it.world.users["nora"], at=it.world.now)
    drafts.keep(it.world.users["nora"], kept.KIND, content, at=it.world.now, keep_for=drafts.KEEP)


def _contacts(text: str) -> Contacts:
    return Contacts(text, "0199000998", "0199000999", [Contact(text, text, "0199000997", "maison@havre.example")])


def _plant_partner(world: World, text: str, at: datetime) -> Agency:
    organisation = accounts.open_organisation(code="P998", kind="NGO", by=None, at=at)
    shelters.add_partner(organisation, card=PartnerCard(area=ZONE, note=text), contacts=_contacts(text), by=None, at=at)
    said = ExchangeCard("visit", at.date(), with_whom=text, by=text, note=text)
    partnerships.note_exchange(Partnership.objects.get(organisation=organisation), exchange=said, by=None, at=at)
    return Agency(organisation, ZONE, text)


def _plant_house(world: World, text: str, code: str, area: str, at: datetime) -> House:
    organisation = accounts.open_organisation(code=code, kind="Shelter", by=None, at=at)
    places = [
        Place(str(uuid_from(world.rng)), text, size=2, free_from=at.date(), confirmed_on=at.date(), confirmed_by=text)
        for _ in range(PLACES)
    ]
    profile = ShelterProfile(
        area=area, accepts=Accepts(list(FEMININE), True, True, True), languages=["fr", "en", "pcm"],
        services=["psychology"], agreement=Agreement(since=date(2020, 1, 1), yearly_target=3), places=places, rules=text,
    )  # fmt: skip
    address = {"lines": text, "town": text, "access": text}
    shelter = shelters.add_shelter(
        organisation, code=code, profile=profile, contacts=_contacts(text), address=address, by=None, at=at
    )
    return House(shelter, profile)


def _someone(it: Planting, age: int, network: str) -> Someone:
    text = it.text
    one = someone(it.world, agency=it.agency)
    one.profile = Profile(
        household=[Member("Feminine", age)], languages=["pcm"], needs=Needs(note=text), wishes=Wishes(note=text),
        exploitation=["SexualExploitation"], network=network,
    )  # fmt: skip
    one.zones, one.risk, one.severity, one.likelihood = [ZONE], "high", 3, 3
    one.names = one.account = one.danger = one.caller = one.role = text
    return one


def _story(it: Planting, days: float = 6, *, age: int = 25, network: str = "") -> Story:
    story = Story(it.world, _someone(it, age, network), it.world.users["nora"])
    story.call(it.world.now - timedelta(days=days))
    return story


def _searching(it: Planting, number: int, days: float = 6, *, network: str = "") -> Story:
    """Assessed, agreed, with the far house's place ``number`` chosen."""
    story = _story(it, days, network=network)
    at = it.world.now - timedelta(days=days)
    story.take_up(at + HOUR)
    story.assess(at + 2 * HOUR)
    story.agree_to_join(at + 5 * HOUR)
    story.house, story.place = it.far, it.far.profile.places[number]
    return story


def _accepted(it: Planting, number: int) -> Story:
    story = _searching(it, number)
    at = it.world.now - timedelta(days=5)
    story.ask(at)
    story.accept(at + HOUR)
    return story


def _kept(it: Planting, number: int) -> Story:
    story = _accepted(it, number)
    at = it.world.now - timedelta(days=4)
    story.plan_interview(at, at + HOUR)
    story.meet(at + 2 * HOUR, note=it.text)
    story.keep(at + 3 * HOUR)
    return story


def _plant_identity(it: Planting) -> None:
    story, text, now = _searching(it, 0, network=it.text), it.text, it.world.now
    person, nora = Person.objects.get(pk=story.person_id), it.world.users["nora"]
    change_secret(
        person, name="contact", value={"call": text, "hours": text, "write": text, "code_word": text}, by=nora, at=now
    )
    change_secret(person, name="narrative", value={"text": text}, by=nora, at=now)
    change_secret(person, name="health", value={"text": text}, by=nora, at=now)
    add_note(person, text=text, by=nora, at=now)
    note_planted_sign(Assessment.objects.select_related("person").get(person=person), sign=text, by=nora, at=now)
    send_message(story.referral, text=text, by=nora, at=now)
    place_id = uuid.UUID(it.near.profile.places[0].id)
    overrides.ask_override(person, place_id=place_id, reason=text, by=nora, at=now)
    story.search(now)


def _plant_question(it: Planting) -> None:
    story = _searching(it, 1)
    story.ask(it.world.now - timedelta(hours=6))
    offers.answer_question(story.living_offer, text=it.text, by=it.world.users["nora"], at=it.world.now)


def _plant_interview(it: Planting) -> None:
    story, now = _accepted(it, 2), it.world.now
    meeting = Meeting(now + timedelta(days=1), 45, ["person", "shelter"], it.text)
    interviews.plan_interview(
        story.living_offer, meeting=meeting, link=Link(it.text, it.text), by=story.coordinator, at=now
    )


def _plant_journey(it: Planting) -> None:
    story, now, text = _kept(it, 3), it.world.now, it.text
    legs = [Leg(text, text, now + timedelta(hours=20))]
    plan = transfers.Plan(
        route=Route(legs, text, text, text, text, "0199000996"), expected_at=now + timedelta(hours=26), checklist=[text]
    )
    transfers.plan_transfer(story.living_offer, plan=plan, by=story.coordinator, at=now)


def _plant_stay(it: Planting) -> None:
    story, now = _kept(it, 4), it.world.now
    departs = now - timedelta(days=3)
    story.plan_journey(departs - HOUR, departs)
    story.depart(departs)
    story.arrive(departs + 6 * HOUR)
    story.must_move(now, it.text)
    raise_alarm(story.person_id, kind=LEAK, note=it.text, by=story.coordinator, at=now)


def _plant_minor(it: Planting) -> None:
    story = _story(it, days=1, age=16)
    recipient = Recipient(it.text, it.text, "0199000995")
    hand_over(story.referral, recipient=recipient, by=story.coordinator, at=it.world.now)


def _plant_answer(it: Planting) -> None:
    story, now = _searching(it, 5), it.world.now
    story.ask(now - timedelta(days=2))
    offers.refuse_offer(
        story.living_offer,
        reason="other",
        said=it.text,
        next_step=it.text,
        by=story.coordinator,
        at=now - timedelta(days=1),
    )
    story.withdraw(now - 2 * HOUR, "join", why=it.text)
    story.decide(now - HOUR, "redirected", code="handled_elsewhere", instead=it.text)
    story.answer(now, "redirected", it.text)
    story.referral.refresh_from_db()
    said = Feedback(helped="partly", words=it.text)
    give_feedback(story.referral, feedback=said, by=it.world.users["nora"], at=now)


def _plant_calls(it: Planting) -> None:
    """A call half typed, one to ring back, and somebody who asks about a person."""
    nora, now, text = it.world.users["nora"], it.world.now, it.text
    said, reach = Said(text, text, text, text, text), Reach("0199000994", "yes", "no", text, text)
    calls.note_call(uuid_from(it.world.rng), typed={"who": [text]}, by=nora, at=now)
    promised = calls.note_call(uuid_from(it.world.rng), typed={}, by=nora, at=now)
    due_at = now + timedelta(hours=1)
    calls.ask_call_back(promised, due_at=due_at, for_all=True, about=About(), said=said, reach=reach, by=nora, at=now)
    judith = it.world.users["judith"]
    about_her = calls.note_call(uuid_from(it.world.rng), typed={}, by=judith, at=now)
    person = Person.objects.get(pk=_story(it).person_id)
    assign(person, coordinator=judith, by=judith, at=now)
    calls.note_enquiry(about_her, said=said, about=About(), person=person, by=judith, at=now)


def _plant_hands(it: Planting) -> None:
    """A case that goes to a colleague, with a word; and somebody who will be away."""
    nora, judith = it.world.users["nora"], it.world.users["judith"]
    person = Person.objects.get(pk=_searching(it, 0, days=1).person_id)
    hand_over_case(person, to=judith, reason="absence", note=it.text, by=nora, at=it.world.now)
    far_off = it.world.now + timedelta(days=40)
    arrange_absence(
        judith,
        to=nora,
        starts_at=far_off,
        ends_at=far_off + timedelta(days=1),
        reason=it.text,
        by=judith,
        at=it.world.now,
    )


def _plant_round(it: Planting) -> None:
    """A call round in which a house said something."""
    nora, now = it.world.users["nora"], it.world.now
    row = start_round(Person.objects.get(pk=_searching(it, 0, days=1).person_id), by=nora, at=now)
    answer_call(row, house=0, answer=Answer(NOTE, note=it.text), by=nora, at=now)


def _plant_questionnaires(it: Planting) -> None:
    """A signed answer by link, and an anonymous one."""
    salome, now, text = it.world.users["salome"], it.world.now, it.text
    for naming in ("named", "anonymous"):
        survey = questionnaires.published(f"essai-{naming}", naming, feedback.form(), salome, now)
        name = text if naming == "named" else ""
        sending = questionnaires.sent(survey, text, salome, now, links_for=[name])
        answer = answer_named if survey.naming == "named" else answer_anonymously
        remember_guests(sending, [(text, "")], address=text, by=salome, at=now)
        answer(questionnaires.waiting(sending)[0], answers={"s1": "5", "c3": text}, by=None, at=now)


def _plant_advice(it: Planting) -> None:
    """A question with all that can be said about it, and a link that carries an address."""
    nora, anne, now, text = it.world.users["nora"], it.world.users["anne"], it.world.now, it.text
    asked = advice.Asked(
        field="danger",
        kind=JOINT,
        about=AdviceAbout(text, text),
        question=Question(text),
        contact=AdviceContact(text, text, text, text),
    )
    row = advice.ask_advice(uuid_from(it.world.rng), asked=asked, by=anne, at=now)
    advice.take(row, by=nora, at=now)
    advice.add_note(row, text=text, by=nora, at=now)
    advice.assess_together(row, severity=2, likelihood=2, level="low", reason=text, by=nora, at=now)
    address = advice.ask_expert(row, text=text, who=text, mail=text, address_of=str, by=nora, at=now)
    advice.answer_as_expert(advice.open_link(address, by=None, at=now), text=text, by=None, at=now)
    row.refresh_from_db()
    advice.ask_back(row, text=text, by=nora, at=now)
    advice.save_search(uuid_from(it.world.rng), sought=Sought(name=text, words=text), rhythm=WEEKLY, by=anne, at=now)


def _document(text: str) -> bytes:
    """An office document that says it, not packed tighter, so that it can be found."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as packed:
        packed.writestr("word/document.xml", f"<w:p>{text}</w:p>")
    return held.getvalue()


def _plant_training(it: Planting) -> None:
    """A session, somebody who comes to it, and somebody who gives it."""
    salome, now, text = it.world.users["salome"], it.world.now, it.text
    told = Practical(text, text, text, text, text)
    planned = training.Planned((now + timedelta(days=50)).date(), is_online=True, practical=told)
    programme = Programme.objects.order_by("code")[0]
    session = training.plan_session(uuid_from(it.world.rng), programme=programme, planned=planned, by=salome, at=now)
    training.open_session(session, by=salome, at=now)
    coming = training.Coming(Who(text, text, text), TrainingReach("", text, text))
    training.register_for(session, coming=coming, approved=False, address_of=lambda use, _token: use, by=salome, at=now)
    anne = it.world.users["anne"]
    hers = training.register_self(session, coming=training.Coming(Who(text)), address_of=lambda use, _token: use, by=anne, at=now)  # fmt: skip
    training.write_objectives(hers, texts=[text], by=anne, at=now)
    training.add_trainer(name=text, topics=text, by=salome, at=now)
    training.add_material(session, name=text, content=_document(text), by=salome, at=now)
    seminar = training.plan_session(
        uuid_from(it.world.rng), programme=Programme.objects.get(kind="seminar"), planned=training.Planned((now + timedelta(days=200)).date()),
        by=salome, at=now,
    )  # fmt: skip
    seminars.plant(it.world, it.agency.organisation, text, seminar)
