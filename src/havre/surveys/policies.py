"""May it be answered, changed, read now? Asked by the button and by the write alike."""

from __future__ import annotations

from datetime import date

from havre.common.disclosure import INSIDE
from havre.surveys.models import Edition, Sending


def takes_answers(sending: Sending, today: date) -> bool:
    """Open, and not past its last day, whether or not the night came by to close it."""
    return sending.state == "open" and today <= sending.closes_on


def may_be_edited(edition: Edition) -> bool:
    return edition.published_on is None


def results_open(sending: Sending) -> bool:
    """Anonymous results are read once nobody answers any more: two looks would tell what came in between."""
    return not sending.edition.survey.is_anonymous or sending.state == "closed"


def is_told(count: int) -> bool:
    """Whether so many answers may be told at all."""
    return count >= INSIDE
