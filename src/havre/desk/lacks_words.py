"""The words of what the network lacks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _

from havre.common import parts, words
from havre.common.disclosure import INSIDE, Table, protect
from havre.countries.fr.network import OBSTACLES
from havre.countries.fr.people import language_name
from havre.desk.lacks import EVERYWHERE, NORTH, SOUTH, Lack, RegionLine
from havre.geo import maps
from havre.geo.departments import regions

_NOBODY: dict[str, dict[str, str | Promise]] = {
    "accessible": {
        EVERYWHERE: gettext_lazy("Aucune place accessible en fauteuil"),
        NORTH: gettext_lazy("Aucune place accessible en fauteuil au nord de la Loire"),
        SOUTH: gettext_lazy("Aucune place accessible en fauteuil au sud de la Loire"),
    },
    "night_staff": {
        EVERYWHERE: gettext_lazy("Personne ne veille la nuit dans aucun lieu"),
        NORTH: gettext_lazy("Personne ne veille la nuit au nord de la Loire"),
        SOUTH: gettext_lazy("Personne ne veille la nuit au sud de la Loire"),
    },
    "children": {
        EVERYWHERE: gettext_lazy("Aucun lieu n’accueille d’enfants"),
        NORTH: gettext_lazy("Aucun lieu n’accueille d’enfants au nord de la Loire"),
        SOUTH: gettext_lazy("Aucun lieu n’accueille d’enfants au sud de la Loire"),
    },
    "pregnant": {
        EVERYWHERE: gettext_lazy("Aucun lieu n’accueille de femme enceinte"),
        NORTH: gettext_lazy("Aucun lieu n’accueille de femme enceinte au nord de la Loire"),
        SOUTH: gettext_lazy("Aucun lieu n’accueille de femme enceinte au sud de la Loire"),
    },
    "animals": {
        EVERYWHERE: gettext_lazy("Aucun lieu n’accueille d’animal"),
        NORTH: gettext_lazy("Aucun lieu n’accueille d’animal au nord de la Loire"),
        SOUTH: gettext_lazy("Aucun lieu n’accueille d’animal au sud de la Loire"),
    },
    "men": {
        EVERYWHERE: gettext_lazy("Aucun lieu n’accueille d’hommes"),
        NORTH: gettext_lazy("Aucun lieu n’accueille d’hommes au nord de la Loire"),
        SOUTH: gettext_lazy("Aucun lieu n’accueille d’hommes au sud de la Loire"),
    },
    "large": {
        EVERYWHERE: gettext_lazy("Aucune place pour quatre personnes ou plus"),
        NORTH: gettext_lazy("Aucune place pour quatre personnes ou plus au nord de la Loire"),
        SOUTH: gettext_lazy("Aucune place pour quatre personnes ou plus au sud de la Loire"),
    },
}  # fmt: skip


def _language() -> str:
    return get_language() or "fr"


@dataclass(frozen=True)
class Line:
    """One lack: what, what there is elsewhere, and how often it was needed in vain, where that is told."""

    text: str
    elsewhere: str
    needed: str


def lines(found: Sequence[Lack], year: int) -> list[Line]:
    """One line a lack; the languages of which no number is told share the last."""
    idle = [lack for lack in found if lack.is_language and not lack.needed]
    told = [_line(lack, year) for lack in found if lack not in idle]
    if idle:
        names = words.join_words(
            [language_name(lack.code, _language()) for lack in idle], pgettext("dernier joint d’une liste", "ni")
        )
        told.append(Line(_("Personne ne parle %(language)s") % {"language": names}, "", ""))
    return told


def _line(lack: Lack, year: int) -> Line:
    if lack.is_language:
        text = _("Personne ne parle %(language)s") % {"language": language_name(lack.code, _language())}
    else:
        text = str(_NOBODY[lack.need][lack.where])
    elsewhere = ""
    if lack.houses:
        elsewhere = ngettext("%(n)s lieu ailleurs.", "%(n)s lieux ailleurs.", lack.houses) % {"n": lack.houses}
    needed = ""
    if lack.needed:
        needed = _("%(n)s recherches sans place en avaient besoin en %(year)s.") % {"n": lack.needed, "year": year}
    return Line(text, elsewhere, needed)


@dataclass(frozen=True)
class Told:
    """A region as the page says it."""

    name: str
    houses: str
    has: list[str]


def region_lines(found: Sequence[RegionLine]) -> list[Told]:
    return [Told(line.name, _houses(line), _has(line)) for line in found]


def _houses(line: RegionLine) -> str:
    if not line.houses:
        return _("aucun lieu")
    houses = ngettext("%(n)s lieu", "%(n)s lieux", line.houses) % {"n": line.houses}
    return houses + ngettext(", %(n)s place", ", %(n)s places", line.places) % {"n": line.places}


def _has(line: RegionLine) -> list[str]:
    said = {
        "accessible": ngettext("%(n)s accessible", "%(n)s accessibles", line.having["accessible"]),
        "night_staff": _("%(n)s avec quelqu’un la nuit"),
        "children": _("%(n)s pour des enfants"),
        "men": _("%(n)s pour des hommes"),
        "large": _("%(n)s pour quatre ou plus"),
    }
    return [text % {"n": line.having[need]} for need, text in said.items() if line.having[need]]


def region_map(found: Sequence[RegionLine]) -> parts.Map:
    """Regions by how many houses they have: none, one or two, more."""
    of_region = regions()
    kinds: dict[str, parts.Kind] = {
        department.area: "level-1" if line.houses < 3 else "level-2"
        for line in found
        if line.houses
        for department in of_region[line.name]
    }
    empty = [line.name for line in found if not line.houses]
    title = _("Carte des régions : %(empty)s sans lieu d’accueil. La liste donne les mêmes chiffres.")
    return parts.Map.of(
        maps.outlines(),
        maps.VIEW_BOX,
        title=title % {"empty": ngettext("%(n)s région", "%(n)s régions", len(empty)) % {"n": len(empty)}},
        kinds=kinds,
        legend=[("", _("aucun lieu")), ("level-1", _("un ou deux")), ("level-2", _("trois ou plus"))],
        captions=[(inset.x, inset.y, inset.text) for inset in maps.INSETS],
        key="manques",
    )


def obstacle_lines(counted: Counter[str]) -> list[tuple[str, int | None]]:
    """What stands in the way of those who wait, the most frequent first; a count below five is hidden."""
    shown = protect(Table.of_parts(counted, OBSTACLES.codes[::-1]), INSIDE)
    language = _language()
    found = [(OBSTACLES.label(code, language), shown.part(code)) for code in OBSTACLES if shown.part(code) != 0]
    return [] if shown.total is None else sorted(found, key=lambda line: -(line[1] or 0))
