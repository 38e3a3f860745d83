"""Ballots: laid out blank before anybody answers, filled in no order, all of one length.

Called inside operations. Why it is done so: docs/decisions/0012.
"""

from __future__ import annotations

import secrets
from typing import Any, TypeVar

from havre.surveys.answers import Answers, largest, size
from havre.surveys.content import TEXTS
from havre.surveys.models import Ballot, BallotText, Sending
from havre.vault.keys import open_key

TEXT_BYTES = 4096
"""Every text is padded to so much; what is longer once written as JSON is refused before it comes here."""
Blank = TypeVar("Blank", Ballot, BallotText)


def padded(value: Any, length: int) -> dict[str, Any]:
    """The value with as much filling as it takes to be ``length`` bytes long."""
    return {"a": value, "f": "x" * max(0, length - size({"a": value}))}


def fits(text: str) -> bool:
    return size({"a": text}) <= TEXT_BYTES


def blank_ballots(sending: Sending) -> None:
    """As many as people may answer, and for each as many blank texts as the edition asks."""
    content = sending.edition.read()
    total = sending.invitations.count() + sending.papers
    open_key(sending.pk)
    ballots = [Ballot(sending=sending) for _number in range(total)]
    for ballot in ballots:
        ballot.seal("ticked", padded({}, largest(content)))
    asked = [question.key for question in content.questions if question.type in TEXTS]
    texts = [BallotText(sending=sending, key=key) for key in asked for _number in range(total)]
    for text in texts:
        text.seal("text", padded("", TEXT_BYTES))
    Ballot.objects.bulk_create(sorted(ballots, key=lambda one: one.pk), batch_size=200)
    BallotText.objects.bulk_create(sorted(texts, key=lambda one: one.pk), batch_size=200)


def fill_ballot(sending: Sending, ticked: Answers, texts: dict[str, str]) -> None:
    """Write an answer onto blank rows chosen at random: one for what was ticked, another for each text."""
    length = largest(sending.edition.read())
    _fill(Ballot, {"sending": sending.pk}, "ticked", padded(ticked, length))
    for key, text in texts.items():
        _fill(BallotText, {"sending": sending.pk, "key": key}, "text", padded(text, TEXT_BYTES))


def _fill(kind: type[Blank], among: dict[str, Any], column: str, value: dict[str, Any]) -> None:
    """Raises ``IndexError`` where no blank row is left, which the counting of invitations and papers excludes."""
    while True:
        blank = list(kind.objects.filter(**among, filled=False).values_list("pk", flat=True))
        row = kind(pk=secrets.choice(blank), sending_id=among["sending"])
        row.seal(column, value)
        if kind.objects.filter(pk=row.pk, filled=False).update(filled=True, **{column: getattr(row, column)}):
            return
