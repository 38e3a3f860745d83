"""What other rooms may hear of calls."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from havre.intake.content import About, Reach, Said
from havre.record.events import OfSituation


@dataclass(frozen=True)
class CallBecameReferral:
    """What was typed goes into a draft of whoever noted it; the call itself keeps nothing."""

    draft_id: uuid.UUID
    about: About
    said: Said
    reach: Reach


@dataclass(frozen=True)
class EnquiryMade(OfSituation):
    """Somebody asked about a person by telephone. What was asked belongs to her file (P21)."""

    at: datetime
    said: Said
