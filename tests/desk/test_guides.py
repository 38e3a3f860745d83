"""The guides: alike in both languages, true to the screen, with their pictures, and behind every page."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles import finders
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext, pgettext

from havre.accounts.roles import ROLES
from havre.desk import guides
from havre.desk.guides.pages import section_of
from havre.desk.rail import NAVIGATION
from havre.intake.forms import KEYS as ANSWER_KEYS
from tests.cast import Cast

SOURCE = Path(guides.__file__).resolve().parents[2]
MATRIX = Path(__file__).resolve().parents[1] / "laws" / "matrix.toml"
HEAVIEST = 120_000
ON_THE_KEYBOARD = {"Maj": "Shift", "Échap": "Esc", "Entrée": "Enter", "Ctrl": "Ctrl", "↓": "↓", "K": "K"}
"""Keys that are no letter of a page, in French and in English; K goes with Ctrl."""
MOVING = {"j", "k"}
"""The script itself moves along the lines with these."""
NO_PAGE = {
    "account_login", "heartbeat", "desk:changed", "desk:components", "evaluation:table", "desk:help", "desk:guide",
    "referrals:sheet", "resources:link", "resources:guest", "training:link", "training:guest", "training:guest_sheet",
    "training:guest_certificate", "training:own_sheet", "training:own_certificate", "training:own_calendar", "training:material",
    "training:minutes_paper", "training:own_minutes", "training:guest_minutes", "training:guest_travel", "training:guest_notes", "training:calendar_file", "training:calendar", "training:public", "training:check", "training:arrival",
    "network:calendar_file", "network:subscription", "network:link", "network:guest",
}  # fmt: skip
"""Open by GET, yet nobody needs help there: the door, an answer to a machine, a file, the help itself, paper; pages of a personal link."""
SENDS_HOME = {"desk:today"}
"""Shows itself to the coordination, and sends everybody else to a page of their own."""
ROLE_OF = {
    "coordinator": "coordinator", "duty": "coordinator", "other_coordinator": "coordinator", "head": "head",
    "lawyer": "lawyer", "project_officer": "project_officer", "house_manager": "shelter_manager",
    "house_worker": "shelter_worker", "other_manager": "shelter_manager", "referrer": "referrer",
    "other_referrer": "referrer", "escort": "escort", "other_escort": "escort", "administrator": "administrator",
    "officer": "officer", "committee": "committee", "trainer": "trainer",
}  # fmt: skip
"""Actor of the matrix → role."""


def texts(section: dict[str, Any]) -> list[str]:
    return [*section.get("says", ()), *section.get("steps", ()), section.get("beware", "")]


def shape_of(raw: dict[str, Any]) -> list[tuple[Any, ...]]:
    """What the two languages have in common."""
    return [
        (
            section["key"], len(section.get("says", ())), len(section.get("steps", ())), "beware" in section,
            section.get("picture"), bool(section.get("alt")) == ("picture" in section),
        )
        for section in raw["section"]
    ]  # fmt: skip


@pytest.mark.parametrize("key", guides.KEYS)
def test_a_guide_has_the_same_sections_steps_and_pictures_in_both_languages(key: str) -> None:
    french, english = (guides.read(key, language) for language in guides.LANGUAGES)

    assert shape_of(french) == shape_of(english)
    assert all(one[-1] for one in shape_of(french)), "a picture without words for it, or words without a picture"
    assert not {section["title"] for section in french["section"]} & {one["title"] for one in english["section"]}


@pytest.mark.parametrize("key", guides.KEYS)
def test_what_a_guide_says_stands_on_the_screen_stands_there_in_both_languages(key: str) -> None:
    french, english = (guides.read(key, language) for language in guides.LANGUAGES)

    for ours, theirs in zip(french["section"], english["section"], strict=True):
        for text, told in zip(texts(ours), texts(theirs), strict=True):
            words, told_words = guides.screen_words(text), guides.screen_words(told)
            with translation.override("en"):
                found = [{gettext(word), ngettext(word, word, 1), pgettext("navigation", word)} for word in words]
            assert len(words) == len(told_words)
            wrong = [pair for pair in zip(words, told_words, found, strict=True) if pair[1] not in pair[2]]
            assert wrong == [], f"{key}#{ours['key']}"


@pytest.mark.parametrize("key", guides.KEYS)
def test_every_key_that_a_guide_names_is_one(key: str) -> None:
    pages = "\n".join(path.read_text() for path in SOURCE.rglob("templates/**/*.html"))
    letters = set(re.findall(r'data-(?:key|go)="([^"{]+)"', pages)) | {entry.key for entry in NAVIGATION}
    known = letters | set(ANSWER_KEYS.values()) | MOVING | ON_THE_KEYBOARD.keys()

    for ours, theirs in zip(*(guides.read(key, language)["section"] for language in guides.LANGUAGES), strict=True):
        for text, told in zip(texts(ours), texts(theirs), strict=True):
            named = guides.keys_named(text)
            assert set(named) <= known
            assert guides.keys_named(told) == [ON_THE_KEYBOARD.get(one, one) for one in named]


@pytest.mark.parametrize("language", guides.LANGUAGES)
@pytest.mark.parametrize("key", guides.KEYS)
def test_every_picture_exists_is_light_and_has_the_size_it_is_shown_at(key: str, language: str) -> None:
    guide = guides.guide(key, language)

    assert any(section.picture for section in guide.sections)
    for section in filter(lambda one: one.picture, guide.sections):
        found = finders.find(section.picture)
        assert found and f"/{language}/" in section.picture, section.picture
        data = Path(str(found)).read_bytes()
        assert len(data) < HEAVIEST
        assert data[12:16] == b"VP8X", "extended WebP, whose size less one stands in bytes 24 to 30"
        width, height = (int.from_bytes(data[at : at + 3], "little") + 1 for at in (24, 27))
        assert (width, height) == (guide.width, guide.height)


def test_every_page_names_a_section_that_those_who_open_it_may_read() -> None:
    matrix = tomllib.loads(MATRIX.read_text())
    pages = {name: set(methods["GET"]) for name, methods in matrix.items() if methods["GET"] and name not in NO_PAGE}

    for name, openers in pages.items():
        key, section = section_of(name)
        assert key, f"{name} has no section of a guide"
        for language in guides.LANGUAGES:
            assert section in {one.key for one in guides.guide(key, language).sections}, f"{name}: {key}#{section}"
        for actor in openers & ROLE_OF.keys() if name not in SENDS_HOME else ():
            rights = ROLES[ROLE_OF[actor]].permissions
            wanted = (*guides.OWN[key], *guides.ALSO.get(key, ())) or guides.TASKS.get(section, ())
            assert not wanted or rights & set(wanted), f"{actor} opens {name} and may not read {key}#{section}"


def test_marks_become_keys_and_screen_words_and_nothing_else_passes() -> None:
    assert guides.marked("`n` : **Nouvel <b>appel**") == "<kbd>n</kbd> : <b>Nouvel &lt;b&gt;appel</b>"


@pytest.mark.django_db(databases=["default", "keys"])
def test_each_reads_the_own_guide_first_and_only_those_that_concern_the_work(client: Client, cast: Cast) -> None:
    expected = {
        cast.nora: ["coordinator", "network", "everyone", "shelter", "referrer"],
        cast.lawyer: ["coordinator", "network", "everyone"],
        cast.project: ["coordinator", "network", "everyone", "shelter"],
        cast.claire: ["shelter", "everyone"],
        cast.anne: ["referrer", "everyone"],
        cast.escort: ["everyone"],
        cast.administrator: ["everyone"],
    }
    for user, keys in expected.items():
        client.force_login(user)
        contents = client.get("/help/").content.decode()
        asked = {key: client.get(f"/help/{key}/").status_code for key in guides.KEYS}

        assert guides.readable(user) == keys
        assert asked == {key: 200 if key in keys else 404 for key in guides.KEYS}
        positions = [contents.index(f'href="/help/{key}/"') for key in keys]
        assert positions == sorted(positions)
        assert not [key for key in guides.KEYS if key not in keys and f"/help/{key}/" in contents]
        assert ("#accounts" in contents) == (user == cast.administrator), "no task of somebody else's"


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_question_mark_opens_the_section_of_the_page_in_the_language_of_the_reader(
    client: Client, cast: Cast
) -> None:
    pages = {
        cast.nora: ("/", "/help/coordinator/#today"),
        cast.claire: (reverse("directory:places"), "/help/shelter/#places"),
        cast.anne: (reverse("referrals:mine"), "/help/referrer/#follow"),
        cast.administrator: (reverse("directory:accounts"), "/help/everyone/#accounts"),
    }
    for user, (page, wanted) in pages.items():
        client.force_login(user)
        links = re.findall(r'<a href="([^"]*)"[^>]*data-key="\?"', client.get(page).content.decode())
        assert links == [wanted]

    client.force_login(cast.nora)
    with CaptureQueriesContext(connection) as queries:
        french = client.get("/help/coordinator/").content.decode()
    client.post("/language/", {"language": "en"})
    english = client.get("/help/coordinator/").content.decode()

    assert len(queries) < 25
    assert "Une alarme sonne" in french and "havre/guides/fr/alarm" in french and "guides/en" not in french
    assert "An alarm rings" in english and "havre/guides/en/alarm" in english and "guides/fr" not in english
