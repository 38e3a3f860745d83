"""A table of participants, pasted or uploaded: read whole, every row that cannot be kept is told, nothing is kept here."""

from __future__ import annotations

import csv
import difflib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from havre.common.forms import refuse_unseen
from havre.common.words import join_words, unaccented
from havre.countries.fr.training import GROUPS, REGIONS
from havre.training import workbook
from havre.training.content import Reach, Who
from havre.training.operations import Coming

MOST_ROWS, LONGEST, LONGEST_TITLE, MOST_BYTES = 300, 200, 40, 300_000
COLUMNS: dict[str, tuple[str | Promise, tuple[str, ...]]] = {
    "name": (gettext_lazy("nom"), ("nom", "name", "nom et prenom", "prenom nom")),
    "mail": (gettext_lazy("courriel"), ("courriel", "mail", "e-mail", "email", "adresse")),
    "profession": (gettext_lazy("métier"), ("metier", "profession", "fonction")),
    "organisation": (gettext_lazy("structure"), ("structure", "organisation", "service", "organization")),
    "group": (gettext_lazy("groupe"), ("groupe", "group", "domaine")),
    "region": (gettext_lazy("région"), ("region",)),
    "phone": (gettext_lazy("téléphone"), ("telephone", "phone", "tel")),
}
NEEDED = ("name",)
_OF_WHO = ("name", "profession", "organisation", "group", "region")


@dataclass
class Line:
    """One row of the table: its number, what would be kept, and what is wrong with it."""

    number: int
    coming: Coming
    wrong: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Unknown:
    """A column whose title is none of ours: its number, its title, and which of ours it looks like."""

    number: int
    title: str
    proposed: str


@dataclass
class Read:
    """``trouble`` says why the table cannot be read at all; ``unknown`` are the columns to be placed first."""

    lines: list[Line] = field(default_factory=list)
    trouble: str = ""
    unknown: list[Unknown] = field(default_factory=list)

    @property
    def is_good(self) -> bool:
        return bool(self.lines) and not self.trouble and not any(line.wrong for line in self.lines)

    @property
    def wrong(self) -> int:
        return sum(bool(line.wrong) for line in self.lines)


def decode(data: bytes) -> str:
    """As a spreadsheet writes it: a workbook, UTF-8, or the alphabet of western Windows. Raises ``ValueError`` for what
    is none of them, ``workbook.Unreadable`` among them."""
    if workbook.is_workbook(data):
        return workbook.text_of(data)
    if b"\0" in data or len(data) > MOST_BYTES:
        raise ValueError("no table")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="strict")


def read(text: str, placed: Mapping[str, str] | None = None) -> Read:
    """``placed``: title of a column is none of ours → the one it stands for, or nothing to leave it out."""
    rows = [row for row in _cells(text) if any(cell.strip() for cell in row)]
    if not rows:
        return Read(trouble=_("Ce tableau est vide. Collez-le avec sa première ligne, celle des titres."))
    placed = placed or {}
    heads = [_column(cell) or placed.get(cell.strip()[:LONGEST_TITLE], "") for cell in rows[0]]
    unplaced = [number for number, cell in enumerate(rows[0]) if cell.strip() and not _column(cell)]
    unknown = [
        Unknown(number, rows[0][number].strip()[:LONGEST_TITLE], _proposed(rows[0][number], heads))
        for number in unplaced
    ]
    missing = [str(COLUMNS[name][0]) for name in NEEDED if name not in heads]
    asked = [one.title for one in unknown if one.title not in placed]
    if missing or asked:
        return Read(trouble=_wrong_columns(missing, asked), unknown=unknown)
    if len(set(filter(None, heads))) < len(list(filter(None, heads))):
        return Read(trouble=_("Deux colonnes portent le même titre. Gardez-en une."), unknown=unknown)
    if len(rows) - 1 > MOST_ROWS:
        return Read(trouble=_("Il y a plus de trois cents lignes. Faites plusieurs tableaux."))
    if len(rows) == 1:
        return Read(trouble=_("Il n’y a que les titres : ajoutez une ligne par personne."))
    return Read(_lines(heads, rows[1:]), unknown=unknown)


def _proposed(title: str, heads: Sequence[str]) -> str:
    """Which of our columns that are not there yet is called most like it."""
    free = {told: name for name, (_label, known) in COLUMNS.items() for told in known if name not in heads}
    typed = unaccented(title.strip())
    inside = next((free[told] for told in sorted(free, key=len, reverse=True) if told in typed), "")
    close = difflib.get_close_matches(typed, free, n=1, cutoff=0.6)
    return inside or (free[close[0]] if close else "")


def _cells(text: str) -> list[list[str]]:
    first = text.lstrip().partition("\n")[0]
    mark = max("\t;,", key=first.count)
    try:
        return list(csv.reader(io.StringIO(text.strip()), delimiter=mark))
    except csv.Error:
        return []


def _column(cell: str) -> str:
    told = unaccented(cell.strip())
    return next((name for name, (_label, known) in COLUMNS.items() if told in known), "")


def _wrong_columns(missing: Sequence[str], unknown: Sequence[str]) -> str:
    said = []
    if missing:
        said.append(_("Il manque la colonne %(names)s.") % {"names": join_words(missing)})
    if unknown:
        said.append(_("Colonne inconnue : %(names)s.") % {"names": join_words(one[:40] for one in unknown[:5])})
    known = join_words(str(label) for label, _known in COLUMNS.values())
    said.append(_("Les titres possibles : %(names)s.") % {"names": known})
    return " ".join(said)


def _lines(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> list[Line]:
    found: list[Line] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, 2):
        told = {head: cell.strip() for head, cell in zip(heads, row, strict=False) if head}
        line = Line(number, _coming(told), _wrong(told))
        key = told.get("mail", "").casefold() or unaccented(told.get("name", ""))
        if key and key in seen:
            line.wrong.append(_("la même personne que plus haut"))
        seen.add(key)
        found.append(line)
    return found


def _coming(told: dict[str, str]) -> Coming:
    who = Who(**{name: told.get(name, "") for name in _OF_WHO})
    who.group, who.region = _code(GROUPS, who.group), _code(REGIONS, who.region)
    return Coming(who, Reach(told.get("mail", ""), told.get("phone", "")))


def _code(codes: object, typed: str) -> str:
    """The code whose label, in either language, or whose key was typed; empty where it is none of them."""
    wanted = unaccented(typed)
    for code, labels in codes.labels.items():  # type: ignore[attr-defined]
        if wanted and wanted in (code.casefold(), *map(unaccented, labels)):
            return str(code)
    return ""


def _wrong(told: dict[str, str]) -> list[str]:
    found = []
    if not told.get("name"):
        found.append(_("il manque le nom"))
    if told.get("mail"):
        try:
            validate_email(told["mail"])
        except ValidationError:
            found.append(_("cette adresse n’en est pas une"))
    for name, codes in (("group", GROUPS), ("region", REGIONS)):
        if told.get(name) and not _code(codes, told[name]):
            known = join_words(f"« {label[0]} »" for label in codes.labels.values())
            found.append(
                _("« %(typed)s » n’est pas dans la liste : %(known)s") % {"typed": told[name][:40], "known": known}
            )
    if any(len(cell) > LONGEST for cell in told.values()):
        found.append(_("un texte est trop long"))
    try:
        for cell in told.values():
            refuse_unseen(cell)
    except ValidationError:
        found.append(_("un signe invisible ou abîmé"))
    return found
