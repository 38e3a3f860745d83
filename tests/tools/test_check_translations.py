"""Catalogues and compiled files are read as gettext reads them, and each fault is named."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from tools import check_translations as checks

HEAD = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n'
WHOLE = (
    HEAD
    + """
#: desk/list.html
msgid "Qui attend ?"
msgstr "Who waits?"

# two lines and a quote
msgid ""
"Une phrase "
"avec des \\"guillemets\\" et une fin.\\n"
msgstr ""
"A sentence "
"with \\"quotes\\" and an end.\\n"

#, python-format
msgid "%(n)s place"
msgid_plural "%(n)s places"
msgstr[0] "%(n)s place"
msgstr[1] "%(n)s places"

msgctxt "month"
msgid "mars"
msgstr "March"

#~ msgid "Ancien texte"
#~ msgstr "Old text"
"""
)
COMPILED = {
    "Qui attend ?": "Who waits?",
    'Une phrase avec des "guillemets" et une fin.\n': 'A sentence with "quotes" and an end.\n',
    "%(n)s place\0%(n)s places": "%(n)s place\0%(n)s places",
    "month\x04mars": "March",
}


@pytest.fixture
def source(tmp_path: Path) -> Path:
    (tmp_path / checks.LOCALE).mkdir(parents=True)
    return tmp_path


def write(source: Path, catalogue: str, compiled: dict[str, str] | None) -> None:
    (source / checks.LOCALE / "django.po").write_text(catalogue, encoding="utf-8")
    if compiled is not None:
        (source / checks.LOCALE / "django.mo").write_bytes(compile_texts({"": "head\n"} | compiled))


def compile_texts(texts: dict[str, str], order: str = "<") -> bytes:
    """The bytes of a ``.mo`` file, written after the manual and not after the code under test."""
    pairs = sorted((key.encode(), value.encode()) for key, value in texts.items())
    data_at = 28 + 16 * len(pairs)
    tables, data = [b"", b""], b""
    for side in (0, 1):
        for pair in pairs:
            tables[side] += struct.pack(f"{order}2I", len(pair[side]), data_at + len(data))
            data += pair[side] + b"\0"
    head = struct.pack(f"{order}7I", checks.MO_MAGIC, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, data_at)
    return head + tables[0] + tables[1] + data


def test_a_whole_and_fresh_translation_passes(source: Path) -> None:
    write(source, WHOLE, COMPILED)

    assert [*checks.untranslated(source), *checks.stale(source)] == []


@pytest.mark.parametrize("order", ["<", ">"])
def test_compiled_files_of_both_byte_orders_are_read(source: Path, order: str) -> None:
    path = source / "any.mo"
    path.write_bytes(compile_texts({"": "head"} | COMPILED, order))

    assert checks.read_compiled(path) == COMPILED


@pytest.mark.parametrize(
    ("before", "after", "complaint"),
    [
        ('msgstr "Who waits?"', 'msgstr ""', "django.po: not translated: 'Qui attend ?'"),
        ("#: desk/list.html", "#, fuzzy", "django.po: fuzzy: 'Qui attend ?'"),
        ('msgstr[1] "%(n)s places"', 'msgstr[1] ""', "django.po: not translated: '%(n)s place'"),
    ],
)
def test_an_unfinished_translation_is_named(source: Path, before: str, after: str, complaint: str) -> None:
    assert before in WHOLE
    write(source, WHOLE.replace(before, after), COMPILED)

    assert list(checks.untranslated(source)) == [complaint]


@pytest.mark.parametrize(
    "compiled",
    [
        None,
        COMPILED | {"Qui attend ?": "Who waits"},
        COMPILED | {"Ancien texte": "Old text"},
        {key: value for key, value in COMPILED.items() if key != "month\x04mars"},
    ],
)
def test_a_compiled_file_that_differs_is_named(source: Path, compiled: dict[str, str] | None) -> None:
    write(source, WHOLE, compiled)

    assert list(checks.stale(source)) == ["django.mo is out of date. Run: make messages"]


def test_french_holds_what_says_its_number_and_nothing_else(source: Path) -> None:
    write(source, WHOLE, COMPILED)
    french = source / checks.FRENCH / "django.po"
    assert [*checks.uncounted(source)] == ["locale/fr/LC_MESSAGES/django.po is out of date. Run: make messages"]

    french.parent.mkdir(parents=True)
    counting = '\nmsgid "%(n)s place"\nmsgid_plural "%(n)s places"\nmsgstr[0] "%(n)s place"\nmsgstr[1] "%(n)s places"\n'
    french.write_text(HEAD + counting, encoding="utf-8")
    assert not [*checks.uncounted(source)]

    french.write_text(HEAD + counting + '\nmsgid "Qui attend ?"\nmsgstr "Qui attend ?"\n', encoding="utf-8")
    assert [*checks.uncounted(source)]


def test_what_says_one_in_words_does_not_say_its_number() -> None:
    assert checks.Entry(text="%(n)s jour", plural="%(n)s jours").says_its_number
    assert not checks.Entry(text="Un jour", plural="%(n)s jours").says_its_number
    assert not checks.Entry(text="un jour").says_its_number
