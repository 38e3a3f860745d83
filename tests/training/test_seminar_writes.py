"""What is written of a seminar: programme, call for topics, decisions, minutes, travel claims; and what is refused."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core.cache import cache
from django.db import connections
from django.utils import translation

from havre.accounts.models import User
from havre.common import words
from havre.directory.operations import accounts
from havre.network.models import Topic
from havre.network.operations import settle_topic
from havre.record.models import AuditEntry, OutboxMessage
from havre.record.operations import NotAllowed, Stale
from havre.record.transitions import NotNow
from havre.surveys.models import Sending, Survey
from havre.training.content import Practical
from havre.training.models import PersonalLink, Registration, Session
from havre.training.models_seminars import Decision, Seminar, Slot, Subject, Support, TravelClaim
from havre.training.operations import cancel_session, change_session, forget_old, type_sheet
from havre.training.operations import seminars as operations
from havre.training.operations.asking import AskedAlready
from havre.training.operations.seminars.calls import CallOver, CallTooLate
from havre.training.operations.seminars.common import MinutesOut, NotASeminar
from havre.training.operations.seminars.decisions import NothingToTell
from havre.training.operations.seminars.opinion import AfterItWasHeld
from havre.training.operations.seminars.programme import (
    HalfDayFull,
    NoSuchHalfDay,
    NotComing,
    OutsideTheHalfDay,
    Overlap,
)
from havre.training.operations.seminars.travel import MoreThanAsked, NothingAccepted, NothingClaimed, OwnClaim
from havre.training.seminars import reading
from havre.training.seminars.content import Notes
from havre.training.seminars.forms import HourField
from havre.training.seminars.minutes import minutes_of, named_in
from havre.training.seminars.topics import wanted
from havre.training.seminars.year import of_year
from havre.vault.gate import Sealed
from havre.vault.keys import key_cache
from tests.cast import AT, Cast, shelter
from tests.network.story import a_topic
from tests.training.seminars import LATER, UNTIL, a_call, a_claim, a_decision, a_slot, a_subject, held_seminar, part
from tests.training.story import AFTERWARDS, a_seminar, a_session, planned

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture(autouse=True)
def no_throttle() -> None:
    cache.clear()


def order(session: Session, half: int = 1) -> list[str]:
    with key_cache():
        return [f"{one.starts:%H:%M} {one.read().title}" for one in session.slots.filter(half=half).order_by("starts")]


# Programme


def test_two_parts_of_a_day_never_overlap_and_the_sentence_names_the_other(cast: Cast) -> None:
    session = a_seminar(cast.nora)
    a_slot(session, cast.nora, "Accueil", at="09:00", minutes=60)

    with pytest.raises(Overlap, match="Accueil"):
        a_slot(session, cast.nora, "Trop tôt", at="09:59")
    a_slot(session, cast.nora, "Ensuite", at="10:00")
    with pytest.raises(OutsideTheHalfDay):
        a_slot(session, cast.nora, "Tard", at="13:30", minutes=45)
    with pytest.raises(NoSuchHalfDay):
        a_slot(session, cast.nora, "Jamais", half=4)
    with pytest.raises(NotASeminar):
        a_slot(a_session(cast.nora), cast.nora)
    with pytest.raises(NotAllowed):
        a_slot(session, cast.claire)

    assert order(session) == ["09:00 Accueil", "10:00 Ensuite"]


def test_a_part_that_moves_changes_places_and_what_lies_around_stays(cast: Cast) -> None:
    session = a_seminar(cast.nora)
    a_slot(session, cast.nora, "Un", at="09:00", minutes=30)
    a_slot(session, cast.nora, "Deux", at="09:45", minutes=60)
    a_slot(session, cast.nora, "Trois", at="11:00", minutes=30)
    second = session.slots.order_by("starts")[1]

    operations.move_slot(second, way="up", version=second.version, by=cast.nora, at=AT)
    assert order(session) == ["09:00 Deux", "10:15 Un", "11:00 Trois"]
    with pytest.raises(Stale):
        operations.move_slot(Slot.objects.get(pk=second.pk), way="up", version=1, by=cast.nora, at=AT)
    operations.move_slot(Slot.objects.get(pk=second.pk), way="up", by=cast.nora, at=AT)
    assert order(session) == ["09:00 Deux", "10:15 Un", "11:00 Trois"], "the first goes no further"
    operations.remove_slot(Slot.objects.get(pk=second.pk), by=cast.nora, at=AT)
    assert order(session) == ["10:15 Un", "11:00 Trois"]


def test_a_part_is_changed_from_the_version_that_was_shown(cast: Cast) -> None:
    slot = a_slot(a_seminar(cast.nora), cast.nora)
    operations.change_slot(slot, part=part("Autrement", half=2, at="14:00"), version=1, by=cast.nora, at=AT)

    with pytest.raises(Stale):
        operations.change_slot(Slot.objects.get(), part=part(), version=1, by=cast.judith, at=AT)
    assert order(slot.session, 2) == ["14:00 Autrement"]


# Topics


def test_partners_propose_and_support_until_the_day_and_then_are_refused(cast: Cast) -> None:
    session = a_call(cast.nora)
    own, other = cast.s058.organisation, cast.s017.organisation
    subject = a_subject(session, own, cast.claire)
    for _twice in range(2):
        operations.support_topic(session, of=subject, organisation=other, by=cast.other_manager, at=AT)
    with pytest.raises(NotAllowed):
        a_subject(session, other, cast.claire)

    closed = AT.replace(month=4, day=2)
    with pytest.raises(CallOver):
        a_subject(session, own, cast.claire, at=closed)
    with pytest.raises(CallOver):
        operations.support_topic(session, of=subject, organisation=own, by=cast.claire, at=closed)
    operations.close_call(session, by=cast.nora, at=AT)
    with pytest.raises(CallOver):
        a_subject(session, own, cast.claire)

    assert Support.objects.filter(subject=subject).count() == 2, "whoever proposes is a voice, and nobody counts twice"


def test_a_call_ends_before_the_seminar_and_is_for_seminars(cast: Cast) -> None:
    seminar = a_seminar(cast.nora)
    for wrong in (AT.date() - timedelta(days=1), seminar.starts_on):
        with pytest.raises(CallTooLate):
            operations.open_call(seminar, until=wrong, by=cast.nora, at=AT)
    with pytest.raises(NotASeminar):
        operations.open_call(a_session(cast.nora), until=UNTIL, by=cast.nora, at=AT)
    with pytest.raises(NotAllowed):
        operations.open_call(seminar, until=UNTIL, by=cast.claire, at=AT)


def test_who_proposed_is_read_by_the_coordination_alone_and_stands_in_no_table(cast: Cast) -> None:
    session = a_call(cast.nora)
    subject = a_subject(session, cast.s058.organisation, cast.claire)

    with key_cache():
        inside, outside = (wanted(session, user)[0][0] for user in (cast.nora, cast.other_manager))
        own = wanted(session, cast.claire)[0][0]
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT organisation, content FROM training_subject")
        kept = repr(cursor.fetchall()).replace("-", "")

    assert (inside.code, inside.partners) == ("S058", "1 partenaire")
    assert (outside.code, outside.partners, outside.is_own) == ("", "moins de cinq partenaires", False)
    assert own.is_own
    assert cast.s058.organisation.pk.hex not in kept
    assert "attente" not in kept
    assert Subject.objects.get().organisation == subject.organisation == cast.s058.organisation.pk


def test_from_five_partners_on_their_number_is_told_to_all(cast: Cast) -> None:
    session, topic = a_call(cast.nora), a_topic(cast.nora)
    five = [shelter(f"S9{number}", "FR-29").organisation for number in range(5)]
    told = []
    for organisation in five:
        operations.support_topic(session, of=topic, organisation=organisation, by=cast.nora, at=AT)
        with key_cache():
            told.append(wanted(session, cast.claire)[1][0].partners)

    assert told == [*["moins de cinq partenaires"] * 4, "5 partenaires"]


def test_a_topic_goes_into_the_programme_in_one_step_after_what_is_there(cast: Cast) -> None:
    session, topic = a_call(cast.nora), a_topic(cast.nora)
    subject = a_subject(session, cast.s058.organisation, cast.claire)
    a_slot(session, cast.nora, "Accueil", at="09:00", minutes=90)

    slot = operations.place_topic(session, of=subject, half=1, by=cast.nora, at=AT)
    assert operations.place_topic(session, of=subject, half=2, by=cast.nora, at=AT).pk == slot.pk
    operations.place_topic(session, of=topic, half=1, by=cast.nora, at=AT)

    assert order(session) == ["09:00 Accueil", "10:30 L’attente", "11:30 Récépissés trop longs"]
    a_slot(session, cast.nora, "Débat", at="12:30", minutes=60)
    with pytest.raises(HalfDayFull):
        operations.place_topic(session, of=a_topic(cast.nora), half=1, by=cast.nora, at=AT)


def test_a_settled_topic_is_supported_no_more(cast: Cast) -> None:
    session, topic = a_call(cast.nora), a_topic(cast.nora)
    settle_topic(topic, text="réglé", by=cast.nora, at=AT)

    with pytest.raises(NotNow):
        operations.support_topic(
            session, of=Topic.objects.get(), organisation=cast.s058.organisation, by=cast.claire, at=AT
        )


# Notes, decisions, minutes


def test_minutes_are_read_once_they_are_published_and_change_only_once_taken_back(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora, cast.claire)
    slot = a_slot(session, cast.nora)
    with pytest.raises(NothingToTell):
        operations.publish_minutes(session, by=cast.nora, at=AFTERWARDS)
    operations.write_notes(slot, text="Tout le monde attend.", version=1, by=cast.nora, at=LATER)
    decision = a_decision(session, cast.nora)
    waiting = OutboxMessage.objects.count()

    assert operations.publish_minutes(session, by=cast.nora, at=AFTERWARDS) == 2
    assert OutboxMessage.objects.count() == waiting + 2, "a fixed sentence each"
    slot = Slot.objects.get()
    for change in (
        lambda: operations.write_notes(slot, text="x", by=cast.nora, at=AFTERWARDS),
        lambda: operations.change_slot(slot, part=part(), by=cast.nora, at=AFTERWARDS),
        lambda: operations.remove_slot(slot, by=cast.nora, at=AFTERWARDS),
        lambda: a_decision(session, cast.nora),
        lambda: operations.publish_minutes(session, by=cast.nora, at=AFTERWARDS),
        lambda: operations.change_decision(
            decision, text="autre", who="", due_on=date(2026, 7, 1), by=cast.nora, at=AFTERWARDS
        ),
    ):
        with pytest.raises(MinutesOut):
            change()
    same = decision.read().text
    operations.change_decision(decision, text=same, who="Nora", due_on=date(2026, 7, 1), by=cast.nora, at=AFTERWARDS)
    operations.take_back_minutes(session, by=cast.nora, at=AFTERWARDS)
    operations.write_notes(Slot.objects.get(), text="x", by=cast.nora, at=AFTERWARDS)
    assert not reading.minutes_are_out(session)


def test_minutes_hold_nobody_and_warn_where_a_note_names_who_came_or_where(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora)
    slot = a_slot(session, cast.nora)
    operations.write_notes(slot, text="Rien que le fond.", by=cast.nora, at=LATER)
    a_decision(session, cast.nora)
    with key_cache():
        plain = minutes_of(session)
        assert named_in(plain, session) == []
        assert not any(said in repr(plain) for said in ("Témoin", "la coordination", "Camille", "Mouettes"))

    operations.write_notes(Slot.objects.get(), text="camille duval, de l’association du port, Salle du Port.", by=cast.nora, at=LATER)  # fmt: skip
    with key_cache():
        assert named_in(minutes_of(session), session) == ["Association du Port", "Camille Duval", "Salle du port"]


def test_a_surname_or_a_town_alone_is_found_in_the_minutes_too(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora)
    moved = planned(
        starts_on=session.starts_on, is_public=False, town="", practical=Practical("Salle du port", "2 quai des Mouettes, 44000 Portville")
    )  # fmt: skip
    change_session(session, planned=moved, by=cast.nora, at=LATER)
    a_slot(session, cast.nora)

    for text, found in (
        ("Mme DUVAL propose un modèle.", ["Duval"]),
        ("On se revoit à Portville, près des mouettes.", ["Portville"]),
        ("Chaque quai, chaque salle, chaque port d’attache. Association à créer. Salle trop petite.", []),
    ):
        operations.write_notes(Slot.objects.get(), text=text, by=cast.nora, at=LATER)
        with key_cache():
            assert named_in(minutes_of(session), session) == found


def test_a_decision_is_followed_until_it_is_done(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora)
    decision = a_decision(session, cast.nora)
    assert a_decision(session, cast.nora, "autre").pk != decision.pk
    again = operations.note_decision(
        decision.pk, session=session, text="deux fois", due_on=date(2027, 1, 1), by=cast.nora, at=AT
    )
    assert again.pk == decision.pk
    assert Decision.objects.count() == 2
    assert [one.pk for one in Decision.objects.late(date(2026, 6, 30))] == []
    assert Decision.objects.late(date(2026, 7, 1)).count() == 2

    operations.finish_decision(decision, end="La lettre est partie.", version=1, by=cast.nora, at=AFTERWARDS)
    with pytest.raises(Stale):
        operations.drop_decision(Decision.objects.get(pk=decision.pk), version=1, by=cast.nora, at=AFTERWARDS)
    with pytest.raises(NotNow):
        operations.drop_decision(Decision.objects.get(pk=decision.pk), by=cast.nora, at=AFTERWARDS)
    operations.reopen_decision(Decision.objects.get(pk=decision.pk), by=cast.nora, at=AFTERWARDS)
    with pytest.raises(NotAllowed):
        operations.finish_decision(Decision.objects.get(pk=decision.pk), by=cast.claire, at=AFTERWARDS)

    following = a_seminar(cast.nora, starts_on=date(2026, 10, 1))
    with key_cache():
        left, shown = reading.still_open(following, date(2026, 9, 1), 1)
    assert (left, len(shown), shown[0].is_late) == (2, 1, True)
    with key_cache():
        assert reading.still_open(session, date(2026, 9, 1), 5)[0] == 0


# Travel


def test_a_claim_is_sent_returned_corrected_accepted_for_less_and_paid(cast: Cast) -> None:
    session, rows = held_seminar(cast.nora, cast.claire)
    own = next(row for row in rows if row.account == cast.claire.pk)
    claim = operations.keep_claim(own, claim=a_claim(), send=False, by=cast.claire, at=AFTERWARDS)
    assert claim.state == "draft"
    with pytest.raises(Stale):
        operations.keep_claim(own, claim=a_claim(), send=True, by=cast.claire, at=AFTERWARDS)
    claim = operations.keep_claim(own, claim=a_claim(), send=True, version=claim.version, by=cast.claire, at=AFTERWARDS)
    with pytest.raises(NotNow):
        operations.keep_claim(own, claim=a_claim(), send=True, version=claim.version, by=cast.claire, at=AFTERWARDS)
    operations.return_claim(claim, reason="le billet manque", by=cast.project, at=AFTERWARDS)
    claim = TravelClaim.objects.get()
    assert operations.open_own_claim(claim, by=cast.claire, at=AFTERWARDS).reason == "le billet manque"
    operations.keep_claim(own, claim=a_claim(), send=True, version=claim.version, by=cast.claire, at=AFTERWARDS)
    claim = TravelClaim.objects.get()
    with pytest.raises(MoreThanAsked):
        operations.accept_claim(claim, accepted={"train": 8_451}, by=cast.project, at=AFTERWARDS)
    with pytest.raises(NothingAccepted):
        operations.accept_claim(claim, accepted={}, by=cast.project, at=AFTERWARDS)
    operations.accept_claim(claim, accepted={"train": 8_000, "meals": 1_900}, by=cast.project, at=AFTERWARDS)

    with key_cache():
        assert Seminar.objects.get(session=session).read_travel().accepted == 9_900
        assert Seminar.objects.get(session=session).read_travel().paid == 0
    operations.pay_claim(TravelClaim.objects.get(), by=cast.head, at=AFTERWARDS)
    with key_cache():
        assert Seminar.objects.get(session=session).read_travel().paid == 9_900


def test_a_claim_is_opened_by_its_owner_and_by_whoever_settles_and_by_nobody_else(cast: Cast) -> None:
    _session, rows = held_seminar(cast.nora, cast.claire)
    own = next(row for row in rows if row.account == cast.claire.pk)
    claim = operations.keep_claim(own, claim=a_claim(), send=True, by=cast.claire, at=AFTERWARDS)

    with key_cache(), pytest.raises(Sealed):
        claim.read()
    for stranger in (cast.karim, cast.nora, cast.anne, cast.lawyer):
        with pytest.raises(NotAllowed):
            operations.open_own_claim(claim, by=stranger, at=AFTERWARDS)
        with pytest.raises(NotAllowed):
            operations.accept_claim(claim, accepted={}, by=stranger, at=AFTERWARDS)
    with pytest.raises(NotAllowed):
        operations.keep_claim(rows[0], claim=a_claim(), send=True, by=cast.claire, at=AFTERWARDS)
    assert AuditEntry.objects.filter(event="travel_claim_kept").count() == 1


def test_nobody_settles_a_claim_of_their_own(cast: Cast) -> None:
    _session, rows = held_seminar(cast.nora, cast.claire)
    own = next(row for row in rows if row.account == cast.claire.pk)
    claim = operations.keep_claim(own, claim=a_claim(), send=True, by=cast.claire, at=AFTERWARDS)
    accounts.grant_role(cast.claire, role="project_officer", organisation=None, by=None, at=AT)
    settler = User.objects.get(pk=cast.claire.pk)

    with pytest.raises(OwnClaim):
        operations.accept_claim(claim, accepted={"train": 8_450}, by=settler, at=AFTERWARDS)
    operations.accept_claim(claim, accepted={"train": 8_450}, by=cast.project, at=AFTERWARDS)
    claim = TravelClaim.objects.get()
    with pytest.raises(OwnClaim):
        operations.pay_claim(claim, by=settler, at=AFTERWARDS)


def test_only_who_came_to_a_held_seminar_claims_and_never_nothing(cast: Cast) -> None:
    session, rows = held_seminar(cast.nora, cast.claire)
    with pytest.raises(NothingClaimed):
        operations.keep_claim(rows[0], claim=a_claim(asked={}), send=True, by=cast.project, at=AFTERWARDS)
    nobody = {rows[1]: set[int]()}
    type_sheet(session, present=nobody, by=cast.nora, at=AFTERWARDS)
    with pytest.raises(NotNow):
        operations.keep_claim(rows[1], claim=a_claim(), send=True, by=cast.claire, at=AFTERWARDS)

    coming_one = a_seminar(cast.nora, starts_on=session.starts_on + timedelta(days=90))
    row = Registration(session=coming_one, state="registered", account=cast.claire.pk)
    with pytest.raises(NotNow):
        operations.keep_claim(row, claim=a_claim(), send=True, by=cast.claire, at=AFTERWARDS)


# The year, the opinion, forgetting


def test_the_year_counts_what_is_held_or_planned_and_says_when_the_second_is_missing(cast: Cast) -> None:
    a_seminar(cast.nora)
    march, september = of_year(2026, date(2026, 3, 17)), of_year(2026, date(2026, 9, 1))
    assert (march.count, march.wanted, march.is_late) == (1, 2, False)
    assert september.is_late
    a_seminar(cast.nora, opened=False, starts_on=date(2026, 11, 3))
    assert not of_year(2026, date(2026, 9, 1)).is_late


def test_the_form_of_the_network_goes_out_once_anonymous_and_in_both_languages(cast: Cast) -> None:
    session, _rows = held_seminar(cast.nora, cast.claire)
    with pytest.raises(AfterItWasHeld):
        operations.ask_opinion(
            a_seminar(cast.nora), label="x", address_of=lambda use, token: token, by=cast.nora, at=AT
        )
    operations.ask_opinion(session, label="x", address_of=lambda use, token: token, by=cast.nora, at=AFTERWARDS)
    with pytest.raises(AskedAlready):
        operations.ask_opinion(session, label="x", address_of=lambda use, token: token, by=cast.nora, at=AFTERWARDS)

    survey, sending = Survey.objects.get(), Sending.objects.get()
    content = survey.latest.read()
    assert survey.is_anonymous
    assert (sending.about, sending.state) == (session.pk, "open")
    assert all(question.label.keys() == {"fr", "en"} for question in content.questions)
    assert any("coordination" in question.label["fr"].casefold() for question in content.questions)


def test_a_seminar_goes_whole_once_its_time_is_past(cast: Cast) -> None:
    session, rows = held_seminar(cast.nora, cast.claire)
    a_slot(session, cast.nora)
    a_decision(session, cast.nora)
    operations.keep_claim(rows[1], claim=a_claim(), send=True, by=cast.claire, at=AFTERWARDS)
    called = a_call(cast.nora)
    operations.support_topic(called, of=a_topic(cast.nora), organisation=cast.s058.organisation, by=cast.claire, at=AT)
    a_subject(called, cast.s058.organisation, cast.claire)

    cancel_session(called, by=cast.nora, at=AT)
    assert forget_old(AT + timedelta(days=6 * 365)) == 2
    for model in (Slot, Decision, TravelClaim, Support, Subject, Seminar):
        assert not model._default_manager.exists()


# Notes of whoever leads a part


def led(cast: Cast) -> tuple[Session, Slot, list[Registration]]:
    """A seminar that took place: Claire leads its workshop, by her account; Camille came by a link."""
    session, rows = held_seminar(cast.nora, cast.claire)
    slot = a_slot(session, cast.nora, leader=rows[1])
    return session, slot, rows


def test_whoever_leads_a_part_notes_it_from_the_first_day_until_the_minutes_are_out(cast: Cast) -> None:
    session, slot, _rows = led(cast)
    with pytest.raises(NotNow):
        operations.write_notes(slot, text="Trop tôt.", by=cast.claire, at=AT)

    operations.write_notes(slot, text="Tout le monde attend.", version=1, by=cast.claire, at=LATER)

    with key_cache():
        assert Slot.objects.get().read_notes() == Notes("Tout le monde attend.", cast.claire.name)
    with pytest.raises(Stale):
        operations.write_notes(slot, text="Autrement.", version=1, by=cast.nora, at=LATER)
    operations.publish_minutes(session, by=cast.nora, at=LATER)
    with pytest.raises(MinutesOut):
        operations.write_notes(slot, text="Trop tard.", by=cast.claire, at=LATER)


def test_nobody_else_notes_it_and_no_break_is_noted(cast: Cast) -> None:
    session, slot, rows = led(cast)
    other = a_slot(session, cast.nora, "Un autre", at="11:00")
    for user in (cast.karim, cast.anne, cast.lawyer, cast.other_manager):
        with pytest.raises(NotAllowed):
            operations.write_notes(slot, text="x", by=user, at=LATER)
    with pytest.raises(NotAllowed):
        operations.write_notes(other, text="x", by=cast.claire, at=LATER)
    link = PersonalLink.objects.get(registration=rows[0], use=PersonalLink.OWN)
    with pytest.raises(NotAllowed):
        operations.write_notes(slot, text="x", by=None, link=link, at=LATER)

    operations.change_slot(slot, part=part(leader=rows[0]), by=cast.nora, at=LATER)
    operations.write_notes(slot, text="Par un lien.", by=None, link=link, at=LATER)
    with pytest.raises(NotAllowed):
        operations.write_notes(slot, text="x", by=cast.claire, at=LATER)
    with pytest.raises(NotAllowed):
        operations.write_notes(slot, text="x", by=None, at=LATER)
    operations.change_slot(slot, part=part(kind="break", leader=rows[0]), by=cast.nora, at=LATER)
    with pytest.raises(NotNow):
        operations.write_notes(slot, text="x", by=None, link=link, at=LATER)


def test_only_somebody_with_a_seat_leads_and_is_told_once(cast: Cast) -> None:
    _session, slot, rows = led(cast)
    _other, strangers = held_seminar(cast.project)
    with pytest.raises(NotComing):
        operations.change_slot(slot, part=part(leader=strangers[0]), by=cast.nora, at=LATER)

    told = OutboxMessage.objects.count()
    operations.change_slot(slot, part=part(leader=rows[0]), by=cast.nora, at=LATER)
    operations.change_slot(slot, part=part("Autrement", leader=rows[0]), by=cast.nora, at=LATER)
    assert OutboxMessage.objects.count() == told + 1


def test_an_hour_is_said_as_each_language_says_it_and_understood_as_said() -> None:
    for language, said in (("fr", "9\u00a0h\u00a030"), ("en", "9:30")):
        with translation.override(language):
            assert words.clock(time(9, 30)) == said
            assert HourField("?").clean(said) == time(9, 30)
