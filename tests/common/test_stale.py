"""Two people change one row: nothing is lost, and the one who saves chooses."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.test import RequestFactory

from havre.common import stale
from havre.common.forms import ChoicesField, DayField, LongTextField, PlainForm, TextField, YesField
from tests.common.parts import draw, plain, render, words

NOW: dict[str, Any] = {
    "name": "CHU, urgences", "languages": ["en", "ro"], "note": "Un\ndeux", "told": False, "on": None,
}  # fmt: skip


class Record(PlainForm):
    name = TextField("Qui oriente ?")
    languages = ChoicesField("Quelles langues ?", choices=[("en", "anglais"), ("fr", "français"), ("ro", "roumain")])
    note = LongTextField("Que faut-il savoir ?")
    told = YesField("Elle est d’accord")
    on = DayField("Quel jour ?")


def sent(query: str) -> Record:
    return Record(QueryDict(query))


def test_only_what_differs_is_asked_again() -> None:
    form = sent("name=CHU, urgences&languages=ro&languages=en&note=Un%0D%0Adeux&on=2026-03-18&version=3")

    found = stale.differences(form, NOW)

    assert [(one.name, one.yours.words, one.theirs.words) for one in found] == [("on", "2026-03-18", "")]


def test_a_list_of_answers_shows_which_version_has_which() -> None:
    found = stale.differences(sent("name=CHU, urgences&languages=en&languages=fr&note=Un%0Adeux&told=on"), NOW)

    assert [(pick.value, pick.yours, pick.theirs) for pick in found[0].many] == [
        ("en", True, True),
        ("fr", True, False),
        ("ro", False, True),
    ]
    assert [(pick.label, pick.yours, pick.theirs) for pick in found[1].many] == [("Elle est d’accord", True, False)]


def chosen(html: str) -> QueryDict:
    """What a browser would send if the form were sent as it stands."""
    data = QueryDict(mutable=True)
    for tag in re.findall(r"<input[^>]*>", html):
        kind, name, value = (re.search(rf'{key}="([^"]*)"', tag) for key in ("type", "name", "value"))
        assert kind is not None
        assert name is not None
        assert value is not None
        if kind[1] == "hidden" or " checked" in tag:
            data.appendlist(unescape(name[1]), unescape(value[1]))
    return data


def shown(form: Record) -> str:
    kept = list(stale._kept(form, {one.name for one in stale.differences(form, NOW)}, 4))
    page = stale.Stale("/records/x/?tab=a", stale.differences(form, NOW), kept, "/records/x/")
    return draw('<c-stale :stale="stale" />', stale=page)


def test_sending_again_keeps_every_answer_with_the_version_of_now() -> None:
    form = sent(
        "name=CHU, service social&languages=en&note=Un%0Adeux&told=on&version=3&csrfmiddlewaretoken=old&next=/a"
    )

    again = chosen(shown(form))

    assert again.getlist("csrfmiddlewaretoken") == ["t0ken"]
    assert (again["version"], again["next"]) == ("4", "/a")
    assert Record(again).is_valid()
    before, after = sent(form.data.urlencode()), Record(again)
    assert before.is_valid()
    assert after.is_valid()
    assert after.cleaned_data == before.cleaned_data


def test_choosing_the_other_version_is_one_touch() -> None:
    html = shown(sent("name=CHU, service social&languages=en&languages=ro&note=Un%0Adeux&version=3"))

    assert [unescape(value) for value in re.findall(r'type="radio" name="name" value="([^"]*)"', html)] == [
        "CHU, service social",
        "CHU, urgences",
    ]
    assert "La vôtre CHU, service social" in words(html)
    assert "L’autre CHU, urgences" in words(html)
    assert 'href="/records/x/"' in html


def test_a_form_with_a_prefix_sends_its_own_names() -> None:
    form = Record(QueryDict("p-name=A&p-languages=en&p-languages=ro&p-note=Un%0Adeux&p-version=3"), prefix="p")

    assert [one.name for one in stale.differences(form, NOW)] == ["p-name"]
    assert dict(stale._kept(form, {"p-name"}, 4))["p-version"] == "4"


def test_the_page_answers_conflict_and_says_who_and_when(monkeypatch: Any) -> None:
    asked: dict[str, Any] = {}

    def take(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
        asked.update(name=name, status=status, **context)
        return HttpResponse(status=status)

    monkeypatch.setattr(stale, "render", take)
    at = datetime(2026, 3, 17, 9, 2, tzinfo=UTC)

    response = stale.page(
        RequestFactory().post("/records/x/?tab=a"), sent("name=A&version=3"), NOW, version=4, by="Marc T.", at=at
    )

    assert response.status_code == 409
    assert (asked["name"], asked["by"], asked["at"]) == ("errors/stale.html", "Marc T.", at)
    assert asked["stale"].action == "/records/x/?tab=a"
    html = render('{% include "errors/stale.html" %}', **{**asked, "shell": ""})
    assert "Marc T. a modifié cette fiche à 10\u00a0h\u00a002." in plain(html)
