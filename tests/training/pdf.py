"""The words of a PDF as our typesetter writes it: enough of the format to read them back."""

from __future__ import annotations

import re
import zlib

_OBJECT = re.compile(rb"(\d+) 0 obj(.*?)endobj", re.S)
_STREAM, _LENGTH = re.compile(rb">>\s*stream\r?\n"), re.compile(rb"/Length (\d+)")


def _streams(data: bytes) -> dict[int, tuple[bytes, bytes]]:
    found = {}
    for number, body in _OBJECT.findall(data):
        length, stream = _LENGTH.search(body), _STREAM.search(body)
        content = body[stream.end() : stream.end() + int(length.group(1))] if stream and length else b""
        if b"FlateDecode" in body:
            content = zlib.decompress(content)
        found[int(number)] = (body, content)
    return found


def words(data: bytes) -> str:
    """Every glyph by its character, in the order in which it is drawn; spaces are dropped."""
    objects = _streams(data)
    fonts: dict[bytes, dict[int, str]] = {}
    for body, _content in objects.values():
        for name, number in re.findall(rb"/(F?f?\d+|[A-Za-z]+\d+) (\d+) 0 R", body):
            font = objects.get(int(number), (b"", b""))[0]
            unicode = re.search(rb"/ToUnicode (\d+) 0 R", font)
            if unicode:
                fonts[name] = _map(objects[int(unicode.group(1))][1])
    text = []
    for _body, content in objects.values():
        if b" Tf" in content:
            text.append(_drawn(content, fonts))
    return "".join(text).replace(" ", "").replace("\u00a0", "")


def _map(cmap: bytes) -> dict[int, str]:
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", cmap, re.S):
        for first, last, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            start = int.from_bytes(bytes.fromhex(text.decode()), "big")
            for offset in range(int(last, 16) - int(first, 16) + 1):
                found[int(first, 16) + offset] = chr(start + offset)
    return found


def _drawn(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    known: dict[int, str] = {}
    text = []
    for name, hexed, plain in re.findall(
        rb"/([A-Za-z]+\d+) [\d.]+ Tf|<([0-9A-Fa-f]+)>|\(((?:\\.|[^\\)])*)\)", content, re.S
    ):
        if name:
            known = fonts.get(name, {})
            continue
        raw = bytes.fromhex(hexed.decode()) if hexed else _plain(plain)
        text += [known.get(int.from_bytes(raw[at : at + 2], "big"), "") for at in range(0, len(raw), 2)]
    return "".join(text)


_ESCAPED = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def _plain(raw: bytes) -> bytes:
    def one(match: re.Match[bytes]) -> bytes:
        code = match.group(1)
        return bytes([int(code, 8)]) if code.isdigit() else _ESCAPED.get(code, code)

    return re.sub(rb"\\([0-7]{1,3}|.)", one, raw, flags=re.S)
