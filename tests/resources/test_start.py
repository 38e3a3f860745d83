"""The texts that the library begins with: whole in both languages, sourced, honest about what is not sure, harmless."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

from havre.countries.fr.advice_desk import ARTICLES
from havre.countries.fr.safety import EMERGENCY_NUMBERS
from havre.resources.start import FOLDER, LANGUAGES, Malformed, StartPage, pages, read

PAGES = pages()
PAGE = [pytest.param(page, id=f"{page.language}/{page.slug}") for page in PAGES]
FRENCH = [pytest.param(page, id=page.slug) for page in PAGES if page.language == "fr"]
BY_LANGUAGE = {language: {page.slug: page for page in PAGES if page.language == language} for language in LANGUAGES}

ALLOWED = {
    "theme": {
        "identification", "danger", "rights", "residence", "justice", "money", "health", "children", "asylum",
        "daily-life", "network", "return",
    },
    "phase": {"report", "assess", "place", "live", "leave", "all"},
    "audience": {"professionals", "partners", "public"},
    "country": {"FR", "EU", "INT"},
    "kind": {"guide", "form", "letter", "law", "case-note", "figures", "film", "glossary"},
    "verified": {"S", "K", "V", "P"},
}  # fmt: skip
SAME_IN_BOTH = (*ALLOWED, "articles")
READS = {"public": {"public"}, "professionals": {"public", "professionals"}, "partners": set(ALLOWED["audience"])}
"""Which pages a reader of each audience may open."""

MARKED = {"fr": "à vérifier", "en": "to be verified"}
ADVICE = {"fr": "conseil pratique", "en": "practical advice"}
UNSURE = {"fr": "## Ce qui n’est pas sûr", "en": "## What is not certain"}
TO_VERIFY = {
    "amounts of the allowances": (r"343[,.]20|106[,.]08|6,80 €|€6\.80|3,40 €|€3\.40",) * 2,
    "the offer of the guarantee fund": (r"[Ff]onds .*\b2 mois", r"fund .*\b2 months"),
    "the limitation of the offence": (r"[Pp]rescription", r"prescription\)"),
    "the steps of the stay contract": (r"(?=.*contrat|.*remis)(?=.*15 jours)(?=.*(1|un) mois)", r"(?=.*contract)(?=.*15 days)(?=.*(1|a) month)"),
    "the length of the victim card": (r"[Cc]arte (de victime|d’un an).*\b(1|un) an\b|carte d’un an", r"[Vv]ictim card.*\b1 year|one-year card"),
    "minors need no means": (r"(?i)aucun moyen", r"(?i)no means"),
    "the directive of 2024 in French law": (r"[Tt]ranspos", r"[Tt]ranspos"),
}  # fmt: skip
"""What the sources leave to be verified: whoever writes it writes so in the same line."""
COMMON = {number.number for number in EMERGENCY_NUMBERS if number.mark == "K"} - {"115"}
"""115 stands in a source beside the entry to shelters."""


def _text(page: StartPage) -> str:
    return "\n".join([page.title, page.summary, *page.sources, page.body])


def _links(page: StartPage) -> list[str]:
    return re.findall(r"\]\(([^)]*)\)", page.body)


def _numbers(page: StartPage) -> list[str]:
    """Every number of a page, however its language writes thousands and cents."""
    return sorted(re.findall(r"\d+", re.sub(r"(?<=\d)[ .,\u00a0](?=\d)", "", page.body)))


def test_a_film_says_who_may_show_it_and_nothing_else_does() -> None:
    assert {page.kind for page in PAGES if page.rights} == {"film"}
    assert all(page.rights for page in PAGES if page.kind == "film")


def test_both_languages_have_the_same_pages_and_enough_of_them() -> None:
    french, english = (set(BY_LANGUAGE[language]) for language in ("fr", "en"))

    assert french == english
    assert len(french) >= 30


def test_every_theme_has_a_page_and_so_has_every_kind() -> None:
    for name in ("theme", "kind", "audience"):
        assert {getattr(page, name) for page in PAGES} == ALLOWED[name]


@pytest.mark.parametrize("page", PAGE)
def test_a_page_is_described_with_words_that_are_known(page: StartPage) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", page.slug)
    assert (FOLDER / page.language / f"{page.slug}.md").is_file()
    for name, values in ALLOWED.items():
        assert getattr(page, name) in values, name
    assert 5 <= len(page.title) <= 90
    assert 30 <= len(page.summary) <= 200
    assert page.summary.endswith(".")
    assert page.sources
    assert all(source.strip() for source in page.sources)


@pytest.mark.parametrize("page", FRENCH)
def test_a_translation_differs_in_its_words_only(page: StartPage) -> None:
    other = BY_LANGUAGE["en"][page.slug]

    assert [getattr(page, name) for name in SAME_IN_BOTH] == [getattr(other, name) for name in SAME_IN_BOTH]
    assert page.title != other.title
    assert page.summary != other.summary
    assert len(page.sources) == len(other.sources)
    assert _links(page) == _links(other)
    assert [line.split()[0] for line in page.body.splitlines() if line.startswith("#")] == [
        line.split()[0] for line in other.body.splitlines() if line.startswith("#")
    ]
    assert _numbers(page) == _numbers(other)


@pytest.mark.parametrize("page", PAGE)
def test_a_page_is_short_and_cut_into_sections(page: StartPage) -> None:
    assert 220 <= len(page.body.split()) <= 720
    assert page.body.startswith("## ")
    assert page.body.count("\n## ") >= 3
    assert not re.search(r"^(# |#### )", page.body, re.MULTILINE)
    assert "<" not in page.body
    assert not re.search(r"^\|(\s*\|)+\s*$|^\| \|", page.body, re.MULTILINE), "a column without a heading"


@pytest.mark.parametrize("page", PAGE)
def test_links_lead_to_pages_that_the_same_reader_may_open(page: StartPage) -> None:
    for link in _links(page):
        scheme, _, slug = link.partition(":")
        assert scheme == "library", link
        assert BY_LANGUAGE[page.language][slug].audience in READS[page.audience], link
        assert slug != page.slug


@pytest.mark.parametrize("page", PAGE)
def test_every_article_is_one_that_the_country_names(page: StartPage) -> None:
    assert set(page.articles) <= {f"{article.number} {article.code}".strip() for article in ARTICLES}
    numbers = {article.number for article in ARTICLES}

    named = re.findall(r"\b[LR]\. ?\d+-\d+|\b\d{3}-\d+(?:-\d+)?\b", _text(page))

    assert {re.sub(r"\. ?", ". ", number) for number in named} <= numbers


@pytest.mark.parametrize("page", PAGE)
def test_no_host_mail_or_telephone_number_is_told_but_those_of_an_emergency(page: StartPage) -> None:
    text = _text(page)

    assert "@" not in text
    assert "//" not in text
    assert not re.search(r"\b[\w-]+\.(fr|org|net|com|eu|int|bg|gouv)\b", text)
    assert not re.search(r"(?:\+\d{2}|\b0\d)(?:[ .\u00a0]?\d{2}){4}\b", text)
    assert not re.search(r"\b(?:3\d{3}|116[ \u00a0]?\d{3})\b", text)
    assert set(re.findall(r"\*\*(\d{2,4})\*\*", text)) <= {number.number for number in EMERGENCY_NUMBERS}


@pytest.mark.parametrize("page", PAGE)
def test_a_page_says_what_is_not_sure(page: StartPage) -> None:
    assert UNSURE[page.language] in page.body
    if page.verified in "KV":
        assert MARKED[page.language] in page.body
    if page.verified == "P":
        assert ADVICE[page.language] in page.body.lower()


@pytest.mark.parametrize("page", PAGE)
def test_a_fact_to_be_verified_carries_its_words_where_it_stands(page: StartPage) -> None:
    for fact, patterns in TO_VERIFY.items():
        for line in page.body.splitlines():
            if re.search(patterns[LANGUAGES.index(page.language)], line) and not line.startswith("#"):
                assert MARKED[page.language] in line, (fact, line)
                assert page.verified in "KV", fact
    for number in COMMON:
        if re.search(rf"\*\*{number}\*\*|\b(?:le|call) {number}\b", page.body):
            assert MARKED[page.language] in page.body.split(UNSURE[page.language])[1], number
            assert page.verified in "KV", number


@pytest.mark.parametrize("page", FRENCH)
def test_french_is_written_as_it_is_printed(page: StartPage) -> None:
    text = _text(page)

    assert "'" not in text
    assert '"' not in text
    assert not re.search(r" [:;?!»]|« ", text)


def test_english_keeps_the_apostrophe_of_print() -> None:
    for page in BY_LANGUAGE["en"].values():
        assert "'" not in _text(page)
        assert '"' not in _text(page)


def test_the_queries_of_the_proof_expect_pages_that_exist() -> None:
    queries = tomllib.loads((Path(__file__).parent / "queries.toml").read_text(encoding="utf-8"))["query"]

    assert len(queries) == 60
    assert len({(query["lang"], query["text"]) for query in queries}) == 60
    for query in queries:
        known = BY_LANGUAGE[query["lang"]]
        assert {query["expects"], *query["also"]} <= set(known)
        assert query["expects"] not in query["also"]
    assert sum(query["lang"] == "fr" for query in queries) >= 30
    assert len({query["expects"] for query in queries}) >= 30


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("slug: a\n", "two lines of ---"),
        ("---\nslug: a\n", "two lines of ---"),
        ("---\nslug\n---\nbody", "key: value"),
        ('---\ntitle: "open\n---\nbody', "not closed"),
        ("---\nslug: a\ncolour: blue\n---\nbody", "colour"),
    ],
)
def test_a_file_that_is_no_page_is_refused_with_its_name(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "page.md"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(Malformed, match=says) as refusal:
        read(path, "fr")
    assert "page.md" in str(refusal.value)
