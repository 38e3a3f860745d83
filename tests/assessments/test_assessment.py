from __future__ import annotations

import itertools
from datetime import timedelta

import pytest

from havre.assessments.content import Actor, Danger, Decision, PlantedSign
from havre.assessments.events import AssessmentDecided, DangerChanged, RiskSet
from havre.assessments.models import Assessment
from havre.assessments.operations.common import AssessmentClosed, Incomplete, danger_of, of_person, trafficking_of
from havre.assessments.operations.danger import copy_danger_fact, note_danger
from havre.assessments.operations.decisions import DECISIONS, NothingInstead, decide
from havre.assessments.operations.levels import AlarmRuns, raise_to_very_high, restore_level, review_due, set_risk
from havre.assessments.operations.opening import reopen, start
from havre.assessments.operations.trafficking import (
    NothingToReview,
    OwnSecondOpinion,
    give_second_opinion,
    note_planted_sign,
    note_trafficking,
)
from havre.assessments.policies import NoLevel, PresumedMinor, justice_agreement
from havre.assessments.states import ASSESSMENT
from havre.common.dataclass_json import from_json
from havre.people.operations import assign, withdraw_agreement
from havre.people.policies import NoAgreement
from havre.people.profiles import Member, Profile
from havre.record import events, timeline
from havre.record.operations import NotAllowed, Stale, operation
from havre.record.transitions import NotNow
from havre.referrals.content import Account, Referrer, Submission
from havre.referrals.events import ReferralTakenUp
from havre.referrals.operations import submit_referral, take_up
from havre.vault.gate import Sealed, secrets_open
from tests.assessments.story import NICE, alix, assessed, plain
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    told: list[object] = []
    for kind in (AssessmentDecided, DangerChanged, RiskSet):
        monkeypatch.setitem(events._handlers, kind, [told.append])
    return told


def conclude(assessment: Assessment, cast: Cast, reasons: str = "dette, menaces") -> None:
    note_trafficking(
        assessment, exploitation=["SexualExploitation"], means=["DebtBondage"], recruitment=["AtWork"],
        status="PossibleVictimOfTrafficking", reasons=reasons, by=cast.nora, at=AT,
    )  # fmt: skip


def test_taking_a_situation_up_begins_its_assessment(cast: Cast) -> None:
    person = alix(cast)

    @operation
    def take_up(*, by: object, at: object) -> None:
        events.publish(ReferralTakenUp(person.pk, cast.nora.pk))

    take_up(by=cast.nora, at=AT)
    take_up(by=cast.nora, at=AT)

    assessment = Assessment.objects.get()
    assert (assessment.state, assessment.risk_level) == ("open", "")
    assert trafficking_of(assessment).exploitation == ["SexualExploitation"]


def test_a_conclusion_is_signed_and_another_person_gives_the_second_opinion(cast: Cast) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)
    with pytest.raises(NothingToReview):
        give_second_opinion(assessment, status="ActualVictimOfTrafficking", reasons="x", by=cast.marc, at=AT)
    conclude(assessment, cast)
    with pytest.raises(OwnSecondOpinion):
        give_second_opinion(assessment, status="ActualVictimOfTrafficking", reasons="x", by=cast.nora, at=AT)

    give_second_opinion(assessment, status="ActualVictimOfTrafficking", reasons="récit précis", by=cast.lawyer, at=AT)

    content = trafficking_of(Assessment.objects.get())
    assert content.decided and content.second_opinion
    assert (content.decided.signed.name, content.second_opinion.signed.name) == ("Nora B.", "Paul D.")
    assert content.decided.status == "PossibleVictimOfTrafficking"

    conclude(assessment, cast, reasons="autre récit")
    assert trafficking_of(assessment).second_opinion is None


def test_a_conclusion_needs_its_reasons_and_codes_alone_need_none(cast: Cast) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)
    with pytest.raises(Incomplete):
        conclude(assessment, cast, reasons=" ")

    note_trafficking(assessment, exploitation=["Other"], means=[], recruitment=[], by=cast.nora, at=AT)

    assert trafficking_of(assessment).decided is None
    assert trafficking_of(assessment).exploitation == ["Other"]


def test_the_sign_of_a_planted_person_is_secret_and_off_the_thread(cast: Cast) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)

    note_planted_sign(assessment, sign="demande où sont les autres", by=cast.nora, at=AT)

    with pytest.raises(Sealed):
        assessment.unseal("planted")
    with secrets_open():
        assert from_json(PlantedSign, assessment.unseal("planted")).sign == "demande où sont les autres"
    assert "planted_sign_noted" not in [line.event for line in timeline.read(assessment.person_id)]
    with pytest.raises(NotAllowed):
        note_planted_sign(assessment, sign="x", by=cast.marc, at=AT)


def test_danger_is_written_and_said_to_the_rooms_above(cast: Cast, heard: list[object]) -> None:
    assessment = assessed(cast)

    danger = danger_of(Assessment.objects.get())
    assert danger.zones == [NICE]
    assert danger.actors == [Actor("network", ["person"], ["debt_or_oath"])]
    assert heard == [DangerChanged(assessment.person_id), RiskSet(assessment.person_id, "high")]


def test_two_people_who_write_the_same_part_do_not_overwrite_each_other(cast: Cast) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)
    seen = assessment.version
    other = Assessment.objects.get()
    note_danger(other, zones=[], actors=[], severity=1, likelihood=1, version=seen, by=cast.marc, at=AT)

    with pytest.raises(Stale):
        note_danger(assessment, zones=[NICE], actors=[], severity=4, likelihood=4, version=seen, by=cast.nora, at=AT)
    assert danger_of(Assessment.objects.get()).severity == 1


def test_an_override_of_the_level_stays_visible_with_what_the_rule_said(cast: Cast) -> None:
    assessment = assessed(cast, level="very_high")

    entry = danger_of(assessment).history[-1]
    assert (entry.level, entry.proposed, entry.is_override) == ("very_high", "high", True)
    assert entry.signed and entry.signed.name == "Nora B."
    line = timeline.read(assessment.person_id)[0]
    assert plain(line.text) == "Niveau de risque fixé : très élevé ; la règle proposait élevé"

    set_risk(assessment, level="high", reason="d’accord avec la règle", by=cast.nora, at=AT)
    assert not danger_of(assessment).history[-1].is_override
    assert len(danger_of(assessment).history) == 2


@pytest.mark.parametrize(("level", "days"), [("low", 90), ("medium", 90), ("high", 30), ("very_high", 30)])
def test_the_level_is_reviewed_after_thirty_or_ninety_days(cast: Cast, level: str, days: int) -> None:
    assessment = assessed(cast, level=level)

    assert review_due(assessment.person_id) == AT + timedelta(days=days)


def test_a_level_without_a_reason_is_refused(cast: Cast) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)

    with pytest.raises(Incomplete):
        set_risk(assessment, level="low", reason="  ", by=cast.nora, at=AT)
    assert Assessment.objects.get().risk_level == ""


def test_an_alarm_holds_the_level_until_it_is_cleared(cast: Cast) -> None:
    assessment = assessed(cast, level="medium")

    raise_to_very_high(assessment.person_id, cause="arrival", by=None, at=AT)
    raise_to_very_high(assessment.person_id, cause="arrival", by=None, at=AT)

    fresh = Assessment.objects.get()
    assert fresh.risk_level == "very_high"
    assert [entry.how for entry in danger_of(fresh).history] == ["set", "alarm"]
    with pytest.raises(AlarmRuns):
        set_risk(fresh, level="low", reason="elle va bien", by=cast.nora, at=AT)

    restore_level(assessment.person_id, by=cast.judith, at=AT)

    fresh = Assessment.objects.get()
    assert fresh.risk_level == "medium"
    assert danger_of(fresh).history[-1].how == "cleared"
    set_risk(fresh, level="low", reason="elle va bien", by=cast.nora, at=AT)


def test_a_fact_from_justice_is_copied_with_her_agreement_only_and_leaves_with_it(cast: Cast) -> None:
    assessment = assessed(cast)
    with pytest.raises(NoAgreement):
        copy_danger_fact(assessment, kind="release", text="sort en avril", by=cast.nora, at=AT)

    copy_danger_fact(
        assessment,
        kind="release",
        text="sort en avril",
        agreed_how="spoken",
        agreed_language="pcm",
        by=cast.nora,
        at=AT,
    )
    copy_danger_fact(assessment, kind="testimony", text="audience en mai", by=cast.nora, at=AT)

    danger = danger_of(assessment)
    assert [(fact.kind, fact.source) for fact in danger.facts] == [
        ("release", "copied from justice"),
        ("testimony", "copied from justice"),
    ]
    agreement = justice_agreement(assessment.person_id)
    assert agreement is not None
    withdraw_agreement(agreement, by=cast.nora, at=AT)
    fresh = Assessment.objects.get()
    assert danger_of(fresh).facts == []
    assert fresh.risk_level == "high"


def test_a_search_is_decided_without_a_word_on_complaint_and_before_she_joins(cast: Cast, heard: list[object]) -> None:
    assessment = assessed(cast)

    decide(assessment, decision="search", reason="danger local", by=cast.nora, at=AT)

    assert heard[-1] == AssessmentDecided(assessment.person_id, "search")
    decision = from_json(Decision, Assessment.objects.get().unseal("decision"))
    assert (decision.kind, decision.signed.name) == ("search", "Nora B.")


def test_minors_and_ages_in_doubt_never_go_to_search(cast: Cast) -> None:
    for changes in ({"household": [Member("Feminine", 17)]}, {"age_in_doubt": True}):
        assessment = assessed(cast, alix(cast, **changes))
        with pytest.raises(PresumedMinor):
            decide(assessment, decision="search", reason="danger local", by=cast.nora, at=AT)
        assert Assessment.objects.get(pk=assessment.pk).state == "open"


def test_a_search_waits_for_a_level_set_by_somebody(cast: Cast) -> None:
    assessment = start(alix(cast), by=cast.nora, at=AT)

    with pytest.raises(NoLevel):
        decide(assessment, decision="search", reason="danger local", by=cast.nora, at=AT)


def test_whoever_is_not_taken_in_is_offered_something_else(cast: Cast) -> None:
    assessment = assessed(cast)
    with pytest.raises(NothingInstead):
        decide(assessment, decision="redirected", reason="danger pas local", by=cast.nora, at=AT)
    with pytest.raises(Incomplete):
        decide(assessment, decision="redirected", reason="", instead="le 115", by=cast.nora, at=AT)

    decide(
        assessment, decision="redirected", code="danger_not_local", reason="danger pas local",
        instead="association locale, rendez-vous pris", by=cast.nora, at=AT,
    )  # fmt: skip

    assert Assessment.objects.get().state == "redirected"
    assert review_due(assessment.person_id) is None
    with pytest.raises(AssessmentClosed):
        note_danger(assessment, zones=[], actors=[], severity=1, likelihood=1, by=cast.nora, at=AT)


VERBS = [t.verb for t in ASSESSMENT.transitions]
STATES = [s.code for s in ASSESSMENT.states]


@pytest.mark.parametrize(("state", "verb"), list(itertools.product(STATES, VERBS)))
def test_every_state_and_every_verb(cast: Cast, state: str, verb: str) -> None:
    assessment = assessed(cast)
    if state != "open":
        decide(assessment, decision=state, reason="raison", instead="autre chose", by=cast.nora, at=AT)
    assert assessment.state == state

    def act() -> None:
        if verb == "reopen":
            reopen(assessment, by=cast.nora, at=AT)
        else:
            decision = verb.removeprefix("decide_")
            decide(assessment, decision=decision, reason="raison", instead="autre chose", by=cast.nora, at=AT)

    expected = ASSESSMENT.find(verb, state)
    if expected is None:
        with pytest.raises(NotNow):
            act()
        assert Assessment.objects.get().state == state
    else:
        act()
        assert Assessment.objects.get().state == expected.target


def test_only_the_coordination_decides(cast: Cast) -> None:
    assessment = assessed(cast)
    for user in (cast.lawyer, cast.officer, cast.anne, cast.claire, cast.escort, cast.administrator, cast.project):
        for decision in DECISIONS:
            with pytest.raises(NotAllowed):
                decide(assessment, decision=decision, reason="x", instead="x", by=user, at=AT)
        with pytest.raises(NotAllowed):
            set_risk(assessment, level="low", reason="x", by=user, at=AT)


def test_what_is_sealed_comes_back_as_it_was(cast: Cast) -> None:
    person = alix(cast)
    assign(person, coordinator=cast.nora, by=cast.nora, at=AT)
    assessment = assessed(cast, person)

    assert isinstance(danger_of(assessment), Danger)
    assert of_person(person.pk) == assessment


def test_what_the_referrer_said_of_the_danger_is_where_the_assessment_begins(cast: Cast) -> None:
    referral = submit_referral(
        data=Submission(
            profile=Profile(household=[Member("Feminine", 24)], exploitation=["ForcedLabour"]),
            referrer=Referrer(phone="0601020304"),
            account=Account(areas=["FR-06", "FR-83"], reach="le réseau va jusqu’à Toulon"),
        ),
        organisation=cast.hospital, by=cast.anne, at=AT,
    )  # fmt: skip

    take_up(referral, by=cast.nora, at=AT)

    assessment = Assessment.objects.get()
    assert [(zone.area, zone.why) for zone in danger_of(assessment).zones] == [
        ("FR-06", "dit par le service qui oriente"),
        ("FR-83", "dit par le service qui oriente"),
    ]
    assert trafficking_of(assessment).exploitation == ["ForcedLabour"]
    assert assessment.risk_level == ""
