"""The search: accents, slips, endings, notions, rank, and the same on both databases."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.resources import operations
from havre.resources.library import searching, terms
from havre.resources.models import Edition, Term
from tests.cast import AT, Cast
from tests.resources.pages import published

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def library(cast: Cast) -> None:
    for slug, title, summary, body in (
        ("hebergement", "Trouver un hébergement", "Un lieu loin du danger.", "La coordination cherche."),
        ("reflexion", "Le délai de réflexion", "Trente jours.", "Un récépissé est remis."),
        ("plainte", "Porter plainte ou non", "Rien n’y oblige.", "Elle peut réfléchir. Le récépissé vient après."),
        ("article", "La carte de séjour", "Article L. 425-1.", "De droit si les conditions sont réunies."),
        ("mention", "Autre chose", "Une page longue.", "On y dit une fois hébergement. " + "Des mots en nombre. " * 60),
    ):
        published(cast.lawyer, cast.nora, slug, title=title, summary=summary, body=body)


def found(typed: str) -> list[str]:
    ids = searching.search(typed, reach="partners").ids
    slugs = dict(Edition.objects.values_list("pk", "page__slug"))
    return [slugs[key] for key in ids]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("hébergement", "hebergement"),
        ("HEBERGEMENTS", "hebergement"),
        ("hebergemant", "hebergement"),
        ("hbergement", "hebergement"),
        ("délais de reflexion", "reflexion"),
        ("l’article L425-1", "article"),
        ("L. 425-1", "article"),
        ("récepisé", "reflexion"),
        ("papiers", "article"),
    ],
)
def test_what_is_typed_is_forgiven(library: None, typed: str, first: str) -> None:
    assert found(typed)[0] == first


def test_a_title_weighs_more_than_a_mention(library: None) -> None:
    assert found("hébergement") == ["hebergement", "mention"]


@pytest.mark.parametrize("typed", ["", " ", '"', "\x00", "%", "'; DROP TABLE", "de la", "zzzzzz", "*", "a" * 5000])
def test_what_finds_nothing_breaks_nothing(library: None, typed: str) -> None:
    assert found(typed) == []


def test_a_page_that_says_all_words_comes_before_one_that_says_some(library: None) -> None:
    assert found("plainte récépissé")[0] == "plainte"


@pytest.mark.parametrize(
    ("one", "other"),
    [("victimes", "victime"), ("locaux", "local"), ("réseaux", "réseau"), ("demander", "demande"), ("agencies", "agency"), ("shelters", "shelter")],
)  # fmt: skip
def test_endings_do_not_count(one: str, other: str) -> None:
    assert terms.stems_in(one) == terms.stems_in(other)


def test_the_distance_counts_swapped_letters_once() -> None:
    assert [terms.distance("danger", other) for other in ("danger", "dagner", "dange", "dangers", "dinger", "xx")] == [
        0,
        1,
        1,
        1,
        1,
        6,
    ]


def told_to(reader: User | None, typed: str) -> str:
    client = Client()
    if reader is not None:
        client.force_login(reader)
    return client.post(reverse("library:home"), {"words": typed}, follow=True).content.decode()


def test_no_reader_is_told_of_a_word_that_stands_only_where_others_read(library: None, cast: Cast) -> None:
    published(cast.lawyer, cast.nora, "entre-nous", title="Le séminaire", summary="Rendez-vous.", body="À Villefleurie.", audience="partners")  # fmt: skip
    slip, right, unknown = "Villefleurye", "Villefleurie", "Zillefleurie"
    near = "des mots proches ont été cherchés"

    assert near in told_to(cast.claire, slip) and "Le séminaire" in told_to(cast.claire, right)
    for stranger in (None, cast.anne):
        assert near not in told_to(stranger, slip)
        told = [told_to(stranger, f"plainte {typed}").replace(typed, "") for typed in (slip, right, unknown)]
        assert all("Porter" in page and near not in page for page in told)
        for reach in ("public", "professionals"):
            alone = searching.search("plainte", reach=reach).ids
            for typed in (slip, right, unknown):
                assert searching.search(f"plainte {typed}", reach=reach).ids == alone


def test_what_is_withdrawn_lends_no_word_to_anybody(library: None, cast: Cast) -> None:
    edition = published(cast.lawyer, cast.nora, "fugitive", title="Une page fugitive", body="À Villefleurie.")
    assert found("Villefleurye") == ["fugitive"]

    operations.withdraw_page(edition.page, by=cast.nora, at=AT)

    assert found("Villefleurye") == []
    assert not Term.objects.filter(word="villefleuri").exclude(public=0, professionals=0, partners=0).exists()
    every = Term.objects.get(word="")
    assert every.public == every.partners == Edition.objects.current().count()


def test_a_heading_that_answers_is_shown_after_the_sentence_of_its_page(cast: Cast) -> None:
    published(
        cast.lawyer, cast.nora, summary="Qui paie, et quand.", body="## Indemnité journalière\n\nElle se demande.\n"
    )

    found = Client().post(reverse("library:home"), {"words": "indemnité"}, follow=True).content.decode()

    assert "Qui paie, et quand. … <mark>Indemnité</mark> journalière" in found


def test_pages_are_sorted_by_their_audience_and_nobody_reaches_further_by_it(cast: Cast) -> None:
    for slug in ("public", "professionals", "partners"):
        published(cast.lawyer, cast.nora, slug, title=f"Indemnité pour {slug}", audience=slug)
    strangers, anne = Client(), Client()
    anne.force_login(cast.anne)

    def shown(reader: Client, words: str, audience: str) -> set[str]:
        page = reader.post(
            reverse("library:home"), {"words": words, "audience": audience}, follow=True
        ).content.decode()
        return {slug for slug in ("public", "professionals", "partners") if f"/library/fr/{slug}/" in page}

    for words in ("indemnité", ""):
        assert shown(anne, words, "public") == {"public"}
        assert shown(anne, words, "professionals") == {"professionals"}
        assert shown(anne, words, "partners") == set()
        assert shown(strangers, words, "partners") == {"public"}
    assert 'name="audience"' in anne.get(reverse("library:home")).content.decode()
    assert 'name="audience"' not in strangers.get(reverse("library:home")).content.decode()
