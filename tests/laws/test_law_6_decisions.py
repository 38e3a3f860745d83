"""Law 6: a named person decides, never the tool. Who, when and why stay; going against a proposal always shows."""

from __future__ import annotations

import pytest

from havre.assessments.content import SET
from havre.assessments.operations.common import danger_of, trafficking_of
from havre.assessments.operations.decisions import decide
from havre.assessments.operations.levels import set_risk
from havre.assessments.operations.trafficking import give_second_opinion, note_trafficking
from havre.placements import engine
from havre.placements.content import read
from havre.placements.models import Override
from havre.placements.operations.overrides import ask_override, grant_override
from havre.placements.operations.search import decide_search, kept_searches, make_search
from havre.placements.stored import OverrideContent
from havre.record import timeline
from havre.record.operations import NotAllowed, Refusal
from tests.cast import Cast
from tests.stories import place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_the_level_keeps_what_the_rule_proposed_who_chose_otherwise_and_why(cast: Cast) -> None:
    it = walk(cast, "taken_up")
    from tests.stories import be_assessed

    be_assessed(it)
    set_risk(it.assessment, level="low", reason="elle connaît déjà la région", by=cast.marc, at=it.at(5))

    last = danger_of(it.assessment).history[-1]
    assert last.how == SET
    assert last.signed is not None
    assert (last.level, last.reason) == ("low", "elle connaît déjà la région")
    assert (last.signed.name, last.signed.at) == (cast.marc.name, it.at(5))
    assert last.proposed not in ("", "low")
    assert last.is_override
    assert any(line.event == "risk_overridden" and line.by == cast.marc.pk for line in timeline.read(it.person.pk))


def test_nothing_is_decided_without_a_reason(cast: Cast) -> None:
    it = walk(cast, "assessed")

    for attempt in (
        lambda: set_risk(it.assessment, level="low", reason=" ", by=cast.nora, at=it.at(5)),
        lambda: decide(it.assessment, decision="search", reason="", by=cast.nora, at=it.at(5)),
        lambda: ask_override(it.person, place_id=place_of(cast.s002), reason="", by=cast.nora, at=it.at(5)),
        lambda: note_trafficking(
            it.assessment, exploitation=[], means=[], recruitment=[], status="NotAVictimOfTrafficking", reasons="",
            by=cast.nora, at=it.at(5),
        ),
    ):  # fmt: skip
        with pytest.raises(Refusal):
            attempt()


def test_what_happened_to_her_is_concluded_by_a_name_and_reviewed_by_another(cast: Cast) -> None:
    it = walk(cast, "assessed")
    decided = trafficking_of(it.assessment).decided
    assert decided is not None
    assert (decided.signed.by, decided.signed.at) == (str(cast.nora.pk), it.at(2))

    with pytest.raises(Refusal):
        give_second_opinion(it.assessment, status="ActualVictimOfTrafficking", reasons="x", by=cast.nora, at=it.at(5))
    give_second_opinion(it.assessment, status="ActualVictimOfTrafficking", reasons="récit", by=cast.head, at=it.at(5))

    content = trafficking_of(it.assessment)
    assert content.second_opinion is not None
    assert content.second_opinion.signed.name == cast.head.name
    assert content.decided == decided


def test_a_search_keeps_inputs_version_and_reasons_and_the_choice_its_rank(cast: Cast) -> None:
    it = walk(cast, "searched")
    [(search, kept)] = kept_searches(it.person)
    assert kept.problem is not None
    assert kept.result is not None
    assert (kept.engine, kept.name, kept.at) == (engine.ENGINE, cast.nora.name, it.at(5))
    assert len(kept.digest) == 64
    assert all(kept.result["excluded"].values()), "every excluded place says why"
    assert kept.decision is None, "the tool decides nothing"

    near = place_of(cast.s002)
    decide_search(search, place=near, reason="sa sœur y vit", by=cast.judith, at=it.at(6))

    [(_search, kept)] = kept_searches(it.person)
    assert kept.decision is not None
    assert (kept.decision.name, kept.decision.at, kept.decision.reason) == (cast.judith.name, it.at(6), "sa sœur y vit")
    assert kept.decision.is_override
    assert "too_near" in kept.decision.against
    assert "search_decided_otherwise" in {line.event for line in timeline.read(it.person.pk)}


def test_the_decision_keeps_who_when_and_why(cast: Cast) -> None:
    it = walk(cast, "searching")

    decision = it.assessment.unseal("decision")

    assert (decision["kind"], decision["reason"]) == ("search", "danger local")
    assert decision["signed"]["by"] == str(cast.nora.pk)
    assert decision["signed"]["name"] == cast.nora.name


def test_an_exception_shows_both_people(cast: Cast) -> None:
    it = walk(cast, "searching")
    asked = ask_override(it.person, place_id=place_of(cast.s002), reason="sa sœur y vit", by=cast.nora, at=it.at(5))
    grant_override(asked, answer="vu avec elle", by=cast.marc, at=it.at(6))

    content = read(Override.objects.get(pk=asked.pk), "content", OverrideContent)

    assert (content.asked_name, content.granted_name) == (cast.nora.name, cast.marc.name)
    assert (content.reason, content.answer) == ("sa sœur y vit", "vu avec elle")
    assert content.km < content.min_km


def test_no_sweep_and_no_engine_decides(cast: Cast) -> None:
    """Deciding operations refuse when nobody is named."""
    it = walk(cast, "searched")

    for attempt in (
        lambda: decide(it.assessment, decision="on_hold", reason="x", by=None, at=it.at(6)),  # type: ignore[arg-type]
        lambda: set_risk(it.assessment, level="low", reason="x", by=None, at=it.at(6)),  # type: ignore[arg-type]
        lambda: make_search(it.person, by=None, at=it.at(6)),  # type: ignore[arg-type]
        lambda: decide_search(it.search, place=it.place, by=None, at=it.at(6)),  # type: ignore[arg-type]
    ):
        with pytest.raises(NotAllowed):
            attempt()
