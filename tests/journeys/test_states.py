"""Every state × every verb of every table, and every verb × everybody of the cast."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import models

from havre.accounts.models import User
from havre.cases.models import Case
from havre.directory.models import Partnership
from havre.intake.operations import note_call
from havre.journey.away import arrange_absence
from havre.placements.operations.alarms import LEAK, raise_alarm
from havre.placements.operations.overrides import ask_override
from havre.placements.operations.rounds import start_round
from havre.record import guard
from havre.record.exporting import ask_for_export
from havre.record.models import AuditEntry
from havre.record.operations import NotAllowed, operation
from havre.record.transitions import TABLES, NotNow, StateTable, move
from havre.resources.operations import add_document
from havre.training.operations.seminars import keep_claim
from tests.cast import AT, Cast
from tests.network.story import a_letter, a_topic
from tests.resources.pages import a_pdf, written
from tests.resources.story import ask
from tests.stories import place_of, walk
from tests.surveys.example import a_sending, a_survey
from tests.training.seminars import a_claim, a_decision, held_seminar
from tests.training.story import AFTERWARDS, a_session, registered

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

COORDINATION = {"head", "nora", "judith", "marc"}
IN_CHARGE = {"nora", "judith"}
"""The coordinator of the case, and who is on duty."""
HOUSE = {"claire", "karim"}
MANAGER = {"claire"}
INSIDE = {"lawyer", "project"}
WHO: dict[str, set[str]] = {
    "referral.take_up": COORDINATION,
    "referral.hand_over": COORDINATION,
    "referral.reopen": COORDINATION,
    "referral.answer": COORDINATION,
    "referral.withdraw": COORDINATION | {"anne"},
    "assessment.decide_search": COORDINATION,
    "assessment.decide_on_hold": COORDINATION,
    "assessment.decide_redirected": COORDINATION,
    "assessment.decide_not_eligible": COORDINATION,
    "assessment.decide_declined": COORDINATION,
    "assessment.reopen": COORDINATION,
    "offer.accept": IN_CHARGE | MANAGER,
    "offer.refuse": IN_CHARGE | MANAGER,
    "offer.confirm": IN_CHARGE | MANAGER,
    "offer.take_back_yes": IN_CHARGE,
    "offer.take_back_confirmation": IN_CHARGE,
    "offer.keep": IN_CHARGE,
    "offer.release": IN_CHARGE,
    "offer.fulfil": set(),
    "override.grant": COORDINATION,
    "override.refuse": COORDINATION,
    "override.review": {"head"},
    "interview.move": IN_CHARGE,
    "interview.move_back": IN_CHARGE,
    "interview.hold": IN_CHARGE,
    "interview.cancel": IN_CHARGE,
    "transfer.change": IN_CHARGE,
    "transfer.postpone": IN_CHARGE | HOUSE | {"escort"},
    "transfer.depart": IN_CHARGE | {"escort"},
    "transfer.arrive": IN_CHARGE | HOUSE,
    "transfer.cancel": IN_CHARGE,
    "alarm.take": COORDINATION,
    "alarm.clear": COORDINATION,
    "stay.extend": IN_CHARGE | HOUSE,
    "stay.check_in": IN_CHARGE,  # a relay apartment has no team of its own
    "stay.end": IN_CHARGE | HOUSE,
    "call.close": COORDINATION | INSIDE,
    "call.ask_back": COORDINATION | INSIDE,
    "call.miss": COORDINATION | INSIDE,
    "call.call_back": COORDINATION | INSIDE,
    "round.close": COORDINATION,
    **{
        f"partnership.{verb}": COORDINATION | {"project"}
        for verb in ("visit", "agree", "train", "specialise", "step_back", "end", "reopen")
    },
    "export.confirm": COORDINATION | {"project"},
    "export.refuse": COORDINATION | {"project"},
    "export.take": COORDINATION | {"project"},
    "export.lapse": set(),
    **{f"survey.{verb}": COORDINATION | {"project"} for verb in ("publish", "retire", "reopen")},
    **{f"sending.{verb}": COORDINATION | {"project"} for verb in ("open", "close")},
    "case.close": COORDINATION,
    "case.reopen": COORDINATION,
    **dict.fromkeys(
        (
            "advice.take",
            "advice.give_back",
            "advice.assign",
            "advice.ask_expert",
            "advice.go_on_alone",
            "advice.answer",
            "advice.note",
            "advice.close",
            "advice.merge",
            "advice.separate",
        ),
        COORDINATION | INSIDE,
    ),
    "advice.hear_expert": set(),
    "advice.thank": {"anne"},
    "advice.reopen": COORDINATION | INSIDE | {"anne"},
    "advice.refer": COORDINATION,
    **{
        f"session.{verb}": COORDINATION | {"project"}
        for verb in ("open", "close", "reopen", "hold", "evaluate", "cancel")
    },
    **{f"registration.{verb}": COORDINATION | {"project"} for verb in ("approve", "queue", "refuse", "cancel")},
    "registration.promote": set(),
    "registration.confirm": set(),
    "registration.confirm_seat": set(),
    "registration.confirm_wait": set(),
    **{f"decision.{verb}": COORDINATION | {"project"} for verb in ("finish", "drop", "reopen")},
    **{f"travel_claim.{verb}": {"head", "project"} for verb in ("send", "send_back", "accept", "pay")},
    **{
        f"library_page.{verb}": COORDINATION | INSIDE
        for verb in ("submit", "send_back", "publish", "revise", "withdraw")
    },
    **{f"library_document.{verb}": COORDINATION | INSIDE for verb in ("publish", "withdraw", "submit")},
    **{f"topic.{verb}": COORDINATION | {"project"} for verb in ("carry", "hear", "settle", "set_aside", "reopen")},
    "letter.send": COORDINATION | {"project"},
    "letter.discard": COORDINATION | {"project"},
    "letter.finish": set(),
    "absence.begin": set(),
    "absence.cancel": COORDINATION | INSIDE,
    "absence.come_back": COORDINATION | INSIDE,
}
"""Who of the cast may do it: the coordination, the asked house, the own referrer, the escort; nobody else."""


def an_override(cast: Cast) -> models.Model:
    it = walk(cast, "searching")
    return ask_override(it.person, place_id=place_of(cast.s002), reason="sa sœur y vit", by=cast.nora, at=it.at(5))


def a_round(cast: Cast) -> models.Model:
    it = walk(cast, "searched")
    it.agree("join", hours=6)
    return start_round(it.person, by=cast.nora, at=it.at(7))


def an_absence(cast: Cast) -> models.Model:
    starts, ends = AT + timedelta(days=1), AT + timedelta(days=2)
    return arrange_absence(
        cast.nora, to=cast.marc, starts_at=starts, ends_at=ends, reason="congés", by=cast.nora, at=AT
    )


def a_travel_claim(cast: Cast) -> models.Model:
    _session, rows = held_seminar(cast.project)
    return keep_claim(rows[0], claim=a_claim(), send=False, by=cast.project, at=AFTERWARDS)


ROWS: dict[str, Callable[[Cast], models.Model]] = {
    "referral": lambda cast: walk(cast, "called").referral,
    "assessment": lambda cast: walk(cast, "taken_up").assessment,
    "offer": lambda cast: walk(cast, "asked").offer,
    "override": an_override,
    "interview": lambda cast: walk(cast, "interview").interview,
    "transfer": lambda cast: walk(cast, "planned").transfer,
    "alarm": lambda cast: raise_alarm(walk(cast, "called").person.pk, kind=LEAK, by=cast.nora, at=AT),
    "stay": lambda cast: walk(cast, "arrived").stay,
    "call": lambda cast: note_call(uuid.uuid4(), typed={}, by=cast.nora, at=AT),
    "round": a_round,
    "absence": an_absence,
    "partnership": lambda cast: Partnership.objects.get(organisation=cast.s058.organisation),
    "advice": lambda cast: ask(cast.anne),
    "library_page": lambda cast: written(cast.lawyer),
    "library_document": lambda cast: add_document(
        written(cast.lawyer), name="a.pdf", content=a_pdf("a"), by=cast.lawyer, at=AT
    ),
    "topic": lambda cast: a_topic(cast.nora),
    "letter": lambda cast: a_letter(cast.nora),
    "export": lambda cast: ask_for_export("waiting", reason="bilan", by=cast.nora, at=AT),
    "survey": lambda cast: a_survey(cast.project),
    "sending": lambda cast: a_sending(a_survey(cast.project), cast.project, opened=False),
    "session": lambda cast: a_session(cast.project, opened=False),
    "registration": lambda cast: registered(a_session(cast.project), cast.project, "Ada A")[0],
    "decision": lambda cast: a_decision(held_seminar(cast.project)[0], cast.project),
    "travel_claim": a_travel_claim,
    "case": lambda cast: Case.objects.get(person=walk(cast, "taken_up").person),
}


@operation
def try_to(table: StateTable, row: models.Model, verb: str, *, as_system: bool, by: User | None, at: Any) -> None:
    move(table, row, verb, as_system=as_system, facts={"reason": "essai"})


def put(row: models.Model, state: str) -> models.Model:
    """The row as if it had come to that state."""
    with guard.housekeeping("a state is tried"):
        type(row)._default_manager.filter(pk=row.pk).update(state=state)
    return type(row)._default_manager.get(pk=row.pk)


def test_each_table_and_each_verb_is_tried_here() -> None:
    assert set(ROWS) == set(TABLES)
    assert set(WHO) == {f"{table.name}.{t.verb}" for table in TABLES.values() for t in table.transitions}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_a_row_goes_only_where_its_table_leads(cast: Cast, name: str) -> None:
    table, row = TABLES[name], ROWS[name](cast)
    verbs = {t.verb for t in table.transitions}

    for state in table.states:
        for verb in verbs:
            row = put(row, state.code)
            found = table.find(verb, state.code)
            before = (row.version, AuditEntry.objects.count())
            if found is None:
                with pytest.raises(NotNow):
                    try_to(table, row, verb, as_system=True, by=None, at=AT)
                expected = (state.code, *before)
            else:
                try_to(table, row, verb, as_system=True, by=None, at=AT)
                expected = (found.target, before[0] + 1, before[1] + 1)
            stored = type(row)._default_manager.get(pk=row.pk)
            assert (stored.state, stored.version, AuditEntry.objects.count()) == expected, (state.code, verb)


@pytest.mark.parametrize("name", sorted(ROWS))
def test_final_states_lead_nowhere_but_where_somebody_reopens(name: str) -> None:
    table = TABLES[name]
    final = {state.code for state in table.states if state.final}

    ways_out = {t.verb for t in table.transitions if final & set(t.sources)}

    assert ways_out <= {"reopen"}


@pytest.mark.parametrize("name", sorted(ROWS))
def test_each_verb_is_open_to_whom_it_concerns_and_to_nobody_else(cast: Cast, name: str) -> None:
    table, row = TABLES[name], ROWS[name](cast)
    everybody = {who: user for who, user in vars(cast).items() if isinstance(user, User)}

    for transition in table.transitions:
        allowed = set()
        for who, user in [*everybody.items(), ("nobody", None)]:
            row = put(row, transition.sources[0])
            try:
                try_to(table, row, transition.verb, as_system=False, by=user, at=AT)
            except NotAllowed:
                assert not table.allows(user, row, transition.verb)
                continue
            allowed.add(who)
        assert allowed == WHO[f"{name}.{transition.verb}"], transition.verb
