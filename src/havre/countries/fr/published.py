"""Figures of the national network that were published elsewhere, to stand beside our own (DOMAIN.md §10)."""

from dataclasses import dataclass
from types import MappingProxyType

from havre.countries.codes import Mark

WAIT_TARGET_DAYS = 7
"""The published mean of 2014, from the referral to a place (TIP 2015): the aim since."""


@dataclass(frozen=True, slots=True)
class Published:
    """What was published for one year. ``partial``: the source itself says that the year was not counted to its end."""

    admitted: int | None = None
    requests: int | None = None
    calls: int | None = None
    mean_days: int | None = None
    partial: bool = False
    mark: Mark = "S"


PUBLISHED = MappingProxyType(
    {
        2012: Published(admitted=66, requests=76),
        2013: Published(admitted=68),
        2014: Published(admitted=70, calls=900, mean_days=WAIT_TARGET_DAYS),
        2015: Published(admitted=92),
        2016: Published(admitted=82),
        2017: Published(admitted=79),
        2018: Published(admitted=86),
        2019: Published(admitted=64, partial=True),
    }
)
"""2012 European prevention award file; 2013–2014 Senate, TIP 2015; 2015–2019 activity reports. None found for 2020–2023."""
