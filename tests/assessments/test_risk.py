from __future__ import annotations

import itertools

import pytest

from havre.assessments.content import Actor, Danger, JusticeFact, Signature
from havre.assessments.risk import LEVELS, propose, steps
from havre.countries.fr.danger import JUSTICE_FACTS, LEAKS, THREATENING, THREATS, WITHOUT_EFFECT
from tests.cast import AT

TABLE = {  # severity → level for likelihood 1, 2, 3, 4: to 3 low, to 6 medium, to 9 high, above very high
    1: ("low", "low", "low", "medium"),
    2: ("low", "medium", "medium", "high"),
    3: ("low", "medium", "high", "very_high"),
    4: ("medium", "high", "very_high", "very_high"),
}
SCALE = (1, 2, 3, 4)


def danger(severity: int | None, likelihood: int | None, *threats: str, facts: int = 0) -> Danger:
    signed = Signature("", "Nora B.", AT)
    return Danger(
        actors=[Actor("network", ["person"], list(threats))],
        severity=severity,
        likelihood=likelihood,
        facts=[JusticeFact("release", "sort le 3", signed, "a")] * facts,
    )


def level(found: Danger) -> str:
    proposal = propose(found)
    assert proposal is not None
    return proposal.level


@pytest.mark.parametrize(("severity", "likelihood"), list(itertools.product(SCALE, SCALE)))
def test_severity_times_likelihood_gives_the_level(severity: int, likelihood: int) -> None:
    assert level(danger(severity, likelihood)) == TABLE[severity][likelihood - 1]


def test_threats_raise_the_likelihood_by_at_most_two_steps() -> None:
    assert [steps(count) for count in range(6)] == [0, 1, 1, 2, 2, 2]
    assert level(danger(2, 1)) == "low"
    assert level(danger(2, 1, "debt_or_oath")) == "medium"
    assert level(danger(3, 1, "debt_or_oath", "knows_phone", "author_free")) == "high"
    assert level(danger(4, 4, "debt_or_oath", "knows_phone", "author_free")) == "very_high"


def test_a_place_that_is_known_is_very_high_whatever_the_rest() -> None:
    for leak in LEAKS:
        for severity, likelihood in [*itertools.product(SCALE, SCALE), (None, None)]:
            assert level(danger(severity, likelihood, leak)) == "very_high"


def test_nothing_is_proposed_before_both_are_said() -> None:
    assert propose(danger(None, 3, "debt_or_oath")) is None
    assert propose(danger(3, None, "debt_or_oath", facts=2)) is None


def test_no_threat_and_no_fact_from_justice_ever_lowers_the_level() -> None:
    threats = list(THREATS)
    for severity, likelihood in itertools.product(SCALE, SCALE):
        for count in range(len(threats)):
            before = propose(danger(severity, likelihood, *threats[:count]))
            more = propose(danger(severity, likelihood, *threats[: count + 1]))
            copied = propose(danger(severity, likelihood, *threats[:count], facts=1))
            assert before and more and copied
            assert LEVELS.index(more.level) >= LEVELS.index(before.level)
            assert LEVELS.index(copied.level) >= LEVELS.index(before.level)


def test_police_protection_and_a_detained_author_count_for_nothing() -> None:
    for severity, likelihood in itertools.product(SCALE, SCALE):
        assert propose(danger(severity, likelihood, *sorted(WITHOUT_EFFECT))) == propose(danger(severity, likelihood))


def test_the_lists_name_roles_and_say_what_they_are() -> None:
    assert set(THREATENING) == {"trafficker", "network", "family", "debt_holder", "spouse", "client"}
    assert all(JUSTICE_FACTS.label(code) for code in JUSTICE_FACTS)
