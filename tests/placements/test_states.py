"""Every pair of states of the seven tables: what the table does not list is refused and changes nothing."""

from __future__ import annotations

from datetime import datetime

import pytest

from havre.accounts.models import User
from havre.people.operations import open_situation
from havre.people.profiles import Profile
from havre.placements.models import Alarm, CallRound, Interview, Meeting, Offer, Override, Stay, Transfer
from havre.placements.states import ALARM, INTERVIEW, OFFER, OVERRIDE, ROUND, STAY, TRANSFER
from havre.record.operations import NotAllowed, operation
from havre.record.transitions import NotNow, StateTable, move
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TABLES: list[tuple[StateTable, type[Meeting]]] = [
    (OFFER, Offer), (OVERRIDE, Override), (INTERVIEW, Interview), (TRANSFER, Transfer), (ALARM, Alarm), (STAY, Stay),
    (ROUND, CallRound),
]  # fmt: skip
EVERY = [
    pytest.param(table, model, verb, state.code, id=f"{table.name}-{state.code}-{verb}")
    for table, model in TABLES
    for verb in sorted({t.verb for t in table.transitions})
    for state in table.states
]


@operation
def in_state(model: type[Meeting], state: str, person_id: object, *, by: User | None, at: datetime) -> Meeting:
    row = model(person=person_id, state=state)
    row.save(force_insert=True)
    return row


@operation
def attempt(
    table: StateTable, row: Meeting, verb: str, facts: dict[str, str], *, by: User | None, at: datetime
) -> None:
    move(table, row, verb, facts=facts, as_system=by is None)


@pytest.mark.parametrize(("table", "model", "verb", "state"), EVERY)
def test_a_row_goes_only_where_its_table_leads(
    table: StateTable, model: type[Meeting], verb: str, state: str, cast: Cast
) -> None:
    person = open_situation(profile=Profile(), by=cast.nora, at=AT)
    row = in_state(model, state, person.pk, by=None, at=AT)
    listed = [t for t in table.transitions if t.verb == verb and state in t.sources]

    if listed:
        attempt(table, row, verb, {"reason": "x"}, by=None, at=AT)
    else:
        with pytest.raises(NotNow):
            attempt(table, row, verb, {"reason": "x"}, by=None, at=AT)

    expected = listed[0].target if listed else state
    assert model._default_manager.get(pk=row.pk).state == expected  # type: ignore[attr-defined]


@pytest.mark.parametrize(("table", "model"), TABLES, ids=[table.name for table, _model in TABLES])
def test_nobody_from_outside_moves_a_row(table: StateTable, model: type[Meeting], cast: Cast) -> None:
    """A referrer, a shelter of elsewhere, the administrator: no verb of any table is theirs."""
    for transition in table.transitions:
        for stranger in (cast.anne, cast.other_manager, cast.administrator, cast.officer, cast.lawyer):
            person = open_situation(profile=Profile(), by=cast.nora, at=AT)
            row = in_state(model, transition.sources[0], person.pk, by=None, at=AT)
            with pytest.raises(NotAllowed):
                attempt(table, row, transition.verb, {"reason": "x"}, by=stranger, at=AT)
