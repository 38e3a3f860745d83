from __future__ import annotations

import itertools
import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.assessments.content import Zone
from havre.assessments.models import Assessment
from havre.assessments.operations.danger import note_danger
from havre.assessments.operations.levels import set_risk
from havre.directory.operations import accounts
from havre.people.models import Person
from havre.people.operations import give_agreement
from havre.placements.content import read
from havre.placements.models import Override
from havre.placements.operations.overrides import (
    REVIEW,
    AlreadyAskedFor,
    FarEnough,
    Incompatible,
    NotYourOwnReview,
    SayWhyNear,
    TwoPeople,
    ask_override,
    grant_override,
    is_night,
    next_working_evening,
    refuse_override,
    review_override,
)
from havre.placements.policies import TooNear, UnknownPlace
from havre.placements.states import OVERRIDE
from havre.placements.stored import OverrideContent
from havre.record import clocks, timeline
from havre.record.models import OutboxMessage
from havre.record.operations import NotAllowed
from havre.record.transitions import NotNow
from tests.assessments.story import alix, assessed, searching
from tests.cast import AT, Cast, account
from tests.placements.test_search import move_in, offer, place_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
NIGHT = datetime(2026, 3, 17, 22, 30, tzinfo=UTC)  # 23 h 30 in Paris


def joined(cast: Cast, **changes: object) -> Person:
    person = searching(cast, alix(cast, **changes))
    give_agreement(person, kind="join", how="spoken", by=cast.nora, at=AT)
    return person


def asked(cast: Cast, person: Person, *, by: User | None = None, at: datetime = AT) -> Override:
    place_id = uuid.UUID(place_of(cast.s002))
    return ask_override(person, place_id=place_id, reason="sa sœur y vit", by=by or cast.nora, at=at)


def test_a_place_nearer_than_the_rule_waits_for_two_people(cast: Cast) -> None:
    person = joined(cast)
    with pytest.raises(TooNear):
        offer(cast, person, cast.s002)
    override = asked(cast, person)
    with pytest.raises(TooNear):
        offer(cast, person, cast.s002)
    with pytest.raises(TwoPeople):
        grant_override(override, by=cast.nora, at=AT)
    with pytest.raises(TooNear):
        offer(cast, person, cast.s002)

    grant_override(override, answer="vu avec elle", by=cast.marc, at=AT)

    content = read(override, "content", OverrideContent)
    assert (content.asked_name, content.granted_name, content.alone) == ("Nora B.", "Marc T.", False)
    assert content.km < content.min_km == 200
    assert offer(cast, person, cast.s002).state == "asked"
    other = joined(cast)
    with pytest.raises(TooNear):
        offer(cast, other, cast.s002)


def test_duty_decides_alone_at_night_only_and_loudly(cast: Cast) -> None:
    person = joined(cast)
    by_day = asked(cast, person, by=cast.judith)
    with pytest.raises(TwoPeople):
        grant_override(by_day, by=cast.judith, at=AT)
    refuse_override(by_day, answer="pas encore", by=cast.marc, at=AT)
    not_on_duty = asked(cast, person, by=cast.nora, at=NIGHT)
    with pytest.raises(TwoPeople):
        grant_override(not_on_duty, by=cast.nora, at=NIGHT)
    refuse_override(not_on_duty, answer="pas encore", by=cast.marc, at=NIGHT)
    override = asked(cast, person, by=cast.judith, at=NIGHT)
    before = OutboxMessage.objects.filter(recipient=cast.head.pk).count()

    grant_override(override, by=cast.judith, at=NIGHT)

    assert read(override, "content", OverrideContent).alone
    assert OutboxMessage.objects.filter(recipient=cast.head.pk).count() == before + 1
    [clock] = clocks.running(person.pk).filter(code=REVIEW)
    assert clock.due_at == datetime(2026, 3, 18, 17, 0, tzinfo=UTC)
    assert timeline.read(person.pk)[0].event == "override_granted_alone"
    assert offer(cast, person, cast.s002).state == "asked"


@pytest.mark.parametrize(
    ("hour", "night"), [(6, True), (7, False), (12, False), (21, False), (22, True), (23, True), (0, True)]
)
def test_the_night_goes_from_ten_to_seven(hour: int, night: bool) -> None:
    local = datetime(2026, 3, 17, hour, 0, tzinfo=UTC) - timedelta(hours=1)

    assert is_night(local) is night


def test_the_next_working_day_skips_saturday_and_sunday() -> None:
    friday = datetime(2026, 3, 20, 22, 30, tzinfo=UTC)

    assert next_working_evening(friday) == datetime(2026, 3, 23, 17, 0, tzinfo=UTC)


def test_the_head_reads_it_again_and_one_that_does_not_stand_is_over(cast: Cast) -> None:
    person = joined(cast)
    override = asked(cast, person, by=cast.judith, at=NIGHT)
    grant_override(override, by=cast.judith, at=NIGHT)
    for user in (cast.judith, cast.marc, cast.lawyer):
        with pytest.raises((NotAllowed, NotYourOwnReview)):
            review_override(override, stands=True, answer="vu", by=user, at=AT + timedelta(days=1))

    review_override(override, stands=False, answer="trop près", by=cast.head, at=AT + timedelta(days=1))

    assert not clocks.running(person.pk).filter(code=REVIEW).exists()
    row = Override.objects.get()
    assert (row.state, row.person, row.place, row.content) == ("reviewed", None, None, None)
    [kept] = Person.objects.get().unseal("past")["overrides"]
    assert (kept["stands"], kept["place"], kept["reviewed_name"]) == (False, place_of(cast.s002), "Inès R.")
    with pytest.raises(TooNear):
        offer(cast, person, cast.s002)


def test_one_that_stands_after_review_still_opens_the_place(cast: Cast) -> None:
    person = joined(cast)
    override = asked(cast, person)
    grant_override(override, by=cast.marc, at=AT)

    review_override(override, stands=True, answer="d’accord", by=cast.head, at=AT)

    assert offer(cast, person, cast.s002).state == "asked"


def test_an_exception_is_for_a_near_place_alone_and_says_why(cast: Cast) -> None:
    person = joined(cast, network="tag-1")
    for reason in ("", "  "):
        with pytest.raises(SayWhyNear):
            ask_override(person, place_id=uuid.UUID(place_of(cast.s002)), reason=reason, by=cast.nora, at=AT)
    with pytest.raises(FarEnough):
        ask_override(person, place_id=uuid.UUID(place_of(cast.s058)), reason="x", by=cast.nora, at=AT)
    with pytest.raises(UnknownPlace):
        ask_override(person, place_id=uuid.uuid4(), reason="x", by=cast.nora, at=AT)
    override = asked(cast, person)
    with pytest.raises(AlreadyAskedFor):
        asked(cast, person)
    grant_override(override, by=cast.marc, at=AT)
    with pytest.raises(AlreadyAskedFor):
        asked(cast, person)


def test_no_exception_opens_a_place_beside_her_network(cast: Cast) -> None:
    person = joined(cast, network="tag-1")
    move_in(alix(cast), cast.s002, by=cast.nora, at=AT, network="tag-1")

    with pytest.raises(Incompatible):
        asked(cast, person)


def test_an_exception_falls_when_more_distance_is_needed_or_the_place_is_nearer(cast: Cast) -> None:
    for change in ("level", "zones", "nothing"):
        person = joined(cast)
        assessment = Assessment.objects.get(person=person)
        grant_override(asked(cast, person), by=cast.marc, at=AT)
        if change == "level":
            set_risk(assessment, level="very_high", reason="menaces", by=cast.nora, at=AT)
        else:
            zones = [Zone(area="FR-06"), *([Zone(area="FR-84")] if change == "zones" else [])]
            note_danger(assessment, zones=zones, actors=[], severity=3, likelihood=2, by=cast.nora, at=AT)

        if change == "nothing":
            assert offer(cast, person, cast.s002).state == "asked"
        else:
            with pytest.raises(TooNear):
                offer(cast, person, cast.s002)
            assert "override_lapsed" in [line.event for line in timeline.read(person.pk)]


def test_one_granted_alone_is_reviewed_even_after_it_fell(cast: Cast) -> None:
    person = joined(cast)
    grant_override(asked(cast, person, by=cast.judith, at=NIGHT), by=cast.judith, at=NIGHT)
    set_risk(Assessment.objects.get(), level="very_high", reason="menaces", by=cast.nora, at=NIGHT)

    override = Override.objects.get()
    assert (override.state, override.place) == ("granted", None)
    assert clocks.running(person.pk).filter(code=REVIEW).exists()
    review_override(override, stands=True, answer="vu", by=cast.head, at=NIGHT + timedelta(days=1))
    assert not clocks.running(person.pk).filter(code=REVIEW).exists()


VERBS = ("grant", "refuse", "review")
STATES = [state.code for state in OVERRIDE.states]


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(STATES, VERBS)))
def test_every_state_and_every_verb(cast: Cast, state: str, verb: str) -> None:
    person = assessed(cast).person
    override = asked(cast, person)
    acts = {
        "grant": lambda: grant_override(override, by=cast.marc, at=AT),
        "refuse": lambda: refuse_override(override, answer="non", by=cast.marc, at=AT),
        "review": lambda: review_override(override, stands=True, answer="vu", by=cast.head, at=AT),
    }
    for step in {"asked": (), "granted": ("grant",), "refused": ("refuse",), "reviewed": ("grant", "review")}[state]:
        acts[step]()
    override = Override.objects.get()

    if OVERRIDE.find(verb, state) is None:
        with pytest.raises(NotNow):
            acts[verb]()
        assert Override.objects.get().state == state
    else:
        acts[verb]()
        found = OVERRIDE.find(verb, state)
        assert found is not None
        assert Override.objects.get().state == found.target


def test_only_who_may_approve_grants(cast: Cast) -> None:
    override = asked(cast, joined(cast))
    for user in (cast.lawyer, cast.officer, cast.anne, cast.claire, cast.escort, cast.administrator, cast.project):
        with pytest.raises(NotAllowed):
            grant_override(override, by=user, at=AT)
        with pytest.raises(NotAllowed):
            refuse_override(override, answer="non", by=user, at=AT)
    second = account("Iris P.", "coordinator")
    accounts.set_duty(second, rank=2, starts_at=AT - timedelta(days=1), ends_at=AT + timedelta(days=1), by=None, at=AT)
    grant_override(override, by=second, at=AT)


def test_the_place_of_an_exception_in_force_is_not_told_to_a_colleague(cast: Cast, client: Client) -> None:
    person = joined(cast)
    override = asked(cast, person)
    where = reverse("placements:search", args=[person.pk])

    def told(reader: User) -> list[str]:
        client.force_login(reader)
        return [code for code, _one in client.get(where).context["asked"]]

    assert told(cast.nora) == ["S002-1"]
    assert told(cast.marc) == [""]  # who answers judges a distance

    grant_override(override, by=cast.marc, at=AT)

    assert told(cast.nora) == ["S002-1"]
    assert told(cast.marc) == [""]
