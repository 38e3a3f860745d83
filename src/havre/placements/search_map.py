"""The map of a search: what to avoid, what is too near, where places fit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.common import parts
from havre.geo import maps
from havre.geo.departments import AREAS, by_area
from havre.placements import engine
from havre.placements.search_words import area_names


def draw(ranking: engine.Ranking, capacity: engine.Capacity, ranks: Mapping[str, int]) -> parts.Map:
    """What to avoid, what is too near, where places fit; ``ranks`` gives the best rank of a département."""
    avoid, search = _avoided(ranking), ranking.search
    near = {area for area, km in zip(AREAS, search.nearest_km.tolist(), strict=True) if km < search.min_km} - avoid
    fit = {AREAS[area] for area in np.unique(capacity.place_area[ranking.fitting]).tolist()}
    kinds: dict[str, parts.Kind] = dict.fromkeys(near, "near")
    kinds |= dict.fromkeys(avoid, "danger")
    kinds |= dict.fromkeys(fit, "fit")
    return parts.Map.of(
        maps.outlines(),
        maps.VIEW_BOX,
        title=_map_title(avoid, near, ranks),
        kinds=kinds,
        ranks=ranks,
        legend=_legend(len(avoid), len(near), bool(fit)),
        captions=[(inset.x, inset.y, inset.text) for inset in maps.INSETS],
    )


def _avoided(ranking: engine.Ranking) -> set[str]:
    """Départements that a zone names or touches by its disc, and those she wishes to avoid."""
    found = set(ranking.search.request.avoid_areas)
    for zone, row in zip(ranking.search.request.danger_zones, ranking.search.zone_km, strict=True):
        if isinstance(zone, engine.AreaZone):
            found.add(zone.area)
        else:
            found |= {area for area, km in zip(AREAS, row.tolist(), strict=True) if km == 0}
    return found


def _map_title(avoid: set[str], near: set[str], ranks: Mapping[str, int]) -> str:
    said = [_("Carte des départements.")]
    if avoid:
        said.append(_("À éviter : %(names)s.") % {"names": area_names(sorted(avoid))})
    if near:
        said.append(
            ngettext("Trop près : %(count)s département.", "Trop près : %(count)s départements.", len(near))
            % {"count": len(near)}
        )
    if ranks:
        fits = ", ".join(f"{rank} {by_area(area).name}" for area, rank in ranks.items())
        said.append(_("Places qui conviennent : %(names)s.") % {"names": fits})
    said.append(_("La liste donne les mêmes faits."))
    return " ".join(said)


def _legend(avoid: int, near: int, fit: bool) -> Sequence[tuple[parts.Kind, str]]:
    lines: list[tuple[parts.Kind, str]] = []
    if avoid:
        lines.append(("danger", _("à éviter (%(count)s)") % {"count": avoid}))
    if near:
        lines.append(("near", _("trop près (%(count)s)") % {"count": near}))
    if fit:
        lines.append(("fit", _("place qui convient")))
    return [*lines, ("", _("assez loin"))]
