"""Papers as PDF: the same data that a page shows, typeset."""

from __future__ import annotations

import dataclasses
import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import segno
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from havre.common.words import day_and_year
from havre.training.certificates import Certificate
from havre.training.seminars.minutes import Minutes

if TYPE_CHECKING:  # the typesetter is loaded with the first paper, not with every worker
    import typst

FOLDER = Path(__file__).parent


@dataclasses.dataclass(frozen=True)
class Sheet:
    """How somebody comes to a session: shown as a page, and as paper. ``code`` is read by a telephone at the door; a
    session online has none."""

    title: str
    days: str
    lines: list[tuple[str, str]]
    halves: list[str]
    code: str
    programme: list[tuple[str, list[str]]] = dataclasses.field(default_factory=list)

    @property
    def drawn(self) -> SafeString:
        """The code as SVG, without a style: dark on white whatever the theme, or no telephone reads it."""
        if not self.code:
            return SafeString()
        drawn: str = segno.make(self.code, error="m").svg_inline(scale=5, light="#fff")
        return mark_safe(drawn)  # noqa: S308  a drawing of squares


def sheet_pdf(sheet: Sheet) -> bytes:
    words = {
        "half": _("Quand"),
        "programme": _("Programme"),
        "promise": _("Montrez ce code à l’arrivée. Cette feuille ne dit pas qui vous êtes."),
    }
    return _compile("sheet", dataclasses.asdict(sheet) | {"words": words, "drawn": str(sheet.drawn)})


def certificate_pdf(certificate: Certificate, *, check_at: str) -> bytes:
    words = {
        "title": _("Attestation de participation"),
        "says": _("a participé à"),
        "hours": _("Présence : %(hours)s") % {"hours": certificate.hours},
        "issued": _(
            "Délivrée par la coordination du réseau de protection des victimes de la traite des êtres humains. "
            "Imprimée le %(day)s."
        )
        % {"day": day_and_year(timezone.localdate())},
        "code": _("Code de vérification :"),
        "check": _("Pour vérifier : %(address)s") % {"address": check_at},
        "kept": _("La vérification dit le programme, les jours et la durée ; jamais le nom."),
    }
    return _compile("certificate", dataclasses.asdict(certificate) | {"words": words})


def report_pdf(report: dict[str, Any]) -> bytes:
    return _compile("report", report)


def minutes_pdf(minutes: Minutes) -> bytes:
    words = {
        "title": _("Compte rendu"),
        "decisions": _("Ce qui est décidé"),
        "promise": _("Ni participant, ni structure, ni lieu dans ce compte rendu. Il ne sort pas du réseau."),
    }
    return _compile("minutes", dataclasses.asdict(minutes) | {"words": words})


def _compile(name: str, data: dict[str, Any]) -> bytes:
    import typst

    inputs = {"data": json.dumps(data | {"language": (get_language() or "fr")[:2]})}
    made = typst.compile(_source(name), sys_inputs=inputs, font_paths=_fonts(), ignore_system_fonts=True, format="pdf")
    if not isinstance(made, bytes):
        raise TypeError("one paper, one file")
    return made


@cache
def _fonts() -> typst.Fonts:
    """Ours, then what the typesetter brings: the same papers on every machine."""
    import typst

    return typst.Fonts(include_system_fonts=False, font_paths=[FOLDER / "fonts"])


@cache
def _source(name: str) -> bytes:
    return (FOLDER / f"{name}.typ").read_bytes()
