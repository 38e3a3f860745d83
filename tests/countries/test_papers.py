"""The papers handed to the person: the same in every language, nothing on them that speaks of anybody."""

from __future__ import annotations

import re

import pytest
from lucide.templatetags.lucide import lucide

from havre.countries.fr.first_days import NOT_TO_ASK, PHASES, STEPS
from havre.countries.fr.reports import NEVER_WRITE
from havre.countries.fr.safety import EMERGENCY_NUMBERS
from havre.countries.papers import FOLDER, LANGUAGES, MASTER, PAPERS, best_first, paper, readable

ALL = [(key, language) for key in PAPERS for language in LANGUAGES]
OTHERS = [(key, language) for key, language in ALL if language != MASTER]
ARABIC = re.compile(r"[\u0600-\u06ff]")


def text_of(key: str, language: str) -> str:
    sheet = paper(key, language)
    return "\n".join([sheet.title, sheet.lead, *(part for b in sheet.blocks for part in (b.title, *b.lines))])


def test_each_paper_has_a_file_for_each_language_and_no_other_file() -> None:
    assert {path.name for path in FOLDER.iterdir()} == {f"{key}.{language}.toml" for key, language in ALL}


@pytest.mark.parametrize(("key", "language"), OTHERS)
def test_each_language_says_the_same_things_as_the_master(key: str, language: str) -> None:
    import tomllib

    raw = tomllib.loads((FOLDER / f"{key}.{language}.toml").read_text(encoding="utf-8"))
    master = paper(key, MASTER)

    assert raw.keys() == {"language", "name", "direction", "reviewed_by", "title", "lead", "blocks"}
    assert [(b["key"], len(b["lines"])) for b in raw["blocks"]] == [(b.key, len(b.lines)) for b in master.blocks]
    assert all(b.keys() == {"key", "title", "lines"} for b in raw["blocks"]), "the master alone says icon and source"
    assert raw["language"] == language
    assert all(part.strip() for part in text_of(key, language).splitlines())
    told, wanted = text_of(key, language), text_of(key, MASTER)
    assert sorted(re.findall(r"\d+", told)) == sorted(re.findall(r"\d+", wanted)), "the same numbers"
    assert told != wanted


@pytest.mark.parametrize(("key", "language"), ALL)
def test_a_paper_is_not_said_to_be_checked_before_somebody_has(key: str, language: str) -> None:
    assert paper(key, language).reviewed_by == ""


@pytest.mark.parametrize("key", PAPERS)
def test_arabic_alone_runs_from_right_to_left(key: str) -> None:
    for language in LANGUAGES:
        sheet = paper(key, language)
        assert sheet.direction == ("rtl" if language == "ar" else "ltr")
        assert all(bool(ARABIC.search(b.title)) == (language == "ar") for b in sheet.blocks)


@pytest.mark.parametrize("key", PAPERS)
def test_each_block_has_a_drawing_a_source_and_a_mark(key: str) -> None:
    for block in paper(key, MASTER).blocks:
        assert block.source.strip()
        assert block.mark in ("S", "K", "V", "P")
        assert "<svg" in str(lucide(block.icon))
        assert len(block.lines) <= 4
        assert all(len(line) <= 130 for line in block.lines), "short sentences"


@pytest.mark.parametrize(("key", "language"), ALL)
def test_every_number_on_a_paper_is_an_emergency_number_or_a_length_of_the_sources(key: str, language: str) -> None:
    known = {one.number for one in EMERGENCY_NUMBERS}
    lengths = {"rights": {"30", "18"}, "welcome": set()}[key]

    assert set(re.findall(r"\d+", text_of(key, language))) <= known | lengths


def test_what_she_speaks_comes_first_then_what_is_near_then_the_rest() -> None:
    assert best_first(["ro", "en"])[:2] == ["ro", "en"]
    assert best_first(["ary"])[0] == "ar"
    assert best_first(["bin", "en"])[:2] == ["en", "pcm"]
    assert set(best_first(["ta"])) == set(LANGUAGES)
    assert not readable(["ta"])
    assert readable(["bin"])


def test_lists_for_professionals_are_whole_in_both_languages() -> None:
    assert {step.phase for step in STEPS} == set(PHASES)
    for words in [*NEVER_WRITE, *NOT_TO_ASK]:
        assert all(
            part.strip() for part in (words.text(), words.text("en"), words.why(), words.why("en"), words.source)
        )
    for step in STEPS:
        assert step.text() != step.text("en")
    for many in (STEPS, NOT_TO_ASK, NEVER_WRITE):
        assert len({one.key for one in many}) == len(many)
