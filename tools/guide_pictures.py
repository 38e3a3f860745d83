"""The pictures of the guides: of each page the part that a task is about, in French and in English, in light."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from camera import LANGUAGES, in_every_language, snap, walk
from playwright.sync_api import Page, Playwright
from screens import Shot, stretch

TARGET = Path(__file__).resolve().parents[1] / "src" / "havre" / "desk" / "static" / "havre" / "guides"
HEAVIEST = 120_000
"""Bytes of one picture."""
WIDE, NARROW = (860, 560), (640, 560)
SCREENS = {"nora": WIDE, "judith": WIDE, "claire": NARROW, "anne": NARROW}
"""Seat → width of screen and picture, height of the picture: ``havre.desk.guides.SIZES``."""

AIR = 6
"""Pixels above what a picture begins with."""


class Picture(NamedTuple):
    """``top`` is what the picture begins with, with a little air above it."""

    name: str
    seat: str
    way: str
    top: str = "main h1"


PICTURES = (
    Picture("today", "nora", "/"),
    Picture("call", "nora", "/calls/new/"),
    Picture("asked", "nora", "/calls/asked/"),
    Picture("assessment", "nora", "/situations/ > Décider de la suite > Évaluation"),
    Picture("search", "nora", "/situations/ > Proposition > Recherche", "main .place"),
    Picture("offer", "nora", "/situations/ > Proposition > Demandes > Écrire sa réponse"),
    Picture("travel", "nora", "/situations/ > En route > Voyage"),
    Picture("alarm", "judith", "/watch/ > Ouvrir l’alarme"),
    Picture("topics", "nora", "/life/"),
    Picture("training", "nora", "/training/"),
    Picture("sealed", "nora", "/situations/ > Proposition", ".seal >> nth=0"),
    Picture("house-offer", "claire", "/placements/house/ > Lire et répondre"),
    Picture("house-tomorrow", "claire", "/placements/house/ > Préparer sa venue"),
    Picture("house-arrival", "claire", "/placements/house/ > Confirmer son arrivée"),
    Picture("house-places", "claire", "/network/places/"),
    Picture("report", "anne", "/referrals/new/"),
    Picture("follow", "anne", "/referrals/ > en évaluation"),
    Picture("never-write", "anne", "/referrals/guide/"),
)


def take_all(playwright: Playwright, chromium: str, base: str) -> Iterator[str]:
    for language in LANGUAGES:
        (TARGET / language).mkdir(parents=True, exist_ok=True)
    found = walk(playwright, chromium, base, [(one.seat, one.way) for one in PICTURES])
    for language, seat, page in in_every_language(playwright, chromium, base, SCREENS, _shot):
        for picture in (one for one in PICTURES if one.seat == seat):
            yield f"{language}/{_take(page, picture, found[seat, picture.way], TARGET / language)}"


def _shot(language: str, seat: str) -> Shot:
    return Shot(SCREENS[seat][0], "light", language)


def _take(page: Page, picture: Picture, address: str, folder: Path) -> str:
    width, height = SCREENS[picture.seat]
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address, wait_until="networkidle")
    page.evaluate("document.fonts.ready")
    stretch(page, width)
    box = page.locator(picture.top).first.bounding_box() or {"x": 0, "y": 0}
    clip = {"x": 0, "y": max(0, box["y"] - AIR), "width": width, "height": height, "scale": 1}
    return snap(page, folder / f"{picture.name}.webp", HEAVIEST, clip=clip)
