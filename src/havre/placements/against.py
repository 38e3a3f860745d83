"""What the engine holds against one place for one person: every broken hard rule, but the distance, which has its own
exception, and network and conflict, which have none."""

from __future__ import annotations

import uuid
from collections.abc import Iterable

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from havre.common.words import join_words
from havre.placements.engine.rules import RULES
from havre.placements.problem import Table
from havre.record.operations import Refusal

_ELSEWHERE = frozenset({"too_near", "same_network", "conflict"})
_SHORT = {rule.code: rule.short for rule in RULES}


class AgainstRules(Refusal):
    """Law 6: the engine proposes, a named person decides; then the reason stands beside the question."""

    def __init__(self, codes: Iterable[str]) -> None:
        super().__init__(
            _(
                "La recherche écarte cette place : %(why)s. Choisissez-en une autre, ou dites pourquoi la demander quand même."
            )
            % {"why": in_words(codes)}
        )


def against(table: Table, place_id: uuid.UUID) -> list[str]:
    """Codes of the rules that exclude the place for who sits first at the table; none for a place that no search knows (a
    relay apartment)."""
    ranking, index = table.rankings[0], table.network.capacity.place_index.get(str(place_id))
    if index is None or ranking.refusals:
        return []
    return [code for code in dict.fromkeys(ranking.codes(index)) if code not in _ELSEWHERE]


def in_words(codes: Iterable[str]) -> str:
    """Short words that name no département: fit for the thread, which whoever may not learn the place reads too."""
    n = 1 if (get_language() or "fr").startswith("en") else 0
    return join_words([_SHORT[code][n] for code in codes if code in _SHORT])
