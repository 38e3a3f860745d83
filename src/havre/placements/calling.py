"""What is sealed of a call round: the houses in order, what each said, who is on the telephone, who was invited."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

LINE_KEPT = timedelta(minutes=20)
"""How long «I am calling it» keeps a house from colleagues: our choice, longer than a call to a shelter lasts."""
ROUND_LASTS = timedelta(days=7)
"""A round ends by itself after a week: the search behind it is to be made anew. Our choice."""
ROUND_SIZE = 12
"""How many houses wait to be called at a time, our choice; the next ones join as these answer."""

YES, AGAIN, NO, NOBODY, FREE, NOTE = "yes", "again", "no", "nobody", "free", "note"
ANSWERS = (YES, AGAIN, NO, NOBODY, FREE, NOTE)
"""``free`` says that the place is free and nothing else; ``note`` is no answer and rules nothing."""
SETTLED = (YES, NO)


@dataclass
class Entry:
    """One answer of a house, or a note. ``by`` is the account that wrote it; ``news`` the id of what it said of the
    place; ``counted``: the refusal went through an offer, which counts it."""

    answer: str
    by: str
    name: str
    happened_at: datetime
    written_at: datetime
    call_again_at: datetime | None = None
    reason: str = ""
    not_before: date | None = None
    note: str = ""
    news: str | None = None
    counted: bool = False


@dataclass
class House:
    """A shelter of the round with the place that is asked for; ``reference`` is its own for this person."""

    shelter: str
    place: str
    reference: str
    entries: list[Entry] = field(default_factory=list)
    line_by: str = ""
    line_name: str = ""
    line_at: datetime | None = None

    @property
    def answers(self) -> list[Entry]:
        """What the house answered, the earliest first: by when it was said, then by when it was written."""
        found = [entry for entry in self.entries if entry.answer != NOTE]
        return sorted(found, key=lambda entry: (entry.happened_at, entry.written_at))

    @property
    def ruling(self) -> Entry | None:
        """The answer that counts: the latest one."""
        return self.answers[-1] if self.answers else None

    @property
    def is_settled(self) -> bool:
        return self.ruling is not None and self.ruling.answer in SETTLED

    def on_the_line(self, at: datetime) -> bool:
        """Whether somebody is calling it; a claim that nobody ended lapses."""
        return self.line_at is not None and at < self.line_at + LINE_KEPT

    def let_go(self) -> None:
        self.line_by, self.line_name, self.line_at = "", "", None


@dataclass
class Guest:
    """A colleague who may read and answer in this round, until it ends."""

    id: str
    name: str
    invited_by: str
    invited_at: datetime


@dataclass
class RoundContent:
    """``houses`` only grows: the number of a house stays its own. After 90 days only ``tally`` is left of them."""

    started_at: datetime
    by: str
    name: str
    houses: list[House] = field(default_factory=list)
    guests: list[Guest] = field(default_factory=list)
    closed_at: datetime | None = None
    why: str = ""
    tally: dict[str, int] = field(default_factory=dict)

    @property
    def ends_at(self) -> datetime:
        return self.started_at + ROUND_LASTS

    def is_over(self, at: datetime) -> bool:
        return self.closed_at is not None or at >= self.ends_at

    def invites(self, user_id: object) -> bool:
        return any(guest.id == str(user_id) for guest in self.guests)

    def house(self, number: int) -> House | None:
        return self.houses[number] if 0 <= number < len(self.houses) else None

    def lines_of(self, user_id: object, at: datetime) -> Iterator[House]:
        return (house for house in self.houses if house.line_by == str(user_id) and house.on_the_line(at))

    def last_entry(self) -> tuple[House, Entry] | None:
        """What was written last in the whole round."""
        written = [(house, entry) for house in self.houses for entry in house.entries]
        return max(written, key=lambda pair: pair[1].written_at, default=None)

    def to_call_again(self) -> list[datetime]:
        """The moments at which a house is to be rung again, the soonest first."""
        return sorted(
            house.ruling.call_again_at for house in self.houses if house.ruling and house.ruling.call_again_at
        )

    def shorten(self) -> None:
        self.tally = dict(Counter(house.ruling.answer for house in self.houses if house.ruling))
        self.houses, self.guests = [], []
