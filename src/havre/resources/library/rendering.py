"""Pages are written in Markdown. What is shown of them is cleaned, whatever was written."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {
    "h2", "h3", "h4", "p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "table", "thead", "tbody", "tr", "th", "td",
    "hr", "br", "code", "img",
}  # fmt: skip
_ATTRIBUTES = {"a": {"href"}, "ol": {"start"}, "img": {"src", "alt"}}
_OWN = re.compile(r"library:([a-z0-9]+(?:-[a-z0-9]+)*)")
"""A link to another page, by its name."""
_PICTURE = re.compile(r"picture:([a-z0-9-]+\.png)")
"""A picture of the page itself, by its name."""
_BOX = "[ ]"
_BOX_IN_TEXT = re.compile(r"\[ \](?![^<]*>)")
"""Not inside a tag, where it stands in the words of a picture: what is clean holds no other ``>``."""
_BOX_SHOWN = '<span class="tick-box"></span>'


@cache
def _reader() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def shown(body: str, addresses: Mapping[str, str], *, pictures: Mapping[str, str] | None = None, under: int = 1) -> SafeString:  # fmt: skip
    """The body as HTML. ``addresses``: name of a page → where it is read; a link to any other name becomes plain text.
    ``pictures``: the same of its pictures; of any other one only its words are shown. ``under``: the level of the heading
    that stands above it."""
    tokens = _reader().parse(body)
    for token in _each(tokens):
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(4, max(2, int(token.tag[1])) + under - 1)}"
        if token.type == "link_open":
            slug = slug_of(str(token.attrs.get("href", "")))
            if slug:
                token.attrs = {"href": addresses[slug]} if slug in addresses else {}
        if token.type == "image":
            _show(token, pictures or {})
    written: str = _reader().renderer.render(tokens, _reader().options, {})
    clean = nh3.clean(written, tags=_TAGS, attributes=_ATTRIBUTES, url_schemes={"https", "http"}, link_rel="noopener noreferrer")  # fmt: skip
    return mark_safe(_with_boxes(clean))  # noqa: S308 (cleaned in the line above)


def _show(token: Token, pictures: Mapping[str, str]) -> None:
    name = picture_of(str(token.attrs.get("src", "")))
    if name in pictures and token.content.strip():
        token.attrs = {"src": pictures[name], "alt": ""}
    else:
        token.type, token.children = "text", None


def _with_boxes(clean: str) -> str:
    """``[ ]`` becomes a box to tick; a table that is wider than the screen can be reached, and moved, by the keyboard."""
    listed = clean.replace(f"<li>{_BOX} ", f'<li class="to-tick">{_BOX_SHOWN}')
    return _BOX_IN_TEXT.sub(_BOX_SHOWN, listed).replace("<table>", '<table tabindex="0">')


def targets(body: str) -> Iterator[str]:
    """Where the links of a body lead, as written."""
    for token in _each(_reader().parse(body)):
        if token.type == "link_open":
            yield str(token.attrs.get("href", ""))


def pictured(body: str) -> Iterator[tuple[str, str]]:
    """(where it comes from, its words) of each picture of a body, as written."""
    for token in _each(_reader().parse(body)):
        if token.type == "image":
            yield str(token.attrs.get("src", "")), token.content.strip()


def picture_of(target: str) -> str:
    """The picture that a body names; empty for any other."""
    found = _PICTURE.fullmatch(target)
    return found.group(1) if found else ""


def slug_of(target: str) -> str:
    """The page that a link names; empty for a link that leads elsewhere."""
    found = _OWN.fullmatch(target)
    return found.group(1) if found else ""


def is_outside(target: str) -> bool:
    return re.fullmatch(r"https?://[^\s/]+\.[^\s]+", target) is not None


def plain(body: str) -> tuple[list[str], list[str]]:
    """(headings, paragraphs) of a body, as text."""
    headings: list[str] = []
    paragraphs: list[str] = []
    in_heading = False
    for token in _reader().parse(body):
        if token.type == "heading_open":
            in_heading = True
        elif token.type == "heading_close":
            in_heading = False
        elif token.type == "inline":
            said = "".join(
                " " if part.type in ("softbreak", "hardbreak") else part.content
                for part in token.children or []
                if part.type in ("text", "code_inline", "softbreak", "hardbreak", "image")
            )
            (headings if in_heading else paragraphs).append(said.replace(f"{_BOX} ", ""))
    return headings, paragraphs


def said(body: str) -> str:
    """Paragraphs, then headings, a line each."""
    headings, paragraphs = plain(body)
    return "\n".join([*paragraphs, *headings])


def _each(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or []
