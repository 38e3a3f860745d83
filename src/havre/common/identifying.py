"""Does a text seem to say who somebody is? A plain check that can be explained: patterns, in French and in English.

It warns and never refuses: a pattern is wrong now and then, and only the writer knows. Nothing is kept of what is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from havre.countries.world import countries
from havre.geo.departments import DEPARTMENTS

MOST = 6
"""So many are shown; a text that has more is to be written again anyway."""

_WORD = r"[A-ZÀ-ÖØ-Þ][a-zß-öø-ÿ]+(?:[-’'][A-ZÀ-ÖØ-Þ]?[a-zß-öø-ÿ]+)*"
_MONTHS = (
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "january|february|march|april|may|june|july|august|september|october|november|december"
)
_STREET = "rue|avenue|boulevard|bd|chemin|impasse|allée|place|quai|route|cours|square|street|road|lane|avenue|drive"


@dataclass(frozen=True)
class Kind:
    """What was seen, and how to say it without telling who it is."""

    name: str | Promise
    instead: str | Promise


@dataclass(frozen=True)
class Seen:
    """A piece of the text, as it stands there, and why it is shown."""

    words: str
    kind: Kind


NAME = Kind(_("un nom"), _("« une femme de 20 à 25 ans », « un homme », « une mère de deux enfants »"))
BIRTH = Kind(_("une date"), _("un âge à cinq ans près, « au printemps »"))
PHONE = Kind(_("un numéro de téléphone"), _("« joignable par téléphone » ; le vôtre a sa place plus bas, scellé"))
MAIL = Kind(_("une adresse électronique"), _("« joignable par courriel »"))
FILE = Kind(_("un numéro de dossier ou de titre"), _("« une demande d’asile en cours », « un récépissé »"))
STREET = Kind(_("une adresse"), _("« chez un tiers », « à l’hôtel », « dans une grande ville »"))

_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (MAIL, re.compile(r"[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,24}){1,4}")),
    (PHONE, re.compile(r"(?<![\w.])(?:(?:\+|00)\d{1,3}[ .-]?)?(?:\(0\)|0)?\d(?:[ .-]?\d{2}){4}(?!\w)")),
    (FILE, re.compile(r"(?i:\b(?:n°|no|nº|numéro|dossier|agdref|ofpra|cnda|file|case)\s*:?\s*(?:n°|no\.?)?\s*)(?=[\w/-]*\d{2})[\w/-]{5,24}")),
    (FILE, re.compile(r"(?<!\w)\d{9,15}(?!\w)")),
    (STREET, re.compile(rf"(?i:\b\d{{1,4}}\s?(?:bis|ter)?,?\s+(?:{_STREET})\b(?:\s+[\w’'-]+){{1,4}})")),
    (STREET, re.compile(r"(?i:\b\d{1,4}\s+)(?:[A-Z][a-z]+\s){1,2}(?:Street|Road|Lane|Avenue|Drive)\b")),
    (BIRTH, re.compile(r"(?<![\w/])\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d{2}(?![\w/])")),
    (BIRTH, re.compile(rf"(?i:\b\d{{1,2}}(?:er|st|nd|rd|th)?\s+(?:{_MONTHS})\s+(?:19|20)\d{{2}}\b)")),
    (BIRTH, re.compile(rf"(?i:\b(?:{_MONTHS})\s+\d{{1,2}},?\s+(?:19|20)\d{{2}}\b)")),
    (NAME, re.compile(rf"\b(?:M\.|MM\.|Mme|Mlle|Mr\.?|Mrs\.?|Ms\.?|Madame|Monsieur|Mademoiselle|Miss)\s+(?:{_WORD}|[A-Z]{{2,}}\b|[A-Z]\.)(?:\s+(?:{_WORD}|[A-Z]{{2,}}\b))?")),
    (NAME, re.compile(rf"(?i:s[’']appelle|prénommée?|nommée?|(?:her|his) name is|is called|named)\s+{_WORD}(?:\s+{_WORD})?")),
    (NAME, re.compile(rf"\b{_WORD}\s+(?:{_WORD}|[A-Z]{{3,}})\b")),
)  # fmt: skip
_SMALL = (
    "le la les un une des du de au aux ce cette ces elle elles il ils on nous vous je son sa ses leur leurs mon ma mes "
    "en par pour si et ou mais donc or ni car que qui quoi quand comment quel quelle est sont dans depuis apres avant "
    "chez avec sans selon pouvez peut doit faut merci bonjour the a an she he they we you i her his their my is are "
    "can could should what when how which who if and or but in on at by for with from since after before hello thank "
    "does do has have must may"
)
_OF_THE_STATE = (
    "ministere prefecture prefet tribunal cour conseil code convention protocole directive loi article office parquet "
    "procureur police gendarmerie nationale national francaise francais republique union europe europeenne etat service "
    "services croix rouge secours catholique populaire samu social armee salut mairie ville departement region hopital "
    "centre assurance maladie caisse aide juridictionnelle enfance penal civil procedure travail palerme commission "
    "court office council state home national law act convention ministry police prosecutor"
)
_FUNCTION_WORDS, _OFFICES = frozenset(_SMALL.split()), frozenset(_OF_THE_STATE.split())


def find(text: str) -> list[Seen]:
    """What seems to say who or where somebody is, in the order of the text, each piece once."""
    taken: list[tuple[int, int]] = []
    found: list[tuple[int, Seen]] = []
    for kind, pattern in _PATTERNS:
        for start, end in _matches(kind, pattern, text):
            if all(end <= a or start >= b for a, b in taken):
                taken.append((start, end))
                found.append((start, Seen(" ".join(text[start:end].split()), kind)))
    return [seen for _start, seen in sorted(found, key=lambda one: one[0])][:MOST]


def _matches(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterator[tuple[int, int]]:
    is_pair = kind is NAME and pattern is _PATTERNS[-1][1]
    for match in pattern.finditer(text):
        if is_pair and not _is_a_pair_of_names(text, match):
            continue
        yield match.start(), match.end()


def _is_a_pair_of_names(text: str, match: re.Match[str]) -> bool:
    """Two words with a capital that are no country, no département, no office, and no beginning of a sentence."""
    pair = [_plain(word) for word in match[0].split()]
    if any(word in _OFFICES for word in pair) or " ".join(pair) in _places() or pair[-1] in _places():
        return False
    return not (pair[0] in _FUNCTION_WORDS or pair[1] in _FUNCTION_WORDS)


@cache
def _places() -> frozenset[str]:
    known = [country.name_fr for country in countries().values()] + [one.name_en for one in countries().values()]
    known += [name for one in DEPARTMENTS for name in (one.name, one.region, one.chef_lieu)]
    return frozenset(_plain(name) for name in known)


def _plain(word: str) -> str:
    return unicodedata.normalize("NFKD", word.casefold()).encode("ascii", "ignore").decode()
