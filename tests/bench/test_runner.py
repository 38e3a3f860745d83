"""The bench itself: how a ratio is made, what a report holds, what is refused."""

import json

import pytest

from bench.runner import Finding, Options, Race, discover, line, main, measure


def test_floor_and_product_run_in_turns_and_the_figure_is_the_median_of_their_ratios():
    turns = []

    row = measure(7, "race", Race("two", lambda: turns.append("f"), lambda: turns.append("p"), demand=1e9, rounds=1))

    ratios = sorted(sample["product"] / sample["floor"] for sample in row.samples)
    assert len(row.samples) == 3
    assert row.ratio == round(ratios[1], 3)
    assert row.met
    assert "fpfpfp" in "".join(turn for n, turn in enumerate(turns) if n == 0 or turn != turns[n - 1])


def test_more_queries_than_asked_is_a_miss():
    race = Race("queries", lambda: None, lambda: None, 1e9, queries=lambda: 13, queries_demand=12)

    row = measure(1, "list", race)

    assert (row.queries, row.met) == (13, False)
    assert "MISSED" in line(row)


def test_what_is_counted_is_reported_as_it_is():
    row = measure(17, "last place", Finding("winners", 1, 1, True, database="sqlite", note="49 refused"))

    assert (row.ratio, row.met, row.samples, row.database) == (1, True, [], "sqlite")
    assert line(row).endswith("49 refused")


def test_quick_takes_a_tenth_and_never_nothing():
    assert [Options(quick=True).scaled(n) for n in (10_000, 70, 5)] == [1000, 7, 1]
    assert Options().scaled(70) == 70


def test_all_workloads_of_the_engine_are_found():
    assert {7, 9, 10, 11, 12} <= set(discover())


def test_a_report_holds_machine_versions_and_raw_samples(tmp_path, capsys):
    report = tmp_path / "bench.json"

    assert main(["--only", "9", "--quick", "--json", str(report)]) == 0

    written = json.loads(report.read_text(encoding="utf-8"))
    assert {"system", "processors", "versions"} <= set(written["machine"])
    assert [row["id"] for row in written["workloads"]] == [9]
    assert len(written["workloads"][0]["samples"]) >= 3
    assert "7 shelters" in capsys.readouterr().out


@pytest.mark.parametrize("wrong", [["--only", "1000"], ["--only", "seven"], ["--fast"]])
def test_a_wrong_option_ends_with_two(wrong):
    with pytest.raises(SystemExit) as ended:
        main(wrong)

    assert ended.value.code == 2
