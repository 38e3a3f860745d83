"""What is asked and answered, as plain data classes; all of it is sealed under the key of the request."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

QUESTION, JOINT, TELEPHONE = "question", "joint_assessment", "by_telephone"
KINDS: dict[str, str | Promise] = {
    QUESTION: _("Une question"),
    JOINT: _("Évaluer un danger ensemble"),
    TELEPHONE: _("Conseil par téléphone"),
}
"""The second speaks of a danger without opening a file."""

YES, PARTLY, NO = "yes", "partly", "no"
HELPED: dict[str, str | Promise] = {YES: _("oui"), PARTLY: _("en partie"), NO: _("non")}

DRAFT = "advice"
"""The kind of a question that is still being typed."""
ANSWER_DRAFT = "advice_answer"
"""The same of an answer."""

ACCOUNT, LINK, PHONE = "account", "link", "telephone"
"""How a question came: codes of the country's ``CHANNELS``."""


@dataclass
class About:
    """What a list of answers may say: département (``FR-06``) and kind of service (HTCDS OrgType), both or none."""

    area: str = ""
    service: str = ""


@dataclass
class Question:
    text: str = ""


@dataclass
class Contact:
    """How to reach the asker. ``mail`` and ``phone`` are professional ones."""

    who: str = ""
    phone: str = ""
    mail: str = ""
    hours: str = ""


@dataclass
class Assessed:
    """A danger assessed together: what the rule proposes and what was agreed, with the reason (R25, R26)."""

    severity: int = 0
    likelihood: int = 0
    level: str = ""
    reason: str = ""


@dataclass
class Said:
    """One thing that was said or written, with who and when (ISO 8601)."""

    text: str = ""
    by: str = ""
    at: str = ""


DAILY, WEEKLY, NEVER = "daily", "weekly", "never"
RHYTHMS: dict[str, str | Promise] = {
    DAILY: _("chaque jour"),
    WEEKLY: _("chaque semaine"),
    NEVER: _("jamais : je regarde moi-même"),
}
"""How often at most an account is told that a search of its own has something new."""


@dataclass
class Sought:
    """A search of the library that an account keeps: its name, what is sought (codes of the country's lists), when it was
    opened last and when before; what came since is new."""

    name: str = ""
    words: str = ""
    theme: str = ""
    kind: str = ""
    phase: str = ""
    audience: str = ""
    country: str = ""
    language: str = ""
    opened_at: datetime | None = None
    before_at: datetime | None = None
