"""Law 8: what may become a number holds coarse classes only, and cannot be joined with who it was."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest

import havre
from havre.countries.fr.advice_desk import CHANNELS, FIELDS, URGENCIES
from havre.countries.fr.life import LOCAL_WORK
from havre.countries.fr.network import (
    EXITS,
    NEEDS,
    NOT_ADMITTED,
    OBSTACLES,
    REFERRERS,
    REFUSALS_TO_HEAD,
    SHELTER_REFUSALS,
)
from havre.countries.fr.trafficking import CONTROL
from havre.countries.fr.training import GROUPS, REGIONS
from havre.intake.content import CALLERS, OUTCOMES, TOPICS
from havre.record.facts import write_pending
from havre.record.models import Fact
from tests.laws.conftest import Lived
from tests.laws.world import NOW

pytestmark = [pytest.mark.django_db(databases=["default", "keys"])]

CLASSES: dict[str, set[object]] = {
    "gender": {
        "Feminine", "Masculine", "TransgenderFeminine", "TransgenderMasculine", "NonConforming", "NonSpecifiedUnknown",
    },
    "age": {"0-17", "18-23", "24-30", "31-38", "39-47", "48+", "unknown"},
    "purpose": {"sexual", "labour", "begging", "crime", "other", "several", "unknown"},
    "with_children": {True, False},
    "pregnant": {True, False},
    "days": {*map(str, range(15)), "15-30", "31-60", "61+", "unknown"},
    "means": set(CONTROL),
    "referrer": set(REFERRERS),
    "obstacle": set(OBSTACLES),
    "need": set(NEEDS),
    "granted": {"two", "alone"},
    "months": {"0-2", "3-5", "6-11", "12-23", "24+"},
    "helped": {"yes", "partly", "no", "unanswered"},
    "quick": {"yes", "partly", "no", "unanswered"},
    "clear": {"yes", "partly", "no", "unanswered"},
    "decision": {"redirected", "not_eligible", "declined"},
    "reason": {*EXITS, *NOT_ADMITTED, *SHELTER_REFUSALS, *REFUSALS_TO_HEAD, "placed", "moved", "other"},
    "caller": {*CALLERS, "unsaid"},
    "topic": {*TOPICS, "unsaid"},
    "field": {*FIELDS},
    "urgency": {*URGENCIES},
    "channel": {*CHANNELS},
    "work": {*LOCAL_WORK},
    "outcome": {*OUTCOMES} - {"call_back"},
    "gathering": {"training", "seminar"},
    "group": {*GROUPS},
    "region": {*REGIONS},
}  # fmt: skip
"""Every value that a fact may hold, by its name."""
KINDS = {
    "request", "admission", "wait", "means", "not_admitted", "unplaced", "refusal", "override", "exit",
    "feedback", "call", "unmet", "advice", "session", "trained", "local_work",
}  # fmt: skip


def test_a_fact_holds_classes_of_closed_lists_and_nothing_else(lived: Lived) -> None:
    write_pending(NOW)
    facts = list(Fact.objects.all())
    assert {"request", "admission", "wait", "means", "exit", "refusal"} <= {fact.kind for fact in facts} <= KINDS

    for fact in facts:
        assert fact.year in (2025, 2026)
        for name, value in fact.values.items():
            assert value in CLASSES[name], (fact.kind, name, value)


def test_no_fact_holds_a_reference_a_date_a_departement_or_a_code(lived: Lived) -> None:
    write_pending(NOW)
    text = json.dumps([fact.values for fact in Fact.objects.all()])

    for forbidden in (
        r"\d{4}-\d\d-\d\d",
        r"\bFR-",
        r"\bS\d{2,3}\b",
        r"[A-Z]\d[A-Z]-\d\d",
        r"\d[A-Z]{2}-\d\d",
        r"[0-9a-f]{8}-",
    ):
        assert not re.search(forbidden, text), forbidden
    for it in lived.world.situations:
        assert it.person.reference not in text
        assert it.house.code not in text


def test_every_place_where_a_fact_is_made_is_one_of_these() -> None:
    """The code is read: each call names a kind of the list and values by the names above."""
    found = set()
    for path in Path(havre.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "facts.publish":
                kind = ast.literal_eval(node.args[0])
                found.add(kind)
                assert kind in KINDS, path
                assert {k.arg for k in node.keywords if k.arg} <= CLASSES.keys() | {"year"}, path

    assert found == KINDS


def test_a_fact_row_says_no_more_than_its_year() -> None:
    assert {f.name for f in Fact._meta.get_fields()} == {"id", "kind", "year", "values"}
