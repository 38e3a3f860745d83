"""States as tables: who may trigger each transition, under which event, on one screen.

One function applies them, by conditional update, so two clicks never both win.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.record import words
from havre.record.operations import NotAllowed, Refusal, Stale, current, record

Text = str | Promise


class NotNow(Refusal):
    """The row is not in a state from which this can be done."""

    sentence = _("Ce n’est plus possible : cela a changé entre-temps. Relisez la page.")


@dataclass(frozen=True)
class State:
    """``label`` is the caseworker's word, ``outside`` the referrer's or shelter's where it differs.

    ``shape`` names the mark on screen (look: part «state»); ``final`` states lead nowhere.
    """

    code: str
    label: Text
    shape: str = "received"
    outside: Text = ""
    final: bool = False


@dataclass(frozen=True)
class Transition:
    """``by`` lists the permissions of which one is needed; empty: only a sweep or an event triggers it."""

    verb: str
    sources: tuple[str, ...]
    target: str
    event: str
    label: Text
    by: tuple[Permission, ...] = ()
    notice: str = ""


@dataclass(frozen=True)
class StateTable:
    """All states and transitions of one kind of row. The first state is where it begins."""

    name: str
    title: Text
    states: tuple[State, ...]
    transitions: tuple[Transition, ...]
    _by_code: dict[str, State] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        self._by_code.update({s.code: s for s in self.states})
        codes = set(self._by_code)
        for t in self.transitions:
            if unknown := {*t.sources, t.target} - codes:
                raise ValueError(f"{self.name}: {t.verb} names unknown states {unknown}")
        words.register({t.event: t.label for t in self.transitions})
        TABLES[self.name] = self

    @property
    def initial(self) -> str:
        return self.states[0].code

    @property
    def choices(self) -> list[tuple[str, Text]]:
        return [(s.code, s.label) for s in self.states]

    def state(self, code: str) -> State:
        return self._by_code[code]

    def find(self, verb: str, source: str) -> Transition | None:
        return next((t for t in self.transitions if t.verb == verb and source in t.sources), None)

    def allows(self, user: Any, row: Any, verb: str) -> bool:
        """Whether the button may be shown: the same question the write asks."""
        found = self.find(verb, row.state)
        return found is not None and any(may(user, p, row) for p in found.by)


TABLES: dict[str, StateTable] = {}


def move(
    table: StateTable,
    row: models.Model,
    verb: str,
    *,
    changed: Iterable[str] = (),
    facts: dict[str, Any] | None = None,
    as_system: bool = False,
    thread: bool = True,
) -> None:
    """Apply ``verb`` to ``row`` inside the running operation and put it on record under the row's ``situation_id``.

    ``changed`` names columns already set on the row that go with it. ``as_system`` is for sweeps and event handlers.
    Raises ``NotNow``, ``NotAllowed``, ``Stale``.
    """
    running = current()
    state: str = row.state  # type: ignore[attr-defined]
    transition = table.find(verb, state)
    if transition is None:
        raise NotNow
    if not as_system and not any(may(running.by, p, row) for p in transition.by):
        raise NotAllowed
    version: int = row.version  # type: ignore[attr-defined]
    values = {name: getattr(row, name) for name in changed}
    updated = (
        type(row)
        ._default_manager.filter(pk=row.pk, state=state, version=version)
        .update(state=transition.target, version=version + 1, **values)
    )
    if not updated:
        raise Stale
    row.state = transition.target  # type: ignore[attr-defined]
    row.version = version + 1  # type: ignore[attr-defined]
    record(
        transition.event,
        subject=row.situation_id,  # type: ignore[attr-defined]
        fields=("state", *changed),
        facts=facts,
        thread=thread,
    )


def diagram(table: StateTable) -> str:
    """The table as a Mermaid state diagram and a list, for the docs. Generated, compared by the check."""
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {table.initial}"]
    lines += [f"    {s} --> {t.target}: {t.verb}" for t in table.transitions for s in t.sources]
    lines += [f"    {s.code} --> [*]" for s in table.states if s.final]
    lines += ["```", "", "| verb | from | to | who | event |", "| --- | --- | --- | --- | --- |"]
    lines += [
        f"| {t.verb} | {', '.join(t.sources)} | {t.target} | {', '.join(t.by) or 'the house'} | {t.event} |"
        for t in table.transitions
    ]
    return "\n".join([f"# {table.name}", "", *lines, ""])
