"""Pictures of a page: each is decoded and drawn anew, so that nothing of its file is kept but what is seen."""

from __future__ import annotations

import struct
import tempfile
from collections.abc import Iterable
from pathlib import Path

from django.utils.translation import gettext_lazy as _

from havre.common.words import unaccented
from havre.record.operations import Refusal

PICTURE = "png"
MOST_WIDE = 1600
"""Wider ones are drawn smaller: in dots."""
MOST_DOTS = 40_000_000
LONGEST_STEM = 40
_PNG, _JPEG = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_DOTS_PER_POINT = 72.0
"""One dot for each point of the sheet that is drawn."""
_FRAMES = frozenset({*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC})
"""Markers of a JPEG file after which its size stands."""


class Unseen(Refusal):
    sentence = _("Cette image est abîmée : elle ne s’ouvre pas. Enregistrez-la de nouveau, puis recommencez.")


class TooLarge(Refusal):
    sentence = _("Cette image est trop grande : quarante millions de points au plus. Réduisez-la, puis recommencez.")


def is_picture(content: bytes) -> bool:
    return content.startswith((_PNG, _JPEG))


def drawn(content: bytes) -> bytes:
    """The picture as PNG: where, when and by whom it was taken is gone. Raises ``Unseen``, ``TooLarge``."""
    import typst  # with the first picture, not with every worker

    wide, high = _size_of(content)
    if not wide or not high:
        raise Unseen
    if wide * high > MOST_DOTS:
        raise TooLarge
    name = "picture.png" if content.startswith(_PNG) else "picture.jpg"
    across = min(wide, MOST_WIDE)
    sheet = (
        f'#set page(width: {across}pt, height: auto, margin: 0pt, fill: none)\n#image("{name}", width: {across}pt)\n'
    )
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / name).write_bytes(content)
        source = Path(folder) / "sheet.typ"
        source.write_text(sheet, encoding="utf-8")
        try:
            made = typst.compile(source, root=Path(folder), ignore_system_fonts=True, format="png", ppi=_DOTS_PER_POINT)
        except typst.TypstError as error:
            raise Unseen from error
    if not isinstance(made, bytes):
        raise Unseen
    return made


def _size_of(content: bytes) -> tuple[int, int]:
    """Width and height in dots as the file says them, before anything is unfolded; nothing where it does not."""
    if content.startswith(_PNG):
        return struct.unpack(">II", content[16:24]) if len(content) >= 24 else (0, 0)
    at = 2
    while at + 9 <= len(content) and content[at] == 0xFF:
        if content[at + 1] in _FRAMES:
            high, wide = struct.unpack(">HH", content[at + 5 : at + 9])
            return wide, high
        at += 2 + int(struct.unpack(">H", content[at + 2 : at + 4])[0])
    return 0, 0


def name_of(given: str, taken: Iterable[str]) -> str:
    """What a text calls the picture: «schema.png», with a number where the page has one of that name already."""
    plain = unaccented(Path(given).stem)
    stem = "-".join("".join(sign if sign.isascii() and sign.isalnum() else " " for sign in plain).split())
    stem = stem[:LONGEST_STEM].strip("-") or "image"
    known, number = set(taken), 1
    while (name := f"{stem}.{PICTURE}" if number == 1 else f"{stem}-{number}.{PICTURE}") in known:
        number += 1
    return name
