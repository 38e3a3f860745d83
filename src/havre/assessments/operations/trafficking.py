"""Part (a): what was done to her, in codes; a named person concludes, another may give a second opinion (R18, R26)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission
from havre.accounts.policies import may
from havre.assessments.content import Opinion, PlantedSign
from havre.assessments.models import Assessment
from havre.assessments.operations.common import (
    Incomplete,
    keep,
    require_coordination,
    require_open,
    signed,
    trafficking_of,
)
from havre.common.dataclass_json import to_json
from havre.countries.fr.trafficking import TRAFFICKING_STATUS
from havre.record import words
from havre.record.operations import NotAllowed, Refusal, expect_version, operation, record, save

words.register(
    {
        "trafficking_noted": _("Ce qui s’est passé : noté"),
        "trafficking_concluded": _("Conclusion sur les faits"),
        "second_opinion_given": _("Second avis donné"),
        "planted_sign_noted": _("Un signe noté à part"),
    }
)


class OwnSecondOpinion(Refusal):
    sentence = _("Le second avis vient de quelqu’un d’autre que la première conclusion.")


class NothingToReview(Refusal):
    sentence = _("Il n’y a pas encore de conclusion. Donnez d’abord la vôtre.")


@operation
def note_trafficking(
    assessment: Assessment,
    *,
    exploitation: Sequence[str],
    means: Sequence[str],
    recruitment: Sequence[str],
    status: str = "",
    reasons: str = "",
    body: str = "NGO",
    version: int | None = None,
    by: User,
    at: datetime,
) -> None:
    """Write part (a). A new ``status`` or new ``reasons`` are a conclusion signed by ``by``; a second opinion on an
    earlier one falls. ``body`` is who decided (HTCDS). Raises ``Incomplete``, ``Stale``, ``NotAllowed``."""
    require_coordination(by, assessment)
    require_open(assessment)
    expect_version(assessment, version)
    content = trafficking_of(assessment)
    content.exploitation, content.means, content.recruitment = list(exploitation), list(means), list(recruitment)
    concluded = _is_new(content.decided, status, reasons, body)
    if concluded:
        content.decided, content.second_opinion = _opinion(status, reasons, body, by, at), None
    keep(assessment, "trafficking", content)
    record(
        "trafficking_concluded" if concluded else "trafficking_noted",
        subject=assessment.person_id,
        fields=["trafficking"],
    )


def _is_new(former: Opinion | None, status: str, reasons: str, body: str) -> bool:
    if not status:
        return False
    return former is None or (former.status, former.reasons, former.body) != (status, reasons.strip(), body)


def _opinion(status: str, reasons: str, body: str, by: User, at: datetime) -> Opinion:
    if status not in TRAFFICKING_STATUS:
        raise ValueError(f"unknown status {status!r}")
    if not reasons.strip():
        raise Incomplete
    return Opinion(status, reasons.strip(), signed(by, at), body)


@operation
def give_second_opinion(
    assessment: Assessment, *, status: str, reasons: str, version: int | None = None, by: User, at: datetime
) -> None:
    """Another named person's view, written beside the first one, which it does not change.

    Raises ``NothingToReview``, ``OwnSecondOpinion``, ``Incomplete``, ``Stale``, ``NotAllowed``.
    """
    if not may(by, Permission.READ_SITUATIONS, assessment):
        raise NotAllowed
    require_open(assessment)
    expect_version(assessment, version)
    content = trafficking_of(assessment)
    if content.decided is None:
        raise NothingToReview
    if content.decided.signed.by == str(by.pk):
        raise OwnSecondOpinion
    content.second_opinion = _opinion(status, reasons, "NGO", by, at)
    keep(assessment, "trafficking", content)
    record("second_opinion_given", subject=assessment.person_id, fields=["trafficking"])


@operation
def note_planted_sign(assessment: Assessment, *, sign: str, version: int | None = None, by: User, at: datetime) -> None:
    """A sign that somebody may have been sent: secret, off the thread; it decides nothing by itself.

    An empty ``sign`` takes the note away. Raises ``Stale``, ``NotAllowed``.
    """
    if not may(by, Permission.OPEN_IDENTITY, assessment):
        raise NotAllowed
    expect_version(assessment, version)
    text = sign.strip()
    assessment.seal("planted", to_json(PlantedSign(text, signed(by, at))) if text else None)
    save(assessment, "planted")
    record("planted_sign_noted", subject=assessment.person_id, fields=["planted"], thread=False)
