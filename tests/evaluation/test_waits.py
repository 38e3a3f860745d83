"""Days to a place: classes join until each may be told, quartiles stand on enough people."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from havre.evaluation.waits import CLASSES, spread

on_a_busy_machine = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
counts = st.dictionaries(st.sampled_from(CLASSES), st.integers(0, 30))


@on_a_busy_machine
@given(counts, st.sampled_from([5, 11]))
def test_every_band_holds_k_people_and_all_bands_hold_everybody(found: dict[str, int], k: int) -> None:
    told = spread(found, k)
    total = sum(found.values())

    assert told.total == (None if 0 < total < k else total)
    if total >= k:
        assert all(band.count >= k for band in told.bands)
        assert sum(band.count for band in told.bands) == total
        assert told.bands[0].first == 0
        for one, following in zip(told.bands, told.bands[1:], strict=False):
            assert following.first == (one.last or 0) + 1
    else:
        assert told.bands == ()


@on_a_busy_machine
@given(counts, st.sampled_from([5, 11]))
def test_a_quartile_has_k_people_on_its_smaller_side(found: dict[str, int], k: int) -> None:
    told = spread(found, k)
    known = sum(n for code, n in found.items() if code != "unknown")

    assert (told.median is not None) == (known // 2 >= k)
    assert (told.quartile is not None) == (told.upper is not None) == (known // 4 >= k)
    if told.quartile is not None and told.median is not None and told.upper is not None:
        assert told.quartile <= told.median <= told.upper


def test_the_quartiles_of_a_year() -> None:
    told = spread({"2": 10, "6": 15, "9": 10, "15-30": 5}, 5)

    assert (told.quartile, told.median, told.upper) == (2, 6, 9)
    bands = [(band.first, band.last, band.count) for band in told.bands]
    assert bands == [(0, 2, 10), (3, 6, 15), (7, 10, 10), (11, 30, 5)]


def test_a_small_end_joins_the_band_before_it() -> None:
    told = spread({"2": 10, "6": 15, "31-60": 1, "61+": 1, "unknown": 1}, 5)

    last = told.bands[-1]
    assert (last.first, last.last, last.count, last.unknown) == (3, None, 18, True)
