"""The parts in a real browser: whole for everybody, under the strict policy, with script and without."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Browser, Page, expect

from havre.common import parts
from tests.browser.axe import violations
from tests.browser.pages import Reader
from tests.common.parts import components_page, draw, render_page, shell

pytestmark = pytest.mark.browser

FORM = """{% extends "sheet.html" %}{% block title %}Orienter{% endblock %}{% block corner %}<c-leave />{% endblock %}
{% block page %}<h1>Orienter</h1><c-progress :step="1" :of="5" name="Ce soir" />
<form method="post" action="/send" data-autosave="/keep" novalidate>{% csrf_token %}
<label for="w">Que souhaite-t-elle&nbsp;?</label><textarea class="input" id="w" name="w"></textarea>
<c-choice name="q" value="a" label="Oui" :checked="True" /><c-choice name="q" value="b" label="Non" />
<button class="button button-main" type="submit">Continuer</button></form>
<a href="#ici" id="appel" data-key="n">Nouvel appel</a><a href="#voyages" data-go="v">Voyages</a>{% endblock %}"""


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    with translation.override("fr"):
        yield


def read(browser: Browser, html: str, **look: Any) -> tuple[Page, Reader]:
    reader = Reader(browser, {"/": html}, **look)
    return reader.open("/"), reader


def form_page(browser: Browser, **look: Any) -> tuple[Page, Reader]:
    return read(browser, draw(FORM, shell=shell(face="sheet", tabs=[])), **look)


@pytest.mark.parametrize("width", [1440, 390])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_part_is_whole_for_everybody(browser: Browser, width: int, theme: str) -> None:
    page, reader = read(browser, components_page(), width=width, theme=theme)

    assert violations(page) == []
    assert reader.troubles == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", ["404", "expired", "stale"])
def test_pages_of_trouble_are_whole_too(browser: Browser, name: str, theme: str) -> None:
    page, reader = read(browser, render_page(f"errors/{name}.html"), theme=theme)

    assert violations(page) == []
    assert reader.troubles == []


def test_the_check_sees_what_is_broken(browser: Browser) -> None:
    page, _reader = read(browser, '<!doctype html><title>x</title><img src="data:,"><input>')

    assert any(line.startswith("image-alt at img") for line in violations(page))
    assert any(line.startswith("label at input") for line in violations(page))


@pytest.mark.parametrize("width", [320, 360, 768, 1440])
def test_no_page_is_wider_than_its_screen(browser: Browser, width: int) -> None:
    page, _reader = read(browser, components_page(), width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("width", [390, 1440])
def test_a_page_that_reads_from_the_right_is_not_wider_either(browser: Browser, width: int) -> None:
    page, _reader = read(browser, components_page().replace('dir="ltr"', 'dir="rtl"', 1), width=width)

    assert page.evaluate("document.documentElement.scrollWidth") == width
    assert page.evaluate("document.querySelector('h1').getBoundingClientRect().right > innerWidth / 2") is True


def test_the_letters_are_ours(browser: Browser) -> None:
    page, _reader = read(browser, components_page())

    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('17px \"Source Sans 3\"'))") is True


def test_the_veil_takes_the_page_from_sight_from_reach_and_from_the_title(browser: Browser) -> None:
    page, _reader = read(browser, components_page())

    page.keyboard.press("Shift+Escape")

    covered = page.locator(".veil").bounding_box()
    assert covered == {"x": 0, "y": 0, "width": 1440, "height": 900}
    assert page.title() == "Havre"
    assert page.evaluate("[...document.body.children].filter(e => !e.inert).map(e => e.className)") == ["veil"]
    page.keyboard.press("Shift+Escape")
    expect(page.locator(".veil")).to_have_count(0)
    assert page.title() == "Pièces · Havre"


def test_what_is_typed_is_kept_without_being_asked(browser: Browser) -> None:
    page, reader = form_page(browser)

    with page.expect_request("**/keep"):
        page.get_by_label("Que souhaite-t-elle").fill("Être loin")

    expect(page.locator("[data-kept]")).to_contain_text("brouillon gardé à")
    kept = reader.posted[0]
    assert kept.headers["x-autosave"] == "1"
    assert "Être loin" in (kept.post_data or "")
    assert "csrfmiddlewaretoken" in (kept.post_data or "")


def test_a_lost_connection_says_what_is_kept(browser: Browser) -> None:
    page, reader = form_page(browser)
    with page.expect_request("**/keep"):
        page.get_by_label("Que souhaite-t-elle").fill("Être loin")
    expect(page.locator("[data-kept]")).to_contain_text("brouillon gardé à")
    reader.answer = 503

    page.get_by_label("Que souhaite-t-elle").fill("Être loin, et l’école")

    expect(page.locator("[data-kept]")).to_contain_text(
        "Connexion perdue. Rien n’est perdu\u00a0: votre brouillon date de"
    )


@pytest.mark.parametrize("answer", [302, 401, 403])
def test_an_ended_session_says_that_sending_keeps_what_was_typed(browser: Browser, answer: int) -> None:
    page, reader = form_page(browser)
    reader.answer = answer

    page.get_by_label("Que souhaite-t-elle").fill("Être loin")

    expect(page.get_by_role("alert")).to_contain_text("Votre session est finie.")


def test_two_clicks_send_once(browser: Browser) -> None:
    page, reader = form_page(browser)

    page.evaluate(
        "() => { const b = document.querySelector('form[data-autosave] [type=submit]'); b.click(); b.click(); }"
    )
    expect(page.get_by_role("button", name="Continuer")).to_have_attribute("aria-disabled", "true")

    assert [request.url.rsplit("/", 1)[1] for request in reader.posted] == ["send"]


def test_the_chosen_row_is_marked(browser: Browser) -> None:
    page, _reader = form_page(browser)

    page.get_by_label("Non").check()

    marked = page.eval_on_selector_all(".choice", "rows => rows.map(row => row.classList.contains('choice-on'))")
    assert marked == [False, True]


def test_single_letters_are_keys_until_they_are_switched_off(browser: Browser) -> None:
    page, _reader = form_page(browser)

    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("#ici$"))
    page.keyboard.press("g")
    page.keyboard.press("v")
    expect(page).to_have_url(re.compile("#voyages$"))
    page.evaluate("document.cookie = 'havre_keys=off'")
    page.keyboard.press("n")
    assert page.url.endswith("#voyages")


def test_letters_typed_into_a_field_are_letters(browser: Browser) -> None:
    page, _reader = form_page(browser)

    page.get_by_label("Que souhaite-t-elle").press_sequentially("nnn")

    assert page.get_by_label("Que souhaite-t-elle").input_value() == "nnn"
    assert "#" not in page.url


def test_letters_are_switched_off_in_the_foot_of_the_rail(browser: Browser) -> None:
    page, _reader = read(browser, components_page())

    page.get_by_role("button", name="Couper les touches d’une lettre").click()

    expect(page.get_by_role("button", name="Rétablir les touches d’une lettre")).to_be_visible()
    assert page.evaluate("document.cookie") == "havre_keys=off"


def test_what_was_open_leaves_the_page_when_its_time_is_over(browser: Browser) -> None:
    seal = parts.Seal(key="a", name="Numéro", close_url="/closed", minutes=10)
    opened = seal.opened(purpose="appeler", at=timezone.now() - timedelta(minutes=9, seconds=52))
    source = '{% extends "sheet.html" %}{% block page %}<c-seal :seal="seal">06 11 22 33 44</c-seal>{% endblock %}'
    reader = Reader(browser, {"/": draw(source, shell=shell(), seal=opened), "/closed": "<title>closed</title>"})

    page = reader.open("/")
    assert "06 11 22 33 44" in page.content()

    page.wait_for_url("**/closed")
    assert "06 11 22 33 44" not in page.content()


def test_quick_exit_replaces_the_page(browser: Browser) -> None:
    page, reader = form_page(browser)

    with page.expect_request("https://www.meteofrance.com/") as leaving:
        page.get_by_role("link", name="Quitter vite").click()

    assert "referer" not in leaving.value.headers
    assert reader.posted == []


def test_without_script_nothing_is_missing(browser: Browser) -> None:
    page, reader = form_page(browser, script=False)

    page.get_by_label("Que souhaite-t-elle").fill("Être loin")
    page.get_by_role("button", name="Continuer").click()

    assert "Être loin" in (reader.posted[0].post_data or "").replace("+", " ").replace("%C3%8A", "Ê")
    assert reader.troubles == []


def test_what_only_script_can_do_is_not_shown_without_it(browser: Browser) -> None:
    page, _reader = read(browser, components_page(), script=False)

    expect(page.get_by_text("voile l’écran")).to_be_hidden()
