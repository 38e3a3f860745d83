"""What describes a person without naming her, as plain data classes. Codes are those of ``havre.countries``."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Member:
    """One of the household that moves; ``age`` in years, ``None`` where nobody knows."""

    gender: str = "NonSpecifiedUnknown"
    age: int | None = None
    relation: str = "self"  # self, partner, child, relative, other


@dataclass
class Needs:
    accessible: bool = False
    night_staff: bool = False
    services: list[str] = field(default_factory=list)
    note: str = ""


@dataclass
class Wishes:
    prefer_areas: list[str] = field(default_factory=list)
    avoid_areas: list[str] = field(default_factory=list)
    accepts_overseas: bool = False
    note: str = ""


@dataclass
class Profile:
    """The working profile of a situation. The first member of the household is the person protected."""

    household: list[Member] = field(default_factory=lambda: [Member()])
    age_in_doubt: bool = False
    pregnant: bool = False
    animals: bool = False
    origin: str = ""  # ISO 3166 alpha-2
    languages: list[str] = field(default_factory=list)
    needs: Needs = field(default_factory=Needs)
    wishes: Wishes = field(default_factory=Wishes)
    exploitation: list[str] = field(default_factory=list)
    network: str = ""  # opaque tag, never a name (P24)

    @property
    def is_minor(self) -> bool:
        """Under 18 as far as anybody knows. An age in doubt is presumed minor (R34) and asked apart."""
        age = self.household[0].age if self.household else None
        return age is not None and age < 18

    @property
    def adults(self) -> int:
        return sum(1 for m in self.household if m.age is None or m.age >= 18)

    @property
    def children(self) -> int:
        return len(self.household) - self.adults
