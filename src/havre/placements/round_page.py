"""The page of a call round in words: the houses in order, the one that is called, what to say, what was answered."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from havre.accounts.models import User
from havre.common import words
from havre.countries.fr import telephone
from havre.directory.profiles import Place
from havre.directory.wording import PLACE_KINDS
from havre.geo.departments import by_area
from havre.placements import wording
from havre.placements.calling import AGAIN, FREE, NO, NOBODY, NOTE, YES, Entry, House, RoundContent
from havre.placements.models import CallRound
from havre.placements.operations.answers import can_undo
from havre.placements.operations.offers import first_day
from havre.placements.problem import Table
from havre.placements.search_words import bare, number

Order = tuple[int, int]


@dataclass(frozen=True)
class Line:
    """One house in the list. ``number`` is its own for the whole round; ``order`` its place in the list, from 1."""

    number: int
    order: int
    code: str
    where: str
    sub: str
    shape: str
    word: str
    tone: str = ""
    is_shown: bool = False


@dataclass(frozen=True)
class Said:
    """One entry of a house as it is read."""

    word: str
    note: str
    name: str
    at: datetime
    written_at: datetime
    rules: bool

    @property
    def was_written_later(self) -> bool:
        return (self.written_at - self.at).total_seconds() > 120


@dataclass(frozen=True)
class RoundPage:
    """What the page shows to ``user``; ``chosen`` is the number of the house that is looked at, ``None``: the next."""

    row: CallRound
    content: RoundContent
    table: Table
    user: User
    at: datetime
    chosen: int | None = None

    @property
    def name(self) -> str:
        return self.table.seekers[0].person.pseudonym

    @cached_property
    def ranks(self) -> dict[str, int]:
        """Rank of every place that fits her now."""
        ids = self.table.network.capacity.place_ids
        return {ids[index]: rank for rank, index in enumerate(self.table.rankings[0].candidates.tolist(), 1)}

    @cached_property
    def order(self) -> list[int]:
        """Numbers of the houses as they are called: due to be rung again, not called yet by rank, to try again, no
        longer fitting; then those that answered."""
        return sorted(range(len(self.content.houses)), key=lambda n: self._key(self.content.houses[n]))

    def _key(self, house: House) -> Order:
        rank = self.ranks.get(house.place, len(self.ranks) + 1)
        ruling = house.ruling
        if house.is_settled:
            return 5, rank
        if ruling is not None and ruling.call_again_at is not None and ruling.call_again_at <= self.at:
            return 0, rank
        if house.place not in self.ranks:
            return 4, rank
        if ruling is None or ruling.answer == FREE:
            return 1, rank
        return (3 if ruling.answer == NOBODY else 2), rank

    @cached_property
    def shown(self) -> int:
        """The house that is looked at: the one asked for, the one this reader calls, or the next nobody calls."""
        if self.chosen is not None and self.content.house(self.chosen) is not None:
            return self.chosen
        houses = self.content.houses
        mine = next((n for n in self.order if self._is_mine(houses[n])), None)
        free = next((n for n in self.order if not houses[n].is_settled and not houses[n].on_the_line(self.at)), None)
        return mine if mine is not None else free if free is not None else self.order[0]

    def _is_mine(self, house: House) -> bool:
        return house.on_the_line(self.at) and house.line_by == str(self.user.pk)

    @property
    def house(self) -> House:
        return self.content.houses[self.shown]

    @cached_property
    def lines(self) -> list[Line]:
        return [self._line(order, n) for order, n in enumerate(self.order, 1)]

    @property
    def to_call(self) -> list[Line]:
        return [line for line in self.lines if not self.content.houses[line.number].is_settled]

    @property
    def called(self) -> list[Line]:
        return [line for line in self.lines if self.content.houses[line.number].is_settled]

    @cached_property
    def current(self) -> Line:
        return next(line for line in self.lines if line.number == self.shown)

    def _line(self, order: int, n: int) -> Line:
        house = self.content.houses[n]
        shape, word, tone = self._state(house)
        found = self.table.network.by_place.get(house.place)
        where = by_area(found[0].profile.area).name if found else ""
        code = self.table.network.code(house.place) if found else _("lieu parti du réseau")
        sub = self._sub(house, found[1] if found else None)
        return Line(n, order, code, where, sub, shape, word, tone, is_shown=n == self.shown)

    def _sub(self, house: House, place: Place | None) -> str:
        """What was said last, or how old the last confirmation is."""
        ruling = house.ruling
        if ruling is not None and ruling.answer == NO:
            until = _("pas avant le %(day)s") % {"day": words.day(ruling.not_before)} if ruling.not_before else ""
            return until or bare(wording.refusal(ruling.reason))
        if place is None or place.confirmed_on is None:
            return _("jamais confirmée")
        return _("confirmée %(when)s") % {"when": words.ago(place.confirmed_on)}

    def _state(self, house: House) -> tuple[str, str, str]:
        ruling = house.ruling
        if self._is_mine(house):
            return "interview", _("en ligne"), ""
        if house.on_the_line(self.at):
            return "paused", _("%(name)s appelle") % {"name": house.line_name}, "accent"
        if ruling is None:
            if house.place not in self.ranks:
                return "not-taken", _("ne convient plus"), ""
            return ("due", _("à appeler"), "warn") if self._is_old(house) else ("received", _("à appeler"), "")
        if ruling.call_again_at is not None:
            late = ruling.call_again_at <= self.at
            return (
                "late" if late else "paused",
                _("rappeler %(when)s") % {"when": self._when(ruling.call_again_at)},
                ("warn" if late else ""),
            )
        return {
            YES: ("arrived", _("oui, en principe"), ""), NO: ("not-taken", _("non"), ""),
            NOBODY: ("paused", _("sans réponse"), ""), FREE: ("free", _("libre, à suivre"), ""),
        }[ruling.answer]  # fmt: skip

    def _when(self, moment: datetime) -> str:
        """«à 14 h» today; another day without its hour, which stands with the answer."""
        day, today = timezone.localdate(moment), timezone.localdate(self.at)
        if day == today:
            return _("à %(hour)s") % {"hour": words.hour(moment)}
        if day == today + timedelta(days=1):
            return _("demain")
        return _("le %(day)s") % {"day": words.day(moment)}

    def _is_old(self, house: House) -> bool:
        index = self.table.network.capacity.place_index.get(house.place)
        return index is not None and self.table.rankings[0].to_call(index)

    @property
    def sentence(self) -> str:
        """What is true now: how many are to be called, what the others said."""
        houses = self.content.houses
        said = [house.ruling.answer for house in houses if house.ruling is not None]
        left = sum(not house.is_settled for house in houses)
        parts = [
            ngettext("Un lieu à appeler, du plus au moins adapté.", "%(count)s lieux à appeler, du plus au moins adapté.",
                     left) % {"count": number(left)}
            if left else _("Tous ont répondu.")
        ]  # fmt: skip
        for kind, one, several in (
            (NO, _("Un a répondu non."), _("%(count)s ont répondu non.")),
            (AGAIN, _("Un est à rappeler."), _("%(count)s sont à rappeler.")),
        ):
            count = said.count(kind)
            if count:
                parts.append(one if count == 1 else several % {"count": number(count)})
        return " ".join([*parts, _("Le premier oui retient la place 72 h.")])

    @property
    def about(self) -> str:
        """What the place is: «chambre pour une personne»."""
        found = self.table.network.by_place.get(self.house.place)
        if found is None:
            return ""
        place = found[1]
        kind = PLACE_KINDS[place.kind]
        return ngettext("%(kind)s pour une personne", "%(kind)s pour %(size)s", place.size) % {
            "kind": kind, "size": place.size,
        }  # fmt: skip

    @property
    def said(self) -> list[Said]:
        """All entries of the house, the latest first; none is lost when a later one rules."""
        ruling = self.house.ruling
        entries = sorted(self.house.entries, key=lambda entry: (entry.happened_at, entry.written_at), reverse=True)
        return [
            Said(entry_words(entry), entry.note, entry.name, entry.happened_at, entry.written_at, entry is ruling)
            for entry in entries
        ]

    @property
    def answered_twice(self) -> bool:
        return len(self.house.answers) > 1

    @property
    def is_mine(self) -> bool:
        return self._is_mine(self.house)

    @property
    def is_taken(self) -> bool:
        """Whether a colleague calls this house."""
        return self.house.on_the_line(self.at) and not self.is_mine

    @property
    def line_since(self) -> str:
        return words.hour(self.house.line_at) if self.house.line_at else ""

    @property
    def undoes(self) -> bool:
        last = self.content.last_entry()
        return last is not None and can_undo(last[1], self.user)

    @cached_property
    def script(self) -> list[str]:
        """What to read aloud, in French; made from her working profile without identity."""
        with translation.override("fr"):
            return telephone.script(self._wanted())

    @property
    def lived_through(self) -> str:
        return telephone.lived_through(self.table.seekers[0].profile.exploitation)

    def _wanted(self) -> telephone.Wanted:
        profile = self.table.seekers[0].profile
        found = self.table.network.by_place.get(self.house.place)
        needs = profile.needs
        day = first_day(found[1] if found else Place("", ""), self.at)
        return telephone.Wanted(
            household=[
                telephone.Somebody(m.gender, m.age, m.relation == "child" or (m.age is not None and m.age < telephone.ADULT))
                for m in profile.household
            ],
            from_day=words.day(day), reference=self.house.reference, languages=profile.languages,
            services=profile.needs.services, night_staff=needs.night_staff, accessible=needs.accessible,
            pregnant=profile.pregnant, animals=profile.animals, is_flat=bool(found and found[1].kind == "flat"),
        )  # fmt: skip

    @property
    def guests(self) -> list[tuple[uuid.UUID, str]]:
        return [(uuid.UUID(guest.id), guest.name) for guest in self.content.guests]


def entry_words(entry: Entry) -> str:
    """An entry in one line."""
    plain = {
        YES: _("oui, en principe"), NOBODY: _("personne n’a répondu"), FREE: _("place confirmée libre"), NOTE: _("note"),
    }  # fmt: skip
    if entry.answer in plain:
        return plain[entry.answer]
    if entry.answer == AGAIN and entry.call_again_at is not None:
        return _("à rappeler le %(moment)s") % {"moment": words.moment(entry.call_again_at)}
    reason = _("non : %(reason)s") % {"reason": bare(wording.refusal(entry.reason))}
    if entry.not_before is None:
        return reason
    return _("%(answer)s, pas avant le %(day)s") % {"answer": reason, "day": words.day(entry.not_before)}
