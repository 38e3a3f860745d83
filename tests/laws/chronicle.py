"""Everything that can be done in the house, done once by whoever does it: so that the record can be held against it."""

from __future__ import annotations

import uuid
from datetime import date, datetime, timedelta

import time_machine
from django.utils import timezone

from havre.accounts.models import DutyShift, Membership, User
from havre.accounts.permissions import Permission
from havre.assessments.operations import safety
from havre.assessments.operations.common import of_person
from havre.assessments.operations.danger import copy_danger_fact
from havre.assessments.operations.decisions import decide
from havre.assessments.operations.opening import reopen
from havre.assessments.operations.trafficking import give_second_opinion, note_planted_sign
from havre.cases.models import Case
from havre.cases.operations import close_case, reopen_case
from havre.countries.fr.danger import JUSTICE_FACTS
from havre.directory.models import Partner, Partnership, Shelter
from havre.directory.operations import accounts, partnerships, places, shelters
from havre.directory.profiles import (
    AVAILABLE,
    BLOCKED,
    Agreement,
    Contact,
    Contacts,
    ExchangeCard,
    PartnerCard,
    ShelterProfile,
)
from havre.intake import operations as intake
from havre.intake.content import About, Reach, Said
from havre.intake.models import Call
from havre.journey.away import arrange_absence, begin_absences, end_absence
from havre.journey.models import Journey
from havre.journey.operations import add_note, repair
from havre.network import operations as life
from havre.network.content import Both
from havre.people.apart import keep_apart, let_meet
from havre.people.handing import hand_over_case, read_case_news, take_over_case
from havre.people.models import CaseNews
from havre.people.operations import change_profile, change_secret, strike_agreement, withdraw_agreement
from havre.people.policies import agreement_in_force
from havre.people.profiles import Member
from havre.people.search import TRIES, TooManyTries, find_by_name
from havre.placements.admissions import count_admissions
from havre.placements.calling import FREE
from havre.placements.content import Link, Meeting
from havre.placements.models import Alarm, Offer, Override, Stay, Transfer
from havre.placements.operations import alarms, interviews, offers, overrides, rounds, search, stays, transfers, undoing
from havre.placements.operations.answers import Answer, answer_call, undo_answer
from havre.placements.operations.appointments import open_appointment
from havre.placements.operations.climbing import climb_alarms
from havre.placements.operations.first_days import tick_steps
from havre.placements.operations.keeping import end_old_rounds, write_news
from havre.record import exporting, guard
from havre.record.opening import Purpose, enter_file, open_section
from havre.record.reading import enter_record, verify_record
from havre.record.taking import take_table
from havre.record.undo import recent, undo
from havre.referrals import notices
from havre.referrals import operations as referrals
from havre.referrals.content import Recipient, Tonight
from havre.referrals.models import HandOver
from havre.referrals.operations import feedback
from havre.referrals.operations.feedback import Feedback
from havre.referrals.reading import open_sheet as open_hand_over_sheet
from havre.resources import operations as desk
from havre.resources.content import DAILY, JOINT, Sought
from havre.resources.models import Citation
from havre.surveys.models import Answer as SignedAnswer
from havre.surveys.models import Sending
from havre.surveys.operations import answering, reminding, writing
from havre.surveys.operations import sending as sendings
from havre.training import operations as training
from havre.training.models import Registration
from havre.training.operations import seminars
from tests.cast import AT, PASSWORD, Cast, account, shelter
from tests.network import story as life_story
from tests.resources.pages import a_pdf, published, text, written
from tests.resources.story import address_of, ask, card, taken, token_in
from tests.resources.story import asked as asked_for
from tests.stories import Situation, be_searched_for, go_on, journey, mother, place_of, walk
from tests.surveys import example as surveys_example
from tests.surveys.example import a_sending, a_survey
from tests.training import seminars as seminar_story
from tests.training import story as training_story

LATER = timedelta(days=400)


def tell_all(cast: Cast) -> None:
    for chapter in (
        house_keeping, accounts_and_rota, one_whole_way, asked_and_answered, meetings, slips, journeys, nights, exceptions,
        files, handed_over, referrers, hands, calls, advice, library, guests, first_days_and_opinions, rounds_of_calls, absences,
        questionnaires, training_sessions, seminar_life, network_life, sweeps,
    ):  # fmt: skip
        chapter(cast)


def house_keeping(cast: Cast) -> None:
    """Houses and partners, by the project officer and by the house itself."""
    by, at = cast.project, AT
    house = shelters.enlist_shelter(
        code="S900", kind="shelter", profile=ShelterProfile(area="FR-22"), contacts=Contacts(name="Maison"),
        address={"lines": "", "town": "", "access": ""}, by=by, at=at,
    )  # fmt: skip
    shelters.change_profile(house, profile=ShelterProfile(area="FR-22", night_staff=True), by=by, at=at)
    shelters.pause_shelter(house, since=at.date(), reason="travaux", by=by, at=at)
    shelters.resume_shelter(house, by=by, at=at)
    shelters.agree_partnership(house, agreement=Agreement(since=date(2026, 1, 1)), by=by, at=at)
    shelters.change_contacts(house, contacts=Contacts(name="Maison neuve"), by=by, at=at)
    shelters.change_address(house, address={"lines": "2 quai", "town": "", "access": ""}, by=by, at=at)
    partner = shelters.enlist_partner(code="P900", kind="NGO", card=PartnerCard(), contacts=Contacts(), by=by, at=at)
    shelters.change_partner(partner, card=PartnerCard(note="spécialisée"), by=by, at=at)
    partnership = Partnership.objects.get(organisation=partner.organisation)
    partnerships.note_exchange(partnership, exchange=ExchangeCard("visit", at.date()), by=by, at=at)
    shelters.agree_partnership(
        Partner.objects.get(pk=partner.pk), agreement=Agreement(since=date(2026, 1, 1)), by=by, at=at
    )
    for act in (
        partnerships.train_partner, partnerships.specialise_partner, partnerships.step_back, partnerships.end_partnership,
        partnerships.reopen_partnership,
    ):  # fmt: skip
        act(Partnership.objects.get(pk=partnership.pk), by=by, at=at)
    added = places.add_place(cast.s058, label="2", by=cast.claire, at=at)
    row = Shelter.objects.get(pk=cast.s058.pk)
    places.change_place(
        row, place_id=added.id, label="deux", kind="room", size=1, accessible=True, by=cast.claire, at=at
    )
    places.confirm_places(row, place_ids=[added.id], still_free=True, by=cast.claire, at=at)
    places.set_place_status(row, place_id=added.id, status=BLOCKED, reason="peinture", by=cast.claire, at=at)
    places.set_place_status(row, place_id=added.id, status=AVAILABLE, by=cast.claire, at=at)
    assert Partner.objects.count() == 1


def accounts_and_rota(cast: Cast) -> None:
    by, at = cast.administrator, AT
    user = accounts.welcome(mail="neuve@example.org", name="Neuve", password=PASSWORD, role="coordinator", by=by, at=at)
    accounts.confirm_role(Membership.objects.get(user=user), by=cast.head, at=at)
    user = User.objects.get(pk=user.pk)
    accounts.change_password(user, password=f"{PASSWORD}-2", by=user, at=at)
    accounts.set_preferences(user, language="en", theme="dark", by=user, at=at)
    accounts.choose_work(user, own_only=True, by=user, at=at)
    shift = accounts.set_duty(user, rank=2, starts_at=at, ends_at=at + timedelta(days=1), by=cast.head, at=at)
    accounts.clear_duty(DutyShift.objects.get(pk=shift.pk), by=cast.head, at=at)
    accounts.set_phone(user, phone="0600000000", by=user, at=at)
    accounts.send_test(user, by=by, at=at)
    week, next_week, end = (at + timedelta(days=days) for days in (7, 14, 21))
    for first, starts_at, ends_at in ((cast.marc, week, next_week), (cast.nora, next_week, end)):
        accounts.set_week(ranks={1: first}, starts_at=starts_at, ends_at=ends_at, by=cast.head, at=at)
    one, other = DutyShift.objects.filter(starts_at__gte=week).order_by("starts_at")
    accounts.swap_duty(one, other, by=cast.head, at=at)
    accounts.withdraw_role(Membership.objects.get(user=user), by=by, at=at)
    accounts.close_account(user, by=by, at=at)


def one_whole_way(cast: Cast) -> None:
    it = walk(cast, "closed")
    case = Case.objects.get(person=it.person)
    reopen_case(case, by=cast.nora, at=AT + LATER)
    close_case(case, reason="private_housing", by=cast.nora, at=AT + LATER)


def asked_and_answered(cast: Cast) -> None:
    """Questions, holds, refusals, a release, an agreement taken back, zones that change."""
    it = walk(cast, "asked")
    offers.ask_back(it.offer, text="Combien d’enfants ?", by=cast.claire, at=it.at(7))
    offers.answer_question(it.offer, text="Un.", by=cast.nora, at=it.at(8))
    offers.accept_offer(it.offer, by=cast.claire, at=it.at(9))
    offers.extend_hold(it.offer, by=cast.nora, at=it.at(10))
    offers.expire_holds(it.at(200))
    it.offer = Offer.objects.get(pk=it.offer.pk)
    offers.confirm_offer(it.offer, by=cast.claire, at=it.at(201))
    from tests.stories import be_assessed

    be_assessed(it)
    it.offer = Offer.objects.get(pk=it.offer.pk)
    offers.release_offer(it.offer, by=cast.nora, at=it.at(202))
    second = offers.make_offer(
        it.person, shelter_id=it.house.pk, place_id=it.place, answer_by=it.at(300), by=cast.nora, at=it.at(203)
    )
    offers.refuse_offer(second, reason="papers", by=cast.claire, at=it.at(204))
    offers.review_refusal(it.person, by=cast.head, at=it.at(205))
    offers.make_offer(
        it.person, shelter_id=it.house.pk, place_id=it.place, answer_by=it.at(300), by=cast.nora, at=it.at(206)
    )
    joined = agreement_in_force(it.person.pk, "join")
    assert joined is not None
    withdraw_agreement(joined, by=cast.nora, at=it.at(207))


def meetings(cast: Cast) -> None:
    it = walk(cast, "interview")
    interviews.move_interview(it.interview, meeting=Meeting(it.at(30)), by=cast.nora, at=it.at(9))
    undoing.move_interview_back(it.interview, by=cast.nora, at=it.at(9))
    interviews.cancel_interview(it.interview, reason="malade", by=cast.nora, at=it.at(10))
    interviews.enter_interview(it.offer, note="par téléphone", by=cast.nora, at=it.at(11))
    interviews.plan_interview(
        it.offer, meeting=Meeting(it.at(40)), link=Link("https://visio.example"), by=cast.nora, at=it.at(12)
    )
    offers.release_offer(Offer.objects.get(pk=it.offer.pk), by=cast.nora, at=it.at(13))


def slips(cast: Cast) -> None:
    """What was noted by mistake is put back: a yes, a longer hold, a confirmation, an agreement, a word on places."""
    it = walk(cast, "asked")
    offers.accept_offer(it.offer, by=cast.nora, at=it.at(7))
    offers.extend_hold(it.offer, by=cast.nora, at=it.at(8))
    undoing.shorten_hold(it.offer, by=cast.nora, at=it.at(8))
    offers.confirm_offer(it.offer, by=cast.nora, at=it.at(9))
    undoing.take_back_confirmation(it.offer, by=cast.nora, at=it.at(9))
    undoing.take_back_yes(it.offer, by=cast.nora, at=it.at(10))
    strike_agreement(it.agree("place", hours=10, offer_id=it.offer.pk), by=cast.nora, at=it.at(10))
    offers.release_offer(it.offer, by=cast.nora, at=it.at(11))
    place_ids = [place.id for place in cast.s002.read_profile().places]
    places.confirm_places(cast.s002, place_ids=place_ids, still_free=False, by=cast.nora, at=it.at(1))
    places.take_back_word(cast.s002, by=cast.nora, at=it.at(1))


def journeys(cast: Cast) -> None:
    it = walk(cast, "planned")
    transfers.change_transfer(it.transfer, plan=journey(it), by=cast.nora, at=it.at(28))
    transfers.open_sheet(it.transfer, by=cast.nora, at=it.at(47))
    transfers.depart(it.transfer, by=cast.nora, at=it.at(48))
    transfers.postpone(it.transfer, minutes=30, by=cast.nora, at=it.at(56))
    transfers.open_handover(it.transfer, by=cast.claire, at=it.at(56))
    transfers.watch_arrivals(it.at(60))
    alarm = Alarm.objects.get(person=it.person.pk)
    alarms.take_alarm(alarm, by=cast.judith, at=it.at(60))
    alarms.clear_alarm(alarm, reason="elle répond", by=cast.judith, at=it.at(61))
    transfers.cancel_transfer(Transfer.objects.get(pk=it.transfer.pk), reason="grève", by=cast.nora, at=it.at(62))
    it.stay = transfers.record_arrival(it.person, shelter_id=it.house.pk, place_id=it.place, by=cast.nora, at=it.at(70))
    transfers.enter_owed(it.stay, code="transfer", by=cast.nora, at=it.at(71))
    stays.extend_stay(it.stay, planned_end=date(2026, 9, 1), by=cast.claire, at=it.at(72))
    stays.plan_move(it.stay, reason="reconnue au marché", by=cast.nora, at=it.at(73))
    stays.end_stay(Stay.objects.get(pk=it.stay.pk), reason="hospital", by=cast.claire, at=it.at(80))


def nights(cast: Cast) -> None:
    it = walk(cast, "searching")
    relay = shelter("RB", "FR-29", kind="relay")
    stay = stays.begin_relay_stay(it.person, shelter_id=relay.pk, place_id=place_of(relay), by=cast.nora, at=it.at(5))
    stays.watch_check_ins(it.at(31))
    climb_alarms(it.at(31.5))
    stays.check_in(Stay.objects.get(pk=stay.pk), by=cast.nora, at=it.at(32))
    search.unable_to_place(it.person, reason="personne avant lundi", by=cast.nora, at=it.at(33))


def exceptions(cast: Cast) -> None:
    it = walk(cast, "searched")
    search.decide_search(it.search, place=it.place, by=cast.nora, at=it.at(6))
    near = place_of(cast.s002)
    first = overrides.ask_override(it.person, place_id=near, reason="sa sœur y vit", by=cast.nora, at=it.at(6))
    overrides.refuse_override(first, answer="trop près", by=cast.marc, at=it.at(7))
    second = overrides.ask_override(it.person, place_id=near, reason="sa sœur y vit", by=cast.nora, at=it.at(8))
    overrides.grant_override(second, by=cast.marc, at=it.at(9))
    overrides.review_override(Override.objects.get(pk=second.pk), stands=True, answer="vu", by=cast.head, at=it.at(10))


def files(cast: Cast) -> None:
    """What is read, opened, noted and concluded on one file."""
    it = walk(cast, "taken_up")
    at, person = it.at(2), it.person
    change_profile(person, profile=mother(pregnant=True), by=cast.nora, at=at)
    change_secret(person, name="contact", value={"call": "0600000003"}, by=cast.nora, at=at)
    add_note(person, text="Elle rappellera.", by=cast.nora, at=at)
    enter_file(person.pk, session="s", by=cast.nora, at=at)
    open_section(
        person, ["contact"], section="Joindre", permission=Permission.OPEN_IDENTITY, purpose=Purpose.CALL,
        by=cast.nora, at=at,
    )  # fmt: skip
    find_by_name("Blessing", by=cast.nora, at=at)
    for _ in range(TRIES):
        try:
            find_by_name("Blessing", by=cast.nora, at=at)
        except TooManyTries:
            break
    note_planted_sign(it.assessment, sign="pose des questions", by=cast.nora, at=at)
    go_on(it, "assessed", after="taken_up")
    give_second_opinion(it.assessment, status="ActualVictimOfTrafficking", reasons="récit", by=cast.head, at=it.at(4))
    copy_danger_fact(
        it.assessment, kind=next(iter(JUSTICE_FACTS)), text="le 3 avril", agreed_how="spoken", by=cast.nora, at=it.at(4)
    )
    be_searched_for(it)
    decide(it.assessment, decision="declined", reason="elle reste", instead="soutien local", by=cast.nora, at=it.at(5))
    reopen(it.assessment, reason="elle rappelle", by=cast.nora, at=it.at(6))
    decide(it.assessment, decision="on_hold", reason="elle hésite", by=cast.nora, at=it.at(6))
    undo(recent(cast.nora, it.at(6), among=["decided_on_hold"])[0].sequence, by=cast.nora, at=it.at(6))
    take_table("situations", by=cast.nora, at=it.at(6))
    for number in range(3):
        export = exporting.ask_for_export("waiting", reason=f"bilan {number}", by=cast.nora, at=it.at(6))
        if number == 1:
            exporting.refuse_export(export, by=cast.marc, at=it.at(6))
        elif number == 2:
            exporting.confirm_export(export, by=cast.marc, at=it.at(6))
            exporting.take_export(export, by=cast.nora, at=it.at(6))
    exporting.lapse_exports(it.at(6 + 24))
    with guard.housekeeping("a row is spoiled"):
        Journey.objects.filter(person=person).update(next_code="")
    repair(by=None, at=it.at(7))
    enter_record(by=cast.officer, at=at)
    verify_record(by=cast.officer, at=at)


def handed_over(cast: Cast) -> None:
    it = Situation(cast, cast.s058, place_of(cast.s058), profile=mother(household=[Member("Feminine", 16)]))
    it.names = ""
    from tests.stories import submission

    data = submission(it.profile)
    data.birth_date = None
    it.referral = referrals.submit_referral(data=data, organisation=cast.hospital, by=cast.anne, at=AT)
    referrals.hand_over(it.referral, recipient=Recipient("ASE", "Mme Roy"), by=cast.nora, at=it.at(1))
    open_hand_over_sheet(it.referral, by=cast.nora, at=it.at(2))
    notices.ring_late(it.at(50))
    referrals.receive_hand_over(
        HandOver.objects.get(referral=it.referral), received_by="Mme Roy", by=cast.nora, at=it.at(51)
    )
    change_profile(it.person, profile=mother(), by=cast.nora, at=it.at(60))
    it.referral.refresh_from_db()
    referrals.reopen_as_adult(it.referral, by=cast.nora, at=it.at(61))


def referrers(cast: Cast) -> None:
    it = walk(cast, "called")
    referrals.change_tonight(it.referral, tonight=Tonight(keeper="other", name="115"), by=cast.anne, at=it.at(1))
    referrals.send_message(it.referral, text="Et demain ?", by=cast.anne, at=it.at(1))
    referrals.add_information(it.referral, text="Elle a changé de numéro.", by=cast.anne, at=it.at(1))
    referrals.read_messages(it.referral, by=cast.judith, at=it.at(1))
    referrals.answer_referral(it.referral, kind="advice", reason="danger ailleurs", by=cast.nora, at=it.at(2))
    referrals.withdraw_referral(walk(cast, "called").referral, by=cast.anne, at=it.at(2))
    referrals.relay_withdrawal(walk(cast, "called").referral, by=cast.anne, at=it.at(2))
    housed = walk(cast, "arrived")
    referrals.relay_withdrawal(housed.referral, by=cast.anne, at=housed.at(60))
    referrals.spoke_with_her(housed.referral, by=cast.nora, at=housed.at(61))


def hands(cast: Cast) -> None:
    """A case goes from hand to hand; two persons are kept apart, and may meet again."""
    it, other = walk(cast, "taken_up"), walk(cast, "taken_up")
    keep_apart(it.person, reference=other.person.reference, by=cast.nora, at=it.at(2))
    let_meet(it.person, other_id=other.person.pk, reason="une erreur", by=cast.nora, at=it.at(3))
    first, second = (
        walk(cast, "asked", house=house, place=number) for number, house in enumerate([_of_two_places()] * 2)
    )
    keep_apart(first.person, reference=second.person.reference, by=cast.nora, at=it.at(6))
    offers.accept_offer(first.offer, by=cast.nora, at=it.at(7))
    take_over_case(it.person, reason="night", by=cast.marc, at=it.at(4))
    hand_over_case(it.person, to=cast.nora, reason="load", by=cast.marc, at=it.at(5))
    read_case_news(CaseNews.objects.filter(reader=cast.nora)[0], by=cast.nora, at=it.at(6))


def _of_two_places() -> Shelter:
    house = shelter("S953", "FR-22")
    places.add_place(house, label="2", size=2, free_from=AT.date(), by=None, at=AT)
    return Shelter.objects.get(pk=house.pk)


def absences(cast: Cast) -> None:
    """Somebody is away and comes back; another absence begins by itself; a third is called off."""
    walk(cast, "taken_up")
    promised = _half_typed(cast.nora)
    intake.ask_call_back(
        promised, due_at=AT + timedelta(days=9), for_all=False, about=About("NGO", "rights"), said=Said(), reach=Reach(),
        by=cast.nora, at=AT,
    )  # fmt: skip
    for starts_in, goes in ((0, True), (1, True), (1, False)):
        at = AT + timedelta(days=1)
        row = arrange_absence(
            cast.nora, to=cast.marc, starts_at=at + timedelta(days=starts_in), ends_at=at + timedelta(days=7),
            reason="congés", by=cast.nora, at=at,
        )  # fmt: skip
        if goes:
            begin_absences(at + timedelta(days=1))
        end_absence(row, by=cast.nora, at=at + timedelta(days=2))


def calls(cast: Cast) -> None:
    """What precedes a referral: advice, a promise to ring back, a referral, and somebody who asks about a person."""
    by, at, about, said = cast.nora, AT, About("NGO", "rights"), Said("Anne", "un titre")
    intake.discard_call(_half_typed(by), by=by, at=at)
    intake.close_call(_half_typed(by), outcome="advice", about=about, said=said, by=by, at=at)
    promised = _half_typed(by)
    due = at + timedelta(hours=1)
    intake.ask_call_back(
        promised, due_at=due, for_all=True, about=about, said=said, reach=Reach("0600000000"), by=by, at=at
    )
    intake.miss_call_back(promised, by=cast.lawyer, at=at)
    intake.call_back(promised, outcome="elsewhere", by=cast.lawyer, at=at)
    intake.make_referral(_half_typed(by), about=about, said=said, by=by, at=at)
    it = walk(cast, "assessed")
    intake.note_enquiry(_half_typed(by), said=said, about=about, person=it.person, by=by, at=at)
    safety.open_enquiries(it.person, purpose=Purpose.SAFETY, by=by, at=at)


def advice(cast: Cast) -> None:
    """Questions by an account and by telephone: taken, answered, joined, reopened, become a referral; the law changes."""
    nora, anne, at = cast.nora, cast.anne, AT
    article = card()
    desk.add_article(code="CASF", number="X. 1", title_fr="x", title_en="x", source="x", by=cast.lawyer, at=at)
    row = ask(anne, kind=JOINT)
    desk.take(row, by=nora, at=at)
    desk.give_back(row, by=nora, at=at)
    desk.assign(row, to=cast.lawyer, by=nora, at=at)
    desk.pass_on(row, to=nora, by=cast.lawyer, at=at)
    desk.add_note(row, text="une note", by=nora, at=at)
    desk.ask_back(row, text="depuis quand ?", by=nora, at=at)
    desk.write_to_desk(row, text="depuis lundi", by=anne, at=at)
    desk.assess_together(row, severity=2, likelihood=2, level="", reason="", by=nora, at=at)
    desk.promise_call_back(row, due_at=at + timedelta(hours=1), for_all=True, by=nora, at=at)
    desk.change_title(row, field="legal", label="un titre", articles=[article], by=nora, at=at)
    desk.answer(row, text="voici", by=nora, at=at)
    desk.close(row, by=nora, at=at)
    desk.reopen(row, by=nora, at=at)
    desk.answer(row, text="voici encore", by=nora, at=at)
    desk.say_whether_it_helped(row, helped="yes", by=anne, at=at)
    twin = ask(anne)
    desk.merge(twin, into=row, by=nora, at=at)
    desk.separate(twin, by=nora, at=at)
    desk.make_referral(taken(anne, nora), by=nora, at=at)
    desk.note_advice(uuid.uuid4(), asked=asked_for(), answer="oui", by=cast.project, at=at)
    call = _half_typed(nora)
    intake.close_call(
        call, outcome="advice", about=About("NGO", "rights"), said=Said("Anne", "un titre"), by=nora, at=at
    )
    desk.keep_call(call, by=nora, at=at)
    desk.verify_article(article, by=cast.lawyer, at=at)
    desk.change_article(
        article, title_fr="x", title_en="x", valid_from=None, valid_until=None, source="x", by=cast.lawyer, at=at
    )
    desk.review_citation(Citation.objects.filter(request=row).get(), by=nora, at=at)
    article.refresh_from_db()
    desk.change_article(
        article, title_fr="x", title_en="x", valid_from=None, valid_until=at.date(), source="x", by=cast.lawyer, at=at
    )
    desk.review_citation(Citation.objects.filter(request=row).get(), by=nora, at=at)
    desk.mark_ended(at + timedelta(days=1))


def library(cast: Cast) -> None:
    """Pages written, read by a second person, published, written anew, replaced, withdrawn; a document; the law changes."""
    lawyer, nora, at = cast.lawyer, cast.nora, AT
    desk.open_library(at)
    draft = written(lawyer, "un-brouillon")
    desk.change_page(draft, text=text("autre titre"), by=lawyer, at=at)
    desk.submit_page(draft, by=lawyer, at=at)
    desk.send_back_page(draft, by=nora, at=at)
    ends = timezone.localdate(at)
    page = published(lawyer, nora, "une-page", articles=[card()], valid_until=ends).page
    document = desk.add_document(page, name="a.pdf", content=a_pdf("bonjour"), by=nora, at=at)
    desk.publish_document(document, by=lawyer, at=at)
    desk.withdraw_document(document, by=nora, at=at)
    desk.submit_document(document, by=nora, at=at)
    desk.remove_document(document, by=nora, at=at)
    search = desk.save_search(
        uuid.uuid4(), sought=Sought(name="papiers", words="récépissé"), rhythm=DAILY, by=nora, at=at
    )
    desk.open_search(search, by=nora, at=at)
    desk.change_search(search, name="titres", rhythm=DAILY, by=nora, at=at)
    desk.look_for_news(at + timedelta(days=1))
    search.refresh_from_db()
    desk.remove_search(search, by=nora, at=at)
    desk.bring_back_search(search, by=nora, at=at)
    desk.remove_search(search, by=nora, at=at)
    desk.look_for_news(at + timedelta(days=2))
    desk.review_page(Citation.objects.get(page=page), by=nora, at=at)
    desk.warn_of_ends(at)
    page.refresh_from_db()
    desk.revise_page(page, by=nora, at=at)
    desk.replace_page(page, other=draft, by=nora, at=at)
    desk.withdraw_page(page, by=nora, at=at)


def guests(cast: Cast) -> None:
    """Those who come by a link: a question, its answer, an expert; and what is forgotten."""
    nora, at = cast.nora, AT
    sent = desk.send_link_to_ask(mail="p@example.org", address_of=address_of, by=nora, at=at)
    link = desk.open_link(token_in(sent), by=None, at=at)
    row = desk.ask_by_link(link, asked=asked_for(), by=None, at=at)
    desk.take(row, by=nora, at=at)
    expert = desk.ask_expert(row, text="?", who="Me Roux", mail="", address_of=address_of, by=nora, at=at)
    desk.answer_as_expert(desk.open_link(token_in(expert), by=None, at=at), text="oui", by=None, at=at)
    row.refresh_from_db()
    desk.ask_expert(row, text="?", who="Me Roux", mail="", address_of=address_of, by=nora, at=at)
    desk.go_on_alone(row, by=nora, at=at)
    desk.answer(row, text="voici", address_of=address_of, by=nora, at=at)
    link.refresh_from_db()
    desk.write_by_link(link, text="merci", by=None, at=at)
    row.refresh_from_db()
    desk.answer(row, text="de rien", by=nora, at=at)
    link.request = row
    desk.rate_by_link(link, helped="yes", by=None, at=at)
    desk.send_link_to_read(row, mail="", address_of=address_of, by=nora, at=at)
    desk.forget_links(at + LATER)
    with time_machine.travel(at + LATER, tick=False):
        desk.forget_old(at + LATER)


def _half_typed(by: User) -> Call:
    return intake.note_call(uuid.uuid4(), typed={"who": ["Anne"]}, by=by, at=AT)


def first_days_and_opinions(cast: Cast) -> None:
    """The referrer opens the appointment and says afterwards whether it helped; the house ticks its first days."""
    it = walk(cast, "interview", house=shelter("S951", "FR-22"), manager=cast.nora)
    open_appointment(it.referral, by=cast.anne, at=AT)
    arrived = walk(cast, "arrived", house=shelter("S952", "FR-29"), manager=cast.nora)
    tick_steps(arrived.stay, done=["call"], by=cast.nora, at=arrived.at(60))
    for stage in ("taken_up", "called"):
        referral = walk(cast, stage).referral
        referrals.answer_referral(referral, kind="advice", reason="danger ailleurs", by=cast.nora, at=it.at(60))
        referral.refresh_from_db()
        if stage == "called":
            feedback.skip_feedback(referral, by=cast.anne, at=it.at(61))
        else:
            feedback.give_feedback(referral, feedback=Feedback(helped="yes"), by=cast.anne, at=it.at(61))


def rounds_of_calls(cast: Cast) -> None:
    """A colleague is invited and sent away; lines are taken and let go; a house answers, and the answer is taken back."""
    it = walk(cast, "searched", house=cast.s017)
    it.agree("join", hours=6)
    at = it.at(7)
    row = rounds.start_round(it.person, by=cast.nora, at=at)
    rounds.invite(row, colleague=cast.marc, by=cast.nora, at=at)
    rounds.take_line(row, house=0, by=cast.nora, at=at)
    rounds.let_go_line(row, house=0, by=cast.nora, at=at)
    rounds.take_back_invitation(row, colleague_id=cast.marc.pk, by=cast.nora, at=at)
    answer_call(row, house=0, answer=Answer(FREE), by=cast.nora, at=at)
    undo_answer(row, by=cast.nora, at=at)
    answer_call(row, house=0, answer=Answer(FREE), by=cast.nora, at=at)
    write_news(at)
    rounds.close_round(row, by=cast.nora, at=at)
    again = rounds.start_round(it.person, by=cast.nora, at=at)
    end_old_rounds(at + LATER)
    end_old_rounds(at + LATER)
    assert again.pk != row.pk


def questionnaires(cast: Cast) -> None:
    """Written, published, sent, answered with a name and without, on paper too, closed, read, put away."""
    by, at = cast.project, AT
    survey, named = a_survey(by), a_survey(by, naming="named", code="nom")
    draft = writing.start_next_edition(survey, by=by, at=at)
    writing.change_content(draft, content=draft.read(), by=by, at=at)
    sending = a_sending(survey, by, links_for=[""] * 5, papers=1)
    signed = a_sending(named, by, accounts=[cast.claire, cast.karim])
    sendings.make_links(sending, by=by, at=at)
    surveys_example.answered(sending, *[{"q7": "Merci"}] * 5)
    answering.type_paper(Sending.objects.get(pk=sending.pk), answers={"q1": "a1"}, by=by, at=at)
    sending.refresh_from_db()
    sendings.prolong(sending, closes_on=sending.closes_on, by=by, at=at)
    sendings.remind(signed, by=by, at=at)
    surveys_example.answered(signed, {})
    answering.read_answer(SignedAnswer.objects.get(), by=by, at=at)
    answering.type_named_paper(surveys_example.waiting(signed)[0], answers={"q1": "a1"}, by=by, at=at)
    reminding.remember_guests(
        sending, [("p@example.org", "x")], address=f"https://havre.example/{reminding.PLACE}/", by=by, at=at
    )
    assert reminding.remind_guests(at + timedelta(days=5)) == 1
    sending.refresh_from_db()
    sendings.close_sending(sending, by=by, at=at)
    assert len(answering.read_texts(sending, by=cast.head, at=at)["q7"]) == 5
    writing.retire(named, by=by, at=at)
    writing.reopen(named, by=by, at=at)


def training_sessions(cast: Cast) -> None:
    """Sessions planned, opened, closed, held, evaluated, cancelled; those who come, by every way; the nights."""
    by, at, address = cast.project, AT, training_story.address_of
    session, sent = training_story.a_session(by, seats=1), list[str]()
    training.change_session(session, planned=training_story.planned(seats=2), by=by, at=at)
    training.close_session(session, by=by, at=at)
    training.reopen_session(session, by=by, at=at)
    vera = training.add_trainer(name="Véra", by=by, at=at)
    teaching = training.add_teaching(session, trainer=vera, hours=7, cost=300, by=by, at=at)
    training.change_teaching(teaching, hours=8, cost=300, by=by, at=at)
    training.add_trainer(name="Salomé", account=by, by=by, at=at)
    training.pass_on_teaching(teaching, to=by, by=by, at=at)
    training.drop_teaching(teaching, by=by, at=at)

    def keep(use: str, token: str) -> str:
        sent.append(token)
        return address(use, token)

    training.register_self(
        session, coming=training_story.coming("Anne F", mail=""), address_of=keep, by=cast.anne, at=at
    )
    training.approve_by_link(training.open_link(sent[0], by=None, at=at), approved=True, by=None, at=at)
    come = training_story.coming("Ada A", employer_mail="")
    training.register_publicly(session, coming=come, address_of=keep, by=None, at=at)
    training.register_publicly(session, coming=come, address_of=keep, by=None, at=at)
    by_mail = training.open_link(sent[1], by=None, at=at)
    training.confirm_by_link(by_mail, address_of=keep, by=None, at=at)
    training.note_approval(Registration.objects.get(session=session, state="asked"), approved=True, by=by, at=at)
    never = training_story.coming("Zoe Z")
    training.register_publicly(session, coming=never, address_of=address, by=None, at=at)
    training.forget_unconfirmed(at + timedelta(days=3))
    training.import_registrations(session, people=[training_story.coming("Bea B")], address_of=address, by=by, at=at)
    training.cancel_by_link(training.open_link(sent[1], by=None, at=at), by=None, at=at)
    late, refused = training_story.registered(session, by, "Cleo C", "Dora D", approved=False)
    training.note_approval(late, approved=True, by=by, at=at)
    training.note_approval(refused, approved=False, by=by, at=at)
    training.renew_link(late, address_of=address, by=by, at=at)
    training.cancel_registration(Registration.objects.get(pk=late.pk), by=by, at=at)
    training.remind(training_story.ON_THE_DAY - timedelta(days=3))
    survey = a_survey(by, code="formation")
    training.ask_participants(session, survey=survey, moment="before", label="x", address_of=address, by=by, at=at)
    training.set_questionnaires(session.programme, surveys={"end": survey}, by=by, at=at)
    first = session.registrations.filter(state="registered").select_related("session").order_by("number")[0]
    training.write_objectives(first, texts=["un objectif"], by=cast.anne, at=at)
    training.say_reached(first, reached=["yes"], by=cast.anne, at=training_story.ON_THE_DAY + timedelta(days=1))
    material = training.add_material(session, name="fiche.pdf", content=a_pdf("bonjour"), by=by, at=at)
    training.take_out_material(material, by=by, at=at)
    training.add_material(session, name="fiche.pdf", content=a_pdf("bonjour"), by=by, at=at)
    training.note_presence(first, half=1, present=True, by=by, at=training_story.ON_THE_DAY)
    training.type_sheet(session, present={first: {1, 2, 3}}, by=by, at=training_story.ON_THE_DAY)
    session.refresh_from_db()
    training.hold_session(session, by=by, at=training_story.ON_THE_DAY)
    asked = Sending.objects.get(about=session.pk)
    sendings.close_sending(asked, by=by, at=at)
    training.count_answers(at)
    training.ask_due(training_story.AFTERWARDS)
    training.evaluate_session(session, by=by, at=training_story.AFTERWARDS)
    first.session.refresh_from_db()
    training.make_certificate(first, by=by, at=training_story.AFTERWARDS)
    training.cancel_session(training_story.a_session(by), by=by, at=at)
    training.forget_links(at + LATER)
    training.end_materials(at + LATER)
    years_on = at + timedelta(days=6 * 365)
    with time_machine.travel(years_on, tick=False):
        training.forget_old(years_on)


def seminar_life(cast: Cast) -> None:
    """A call for topics, a programme, notes, decisions, minutes, a claim until it is paid, the network's own form."""
    by, at, later = cast.project, AT, training_story.AFTERWARDS
    called, house = seminar_story.a_call(by), cast.s058.organisation
    subject = seminar_story.a_subject(called, house, cast.claire)
    seminars.support_topic(called, of=life_story.a_topic(by), organisation=house, by=cast.claire, at=at)
    seminars.place_topic(called, of=subject, half=1, by=by, at=at)
    seminars.close_call(called, by=by, at=at)

    session, rows = seminar_story.held_seminar(by, cast.claire)
    first = seminar_story.a_slot(session, by)
    seminar_story.a_slot(session, by, "Ensuite", at="11:00")
    seminars.change_slot(first, part=seminar_story.part("Autrement"), by=by, at=later)
    seminars.move_slot(first, way="down", by=by, at=later)
    first.refresh_from_db()
    seminars.write_notes(first, text="Tout le monde attend.", by=by, at=later)
    seminars.remove_slot(session.slots.exclude(pk=first.pk).get(), by=by, at=later)
    one, other = (seminar_story.a_decision(session, by, text) for text in ("Écrire.", "Attendre."))
    seminars.change_decision(one, text="Écrire.", who="Nora", due_on=seminar_story.DUE, by=by, at=later)
    seminars.finish_decision(one, by=by, at=later)
    seminars.reopen_decision(one, by=by, at=later)
    seminars.drop_decision(other, by=by, at=later)
    seminars.publish_minutes(session, by=by, at=later)
    seminars.take_back_minutes(session, by=by, at=later)
    seminars.ask_opinion(session, label="x", address_of=training_story.address_of, by=by, at=later)

    own, written = rows[1], seminar_story.a_claim()
    claim = seminars.keep_claim(own, claim=written, send=True, by=cast.claire, at=later)
    seminars.return_claim(claim, reason="le billet manque", by=by, at=later)
    seminars.open_own_claim(claim, by=cast.claire, at=later)
    claim = seminars.keep_claim(own, claim=written, send=True, version=claim.version, by=cast.claire, at=later)
    seminars.accept_claim(claim, accepted={"train": 8_000}, by=by, at=later)
    seminars.pay_claim(claim, by=by, at=later)


def network_life(cast: Cast) -> None:
    """A difficulty, its topic to an answer and an end; local work; a letter; an announcement; days."""
    by, at, house = cast.project, AT, cast.s058.organisation
    one = life_story.tell(cast.claire, house)
    topic = life_story.a_topic(by, one)
    life.rewrite_topic(topic, field="rights", title="un titre", text="un texte", by=by, at=at)
    life.part_difficulty(one, by=by, at=at)
    life.join_difficulty(one, topic=topic, by=by, at=at)
    life_story.with_convention(cast.hospital)
    life.say_we_too(topic, organisation=cast.hospital, by=cast.anne, at=at)
    asking = Partnership.objects.get(organisation=cast.s017.organisation)
    partnerships.note_exchange(asking, exchange=ExchangeCard("visit", at.date(), topics=["rights"]), by=by, at=at)
    life.join_those_who_asked(topic, by=by, at=at)
    life_story.carried(by, topic)
    life.note_answer(topic, ministry="interior", given_on=at.date(), text="oui", by=by, at=at)
    life.settle_topic(topic, text="réglé", by=by, at=at)
    life.reopen_topic(topic, by=by, at=at)
    life.set_topic_aside(topic, reason="later", text="", by=by, at=at)
    life.note_local_work(
        uuid.uuid4(), organisation=house, kind="body", done_on=at.date(), text="x", by=cast.claire, at=at
    )
    life.discard_letter(life_story.a_letter(by, house), by=by, at=at)
    contacts = Contacts(people=[Contact("Accueil", mail="accueil@partenaire.example")])
    partner = shelters.enlist_partner(code="P901", kind="NGO", card=PartnerCard(), contacts=contacts, by=by, at=at)
    letter = life_story.a_letter(by, house, partner.organisation)
    life.look_at_recipients(letter, by=by, at=at)
    sent: list[str] = []

    def keep(token: str) -> str:
        sent.append(token)
        return life_story.address_of(token)

    life.send_letter(letter, address_of=keep, by=by, at=at)
    life.hand_out(at)
    link = life.open_link(sent[0], by=None, at=at)
    assert link is not None
    life.read_by_link(link, by=None, at=at)
    life.renew_link(letter, organisation=partner.organisation, address_of=life_story.address_of, by=by, at=at)
    life.forget_letter_links(at + LATER)
    life.mark_read(letter, by=cast.claire, at=at)
    key, words = uuid.uuid4(), Both("x")
    days = {"starts_on": at.date(), "ends_on": at.date(), "audience": "all", "content": words}
    announced = life.announce(key, by=by, at=at, **days)
    life.put_away(announced, by=cast.claire, at=at)
    life.end_announcement(announced, by=by, at=at)
    life.take_out_day(life.write_day(key, kind="other", by=by, at=at, **days), by=by, at=at)
    life.make_calendar_key(by=cast.claire, at=at)
    life.drop_calendar_key(by=cast.claire, at=at)


def sweeps(cast: Cast) -> None:
    """What nobody does: the nights."""
    later: datetime = AT + LATER
    with time_machine.travel(later, tick=False):
        search.shorten(later)
        count_admissions(later)
        intake.forget_old(later)
    assert account("Témoin", None).is_active
    assert of_person(walk(cast, "taken_up").person.pk) is not None
