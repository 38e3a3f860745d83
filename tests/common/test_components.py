"""The parts of a page say what they must, in every state."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.http import HttpResponse
from django.test import RequestFactory

from havre.common import labels, parts, seals
from havre.common.shapes import ALIASES, SHAPES, TONES, drawing
from tests.common.parts import components_page, plain, render, render_page, shell, words

N = "\u00a0"
NOW = datetime(2026, 3, 17, 9, 12, tzinfo=UTC)
SEAL = parts.Seal(
    key="joindre",
    name="Joindre sans danger",
    about="Numéro et heures.",
    who="vous, l’astreinte",
    ask_url="?ouvrir=joindre",
    open_url="/situations/x/open/joindre/",
    close_url="/situations/x/",
    purposes=[("call", "Appeler"), ("travel", "Préparer le voyage")],
)
SECRET = "06 11 22 33 44"
SEALED = '<c-seal :seal="seal">{% if seal.is_open %}{{ secret }}{% endif %}</c-seal>'


def test_every_state_has_a_shape_of_its_own() -> None:
    drawings = [drawing(name) for name in SHAPES]

    assert len(set(drawings)) == len(SHAPES) == 14
    assert {shape.tone for shape in SHAPES.values()} <= set(TONES)
    assert set(ALIASES.values()) <= set(SHAPES)


@pytest.mark.parametrize("name", [*SHAPES, *ALIASES])
def test_a_state_is_a_word_with_a_shape_that_readers_skip(name: str) -> None:
    html = render('<c-state shape="{{ name }}">Recherche</c-state>', name=name)

    assert words(html) == "Recherche"
    assert html.count('aria-hidden="true"') == 1


def test_a_page_may_change_the_tone_of_a_state() -> None:
    assert 'class="state state-alarm"' in render('<c-state shape="late">En retard</c-state>')
    assert 'class="state state-warn"' in render('<c-state shape="late" tone="warn">Risque élevé</c-state>')


def test_a_shape_nobody_drew_is_an_error() -> None:
    with pytest.raises(KeyError):
        render('<c-state shape="danger">Danger</c-state>')


@pytest.mark.parametrize(
    ("day", "css", "lit"),
    [(1, "clock", 1), (2, "clock", 2), (3, "clock clock-warn", 3), (6, "clock clock-warn", 6), (7, "clock clock-late", 7),
     (12, "clock clock-late", 7)],
)  # fmt: skip
def test_the_clock_fills_a_bar_a_day_and_changes_its_tone_at_three_and_seven(day: int, css: str, lit: int) -> None:
    html = render('<c-clock :day="day" />', day=day)

    assert html.startswith(f'<span class="{css}">')
    assert html.count('class="on"') == lit
    assert words(html) == f"jour {day}"


def test_the_clock_can_say_what_the_day_asks_for() -> None:
    assert words(render('<c-clock :day="3">relancer</c-clock>')) == "jour 3, relancer"


def test_the_way_says_where_one_is_and_what_follows() -> None:
    way = parts.Way([parts.Step("Appel", "done", "12 mars"), parts.Step("Recherche", "now"), parts.Step("Suivi")])

    html = render('<c-way :way="way" />', way=way)

    assert f"Étape 2 sur 3{N}: <b>Recherche</b>." in html
    assert f"Ensuite{N}: Suivi." in html
    assert html.count('aria-current="step"') == 1
    assert [way.position, way.current, way.following] == [2, way.steps[1], way.steps[2]]


def test_a_way_that_has_not_begun_has_no_present_step() -> None:
    way = parts.Way([parts.Step("Appel"), parts.Step("Suivi")])

    assert (way.position, way.current) == (0, None)
    assert way.following == way.steps[0]


def test_locked_text_is_absent_from_the_page_not_hidden() -> None:
    locked = render(SEALED, seal=SEAL, secret=SECRET)
    asked = render(SEALED, seal=replace(SEAL, face="ask"), secret=SECRET)
    opened = render(SEALED, seal=SEAL.opened(purpose="appeler", at=NOW), secret=SECRET)

    assert [SECRET in html for html in (locked, asked, opened)] == [False, False, True]


def test_a_locked_section_says_what_it_is_and_who_may_open_it() -> None:
    html = render(SEALED, seal=SEAL, secret=SECRET)

    assert f"Numéro et heures. Peuvent l’ouvrir{N}: vous, l’astreinte." in words(html)
    assert 'href="?ouvrir=joindre"' in html
    assert "<form" not in html


def test_opening_asks_why_by_post_from_a_closed_list() -> None:
    html = render(SEALED, seal=replace(SEAL, face="ask"), secret=SECRET)

    assert 'method="post" action="/situations/x/open/joindre/"' in html
    assert 'name="csrfmiddlewaretoken" value="t0ken"' in html
    assert re.findall(r'name="purpose" value="(\w+)"', html) == ["call", "travel"]
    assert "checked" not in html


def test_an_open_section_says_until_when_and_for_what_and_closes_itself() -> None:
    seal = SEAL.opened(purpose="préparer l’entretien", at=NOW)
    with time_machine.travel(NOW + timedelta(minutes=4), tick=False):
        html = render(SEALED, seal=seal, secret=SECRET)
        response = seals.close_later(HttpResponse(html), SEAL, seal)

        assert f"Ouvert jusqu’à 10{N}h{N}22, pour préparer l’entretien" in html
        assert '<rect class="part" width="60" height="4" />' in html
        assert response["Refresh"] == "360; url=/situations/x/"
        assert response["Cache-Control"] == "no-store"


def test_a_page_with_nothing_open_is_not_refreshed() -> None:
    assert "Refresh" not in seals.close_later(HttpResponse(""), SEAL)


def test_the_thread_goes_by_day_and_says_when_it_was_written_later() -> None:
    events = [
        parts.Event(NOW, "Garde confirmée", "par téléphone", written_at=NOW + timedelta(minutes=12)),
        parts.Event(NOW - timedelta(hours=3), "Appel", written_at=NOW - timedelta(hours=3)),
        parts.Event(NOW - timedelta(days=1), "Place demandée", key=True, written_at=NOW),
    ]
    with time_machine.travel(NOW, tick=False):
        html = render('<c-timeline :events="events" />', events=events)

    assert re.findall(r'<p class="timeline-day">(.*?)</p>', html) == ["Aujourd’hui", "Hier"]
    assert re.findall(r"<time[^>]*>(.*?)</time>", html) == [
        f"10{N}h{N}12, inscrit à 10{N}h{N}24",
        f"7{N}h{N}12",
        f"10{N}h{N}12, inscrit le 17{N}mars à 10{N}h{N}12",
    ]
    assert html.count('class="key"') == 1


def test_an_alarm_is_announced_and_taken_by_post() -> None:
    alarm = parts.Alarm("arrivée non confirmée", "Judith L. est prévenue.", url="/s/1/", action_url="/alarms/1/take/")

    html = render('<c-alarm :alarm="alarm" />', alarm=alarm)

    assert 'role="alert"' in html
    assert '<form class="act" method="post" action="/alarms/1/take/">' in html
    assert "Je m’en occupe" in html


def test_a_head_that_sorts_turns_round_and_forgets_the_page() -> None:
    request = RequestFactory().get("/situations/?tri=since&page=4&q=a")
    heads = parts.columns(
        request, [parts.Column("Attend depuis", sort="since"), parts.Column("Situation", sort="name")]
    )

    html = render('<c-rows :columns="heads" caption="Situations"></c-rows>', request.get_full_path(), heads=heads)

    assert re.findall(r'aria-sort="(\w+)"', html) == ["ascending"]
    assert re.findall(r'class="sort" href="([^"]+)"', html) == ["?tri=-since&amp;q=a", "?tri=name&amp;q=a"]


def test_an_order_nobody_offered_is_not_taken() -> None:
    request = RequestFactory().get("/?tri=-secret")

    assert parts.sort_key(request, ["since"], default="since") == "since"
    assert parts.sort_key(RequestFactory().get("/?tri=-since"), ["since"]) == "-since"


def test_a_map_says_in_words_what_it_shows_and_refuses_an_unknown_area() -> None:
    outlines = [parts_outline("FR-13", 10), parts_outline("FR-50", 50.25), parts_outline("FR-29", 90)]
    chart = parts.Map.of(
        outlines, "0 0 100 20", title="À éviter : Bouches-du-Rhône.", kinds={"FR-13": "danger", "FR-50": "fit"}, ranks={"FR-50": 1}
    )  # fmt: skip

    html = render('<c-map :map="map" />', map=chart)

    assert 'role="img" aria-labelledby="map-title"><title id="map-title">À éviter : Bouches-du-Rhône.</title>' in html
    assert re.findall(r'<path(?: class="([\w-]+)")? d="M', html)[1:] == ["hatch-danger-line", "danger", "fit", ""]
    assert '<text x="50.2" y="5.0">1</text>' in html
    with pytest.raises(KeyError, match="FR-99"):
        parts.Map.of(outlines, "0 0 1 1", title="", kinds={"FR-99": "near"})


def parts_outline(area: str, x: float) -> parts.Outline:
    from types import SimpleNamespace

    return SimpleNamespace(area=area, name=area, path=f"M{x},0h9", label_x=x, label_y=5)


def test_a_place_tells_its_reasons_to_those_who_do_not_see_the_signs() -> None:
    place = parts.Place(
        1, "S058-1", "Manche, à 666 km", "libre, confirmée hier",
        reasons=[parts.Reason("yes", "veille de nuit"), parts.Reason("half", "anglais"), parts.Reason("no", "complet")],
    )  # fmt: skip

    html = render('<c-place :place="place">…</c-place>', place=place)

    assert [words(line) for line in re.findall(r"<li class=.*?</li>", html)] == [
        "veille de nuit",
        f"En partie{N}: anglais",
        f"Non{N}: complet",
    ]


def test_excluded_places_keep_every_reason() -> None:
    places = [parts.Excluded("S031-1", "Isère", ["trop près", "pas libre"])]

    assert "trop près · pas libre" in render('<c-excluded :places="places" />', places=places)


def test_quick_exit_is_a_plain_link_that_tells_nothing() -> None:
    html = render("<c-leave />")

    assert 'rel="noreferrer"' in html
    assert 'href="https://www.meteofrance.com"' in html


def test_what_a_page_says_is_escaped() -> None:
    html = render(
        '<c-panel title="{{ bad }}"><c-lines><c-line sub="{{ bad }}">{{ bad }}</c-line></c-lines></c-panel>', bad="<b>&"
    )

    assert "<b>" not in html
    assert html.count("&lt;b&gt;&amp;") == 3


def test_a_code_shows_its_word_once_a_source_is_plugged_in() -> None:
    try:
        labels.use(lambda kind, code: f"{kind}:{code}")
        assert render('{{ "child"|label:"needs" }}') == "needs:child"
    finally:
        labels.use(lambda kind, code: code)
    assert render('{{ "child"|label:"needs" }}') == "child"


def test_the_page_of_parts_has_no_style_no_inline_script_no_twin_ids() -> None:
    html = components_page()
    ids = re.findall(r'\bid="([^"]+)"', html)

    assert re.findall(r"\sstyle=|<style|\son\w+=|javascript:", html) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)", html) == []
    assert len(ids) == len(set(ids))
    assert "<c-" not in html


def test_the_title_of_a_tab_ends_with_the_name_of_the_house() -> None:
    title = re.search(r"<title>(.*?)</title>", components_page(), re.S)

    assert title is not None
    assert plain(title[1]) == "Pièces · Havre"


def test_a_live_network_shows_no_demo_band() -> None:
    assert 'class="demo"' in components_page(demo=True)
    assert 'class="demo"' not in components_page(demo=False)


@pytest.mark.parametrize("name", ["400", "403", "404", "500", "csrf", "expired"])
def test_an_error_page_needs_nothing_and_says_what_to_do(name: str) -> None:
    html = render_page(f"errors/{name}.html", shell="")

    assert html.count("<h1") == 1
    assert "button-main" in html


def test_a_page_of_both_faces_follows_the_reader() -> None:
    desk = render_page("errors/stale.html", shell=shell(face="desk"))
    sheet = render_page("errors/stale.html", shell=shell(face="sheet"))
    nobody = render_page("errors/stale.html", shell="")

    assert ['class="rail"' in html for html in (desk, sheet, nobody)] == [True, False, False]
