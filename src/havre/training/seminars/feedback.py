"""The network's own form: what partners think of a seminar and of the coordination's work. Nobody is named."""

from __future__ import annotations

from typing import Any

from havre.surveys.content import LONG, MATRIX, ONE, SCALE, SEVERAL, YES_NO, Content, Option, Question, Section, Words

CODE = "avis-reseau"
"""The same form at every seminar, so that the years compare."""


def _words(french: str, english: str) -> Words:
    return {"fr": french, "en": english}


def _options(letter: str, *pairs: tuple[str, str]) -> list[Option]:
    return [Option(f"{letter}{number}", _words(*pair)) for number, pair in enumerate(pairs, 1)]


_ENDS: dict[str, Any] = {"low": _words("pas du tout", "not at all"), "high": _words("tout à fait", "completely")}
_NOBODY = _words(
    "N’écrivez rien qui désigne quelqu’un, ni votre équipe.", "Write nothing that points to anybody, nor to your team."
)


def form() -> Content:
    return Content(
        _words("Votre avis sur le séminaire et sur la coordination", "Your opinion of the seminar and of the coordination"),
        _words("Cinq minutes. Il prépare le séminaire suivant, et dit à la coordination ce qu’elle doit changer.", "Five minutes. It prepares the next seminar, and tells the coordination what to change."),
        _words("Anonyme. Lu par la coordination, en nombres ; en dessous de cinq réponses, rien n’est lu.", "Anonymous. Read by the coordination, as numbers; below five answers, nothing is read."),
        [_seminar(), _coordination(), _next()],
    )  # fmt: skip


def _seminar() -> Section:
    parts = _options(
        "a",
        ("les séances plénières", "the plenary sessions"),
        ("les ateliers", "the workshops"),
        ("les échanges libres", "the time to talk"),
    )
    return Section(_words("Le séminaire", "The seminar"), {}, [
        Question("s1", SCALE, _words("Ce séminaire vous a-t-il été utile ?", "Was this seminar useful to you?"), required=True, **_ENDS),
        Question("s2", SEVERAL, _words("Qu’est-ce qui vous a servi ?", "What helped you?"), options=parts),
        Question("s3", SCALE, _words("Les sujets venaient-ils de vos difficultés ?", "Did the topics come from your difficulties?"), **_ENDS),
    ])  # fmt: skip


def _coordination() -> Section:
    work = _options(
        "c", ("répond quand vous appelez", "answers when you call"), ("propose des accueils qui conviennent", "proposes placements that fit"),
        ("prépare l’arrivée des personnes", "prepares people’s arrival"), ("vous soutient pendant l’accueil", "supports you during the stay"),
        ("porte vos difficultés plus haut", "carries your difficulties further"),
    )  # fmt: skip
    return Section(_words("Le travail de la coordination", "The coordination’s work"), _words("Cette année. Laissez vide ce que vous ne connaissez pas.", "This year. Leave empty what you do not know."), [
        Question("c1", MATRIX, _words("La coordination", "The coordination"), rows=work, **_ENDS),
        Question("c2", YES_NO, _words("Avez-vous eu affaire à elle cette année ?", "Did you deal with it this year?")),
        Question("c3", LONG, _words("Que devrait-elle changer ?", "What should it change?"), help=_NOBODY),
    ])  # fmt: skip


def _next() -> Section:
    where = _options(
        "w",
        ("dans un lieu d’accueil", "in a shelter"),
        ("dans une association", "in an association"),
        ("ailleurs", "elsewhere"),
    )
    return Section(_words("Ensuite", "Next"), {}, [
        Question("n1", LONG, _words("De quoi parler la prochaine fois ?", "What should we talk about next time?"), help=_NOBODY),
        Question("n2", ONE, _words("Où travaillez-vous ?", "Where do you work?"), options=where),
    ])  # fmt: skip
