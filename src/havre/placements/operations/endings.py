"""When a relation ends: the last transition, what is worth keeping goes into her sealed past, the row forgets."""

from __future__ import annotations

from typing import Any

from havre.common.dataclass_json import to_json
from havre.people.operations import archive
from havre.placements import notices
from havre.placements.content import Times, read
from havre.placements.events import InterviewChanged, TransferChanged
from havre.placements.models import Interview, Meeting, Transfer
from havre.placements.states import INTERVIEW, TRANSFER
from havre.record import events
from havre.record.operations import current, save
from havre.record.transitions import StateTable, move
from havre.vault.fields import BlindLinkField, SealedField

TRAVELLING = ("planned", "under_way")


def end(
    table: StateTable,
    row: Meeting,
    verb: str,
    *,
    kind: str,
    entry: dict[str, Any],
    facts: dict[str, Any] | None = None,
    as_system: bool = False,
) -> None:
    """Apply the final ``verb``, keep ``entry`` with the row's place in her past, empty the row at once."""
    move(table, row, verb, facts=facts, as_system=as_system)
    archive(row.situation_id, kind, _links(row) | {"ended_at": current().at.isoformat(), "state": verb} | entry)
    forget(row)


def _links(row: Meeting) -> dict[str, str]:
    return {
        name: str(getattr(row, name))
        for name in ("shelter", "place")
        if hasattr(row, name) and getattr(row, name) is not None
    }


def forget(row: Meeting) -> None:
    """Null the tokens and the sealed columns: nothing on the row leads to a person or a place any more."""
    names = [f.name for f in row._meta.concrete_fields if isinstance(f, BlindLinkField | SealedField)]
    for name in names:
        setattr(row, name, None)
    save(row, *names)


def stop_interview(interview: Interview, *, reason: str, as_system: bool = True) -> None:
    """Cancel a planned interview: its link is gone at once, the shelter is told."""
    person_id, shelter_id = interview.situation_id, interview.shelter
    entry = {"reason": reason, **(interview.unseal("when") or {})}
    end(INTERVIEW, interview, "cancel", kind="interviews", entry=entry, as_system=as_system)
    notices.tell_shelter(shelter_id, "interview_cancelled")
    events.publish(InterviewChanged(person_id, "cancelled"))


def stop_transfer(transfer: Transfer, *, reason: str, as_system: bool = True) -> None:
    """Cancel a journey: its route is gone at once, costs already planned stay in her past, the shelter is told."""
    person_id, shelter_id = transfer.situation_id, transfer.shelter
    end(
        TRANSFER,
        transfer,
        "cancel",
        kind="transfers",
        entry=journey_entry(transfer, reason=reason),
        as_system=as_system,
    )
    notices.tell_shelter(shelter_id, "transfer_cancelled")
    events.publish(TransferChanged(person_id, "cancelled"))


def journey_entry(transfer: Transfer, **more: str) -> dict[str, Any]:
    """What is kept of a journey: its times, what was checked and what it costs; never the route."""
    return to_json(read(transfer, "times", Times)) | more  # type: ignore[no-any-return]
