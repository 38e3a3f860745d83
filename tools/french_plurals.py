#!/usr/bin/env python3
"""The French catalogue: texts that say a number, as the source writes them. French counts none like one («0 jour»), which
only a catalogue can say. What says «un jour» instead of a number is left out: nothing would become one.

    make messages
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from check_translations import FRENCH, SOURCE, Entry, catalogues, read_catalogue

HEAD = """msgid ""
msgstr ""
"Language: fr\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"
"""


def written(entries: Iterable[Entry]) -> str:
    """The catalogue of those ``entries`` that say their number."""
    return HEAD + "".join(_block(entry, entry.plural) for entry in entries if entry.plural and entry.says_its_number)


def _block(entry: Entry, plural: str) -> str:
    lines = [f"msgctxt {_quoted(entry.context)}"] if entry.context is not None else []
    lines += [f"msgid {_quoted(entry.text)}", f"msgid_plural {_quoted(plural)}"]
    lines += [f"msgstr[0] {_quoted(entry.text)}", f"msgstr[1] {_quoted(plural)}"]
    return "\n" + "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def main() -> None:
    (SOURCE / FRENCH).mkdir(parents=True, exist_ok=True)
    for catalogue in catalogues(SOURCE):
        (SOURCE / FRENCH / catalogue.name).write_text(written(read_catalogue(catalogue)), encoding="utf-8")


if __name__ == "__main__":
    main()
