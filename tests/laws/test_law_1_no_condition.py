"""Law 1: no question, no rule and no rank asks whether she complained or cooperates; what danger says only raises."""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import json
import pkgutil
import re
from collections.abc import Iterator

import pytest
from django import forms

import havre
from havre.assessments.content import Danger
from havre.assessments.operations.danger import copy_danger_fact
from havre.assessments.operations.decisions import decide
from havre.assessments.risk import propose
from havre.countries.fr.danger import JUSTICE_FACTS
from havre.countries.fr.network import REFUSALS_TO_HEAD, SHELTER_REFUSALS
from havre.placements import engine
from havre.placements.content import ForShelter
from havre.placements.engine import rules
from havre.placements.operations.offers import refuse_offer
from havre.placements.operations.search import kept_searches, make_search
from havre.record import clocks
from havre.referrals.content import Submission
from tests.cast import Cast
from tests.stories import walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

COOPERATION = re.compile(
    r"complain|plainte|cooperat|coop[ée]r|testif|t[ée]moign|justice|police|procedure|proc[ée]dure", re.I
)


def modules() -> Iterator[object]:
    for found in pkgutil.walk_packages(havre.__path__, "havre."):
        if ".migrations" not in found.name and ".demo" not in found.name:
            yield importlib.import_module(found.name)


def all_forms() -> set[type[forms.BaseForm]]:
    return {
        kind
        for module in modules()
        for kind in vars(module).values()
        if inspect.isclass(kind) and issubclass(kind, forms.BaseForm) and kind.__module__.startswith("havre.")
    }


def test_no_form_asks_for_a_complaint_or_for_cooperation() -> None:
    asked = {
        f"{form.__module__}.{form.__name__}.{name}": str(field.label or "")
        for form in all_forms()
        for name, field in getattr(form, "base_fields", {}).items()
    }
    assert len(asked) > 100

    suspicious = {where for where, label in asked.items() if COOPERATION.search(where.rsplit(".", 1)[1] + " " + label)}

    assert suspicious == ALLOWED


ALLOWED: set[str] = set()
"""Questions that name the law and are about danger alone; each with its reason beside it."""


def test_no_mandatory_question_but_how_to_reach_the_referrer() -> None:
    required = {
        name
        for form in all_forms()
        if form.__module__ == "havre.referrals.forms"
        for name, field in getattr(form, "base_fields", {}).items()
        if field.required
    }

    assert not {name for name in required if COOPERATION.search(name)}


def field_names(kind: object) -> Iterator[str]:
    """Names of all fields of a data class, and of those inside it."""
    for field in dataclasses.fields(kind):  # type: ignore[arg-type]
        yield field.name
        for inner in re.findall(r"[A-Z]\w+", str(field.type)):
            found = getattr(importlib.import_module(kind.__module__), inner, None)  # type: ignore[attr-defined]
            if dataclasses.is_dataclass(found):
                yield from field_names(found)


@pytest.mark.parametrize("kind", [engine.Problem, ForShelter, Submission], ids=lambda kind: kind.__name__)
def test_neither_engine_nor_shelter_nor_referral_knows_of_it(kind: object) -> None:
    names = set(field_names(kind))
    assert len(names) > 4

    assert {name for name in names if COOPERATION.search(name)} == set()


def test_no_rule_and_no_criterion_of_the_engine_speaks_of_it() -> None:
    for module in (rules, importlib.import_module("havre.placements.engine.criteria")):
        named = [name for name, value in vars(module).items() if callable(value)]
        assert named
        assert not [name for name in named if COOPERATION.search(name)]


def test_a_kept_problem_holds_no_such_key(cast: Cast) -> None:
    it = walk(cast, "searched")
    [(_search, kept)] = kept_searches(it.person)

    assert kept.problem is not None
    assert not COOPERATION.search(json.dumps(kept.problem))


def test_a_copied_fact_never_lowers_what_the_rule_proposes() -> None:
    from havre.assessments.content import JusticeFact, Signature
    from tests.laws.world import NOW

    order = ["low", "medium", "high", "very_high"]
    signed = Signature("", "Nora", NOW)
    for severity in (None, 1, 2, 3, 4):
        for likelihood in (None, 1, 2, 3, 4):
            plain = propose(Danger(severity=severity, likelihood=likelihood))
            for kind in JUSTICE_FACTS:
                told = propose(
                    Danger(
                        severity=severity, likelihood=likelihood, facts=[JusticeFact(kind, "le 3 avril", signed, "")]
                    )
                )
                if plain is not None:
                    assert told is not None
                    assert order.index(told.level) >= order.index(plain.level)


def test_with_or_without_a_copied_fact_the_same_places_in_the_same_order(cast: Cast) -> None:
    it = walk(cast, "searched")
    copy_danger_fact(
        it.assessment, kind=next(iter(JUSTICE_FACTS)), text="audience le 3 avril", agreed_how="spoken",
        agreed_language="pcm", by=cast.nora, at=it.at(6),
    )  # fmt: skip

    make_search(it.person, by=cast.nora, at=it.at(7))

    (_, after), (_, before) = kept_searches(it.person)
    assert after.result is not None
    assert before.result is not None
    assert list(after.result["scores"].items()) == list(before.result["scores"].items())
    assert after.result["excluded"] == before.result["excluded"]


def test_the_decision_to_search_asks_for_an_adult_and_a_level_and_nothing_else(cast: Cast) -> None:
    it = walk(cast, "assessed")

    decide(it.assessment, decision="search", reason="danger local", by=cast.nora, at=it.at(4))

    assert it.assessment.state == "search"
    assert "complaint" not in SHELTER_REFUSALS


@pytest.mark.parametrize("reason", sorted(REFUSALS_TO_HEAD))
def test_a_refusal_for_papers_or_a_complaint_goes_to_the_head(cast: Cast, reason: str) -> None:
    it = walk(cast, "asked")

    refuse_offer(it.offer, reason=reason, by=cast.claire, at=it.at(7))

    assert "R35" in [clock.code for clock in clocks.running(it.person.pk)]
