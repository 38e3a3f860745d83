"""Pages of the library in bulk, made of sentences of the first ones; and the same texts as the database's own search holds them."""

import random
import uuid
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import connection

from bench.house.cases import CHUNK, bulk
from havre.accounts.models import User
from havre.countries.fr.library import THEMES
from havre.resources.library import indexing, rendering
from havre.resources.library.terms import may_slip, shortened
from havre.resources.models import Edition, LibraryPage, Neighbour, Posting, Term
from havre.resources.models.index import EVERY_PAGE
from havre.resources.start import pages as first_pages

SENTENCES = 30
SHOWN = 10


@dataclass(frozen=True)
class _Said:
    titles: list[str]
    sentences: list[str]


def _said() -> _Said:
    french = [one for one in first_pages() if one.language == "fr"]
    return _Said([one.title for one in french], [said for one in french for said in rendering.plain(one.body)[1]])


def documents(count: int, author: User, at: datetime, *, seed: int = 1) -> None:
    """So many published pages, indexed."""
    dice, said, terms = random.Random(seed), _said(), dict[str, int]()
    held: dict[str, int] = {}
    for start in range(0, count, CHUNK):
        with bulk():
            made = [_page(n, said, author, at, dice) for n in range(start, min(start + CHUNK, count))]
            LibraryPage.objects.bulk_create(page for page, _edition in made)
            Edition.objects.bulk_create(edition for _page, edition in made)
            heard = [(edition, indexing.weights(edition)) for _page, edition in made]
            _enlist({EVERY_PAGE, *(stem for _edition, stems in heard for stem in stems)} - terms.keys(), terms)
            Posting.objects.bulk_create(
                Posting(term_id=terms[stem], edition=edition, weight=weight)
                for edition, stems in heard
                for stem, weight in stems.items()
            )
            for _edition, stems in heard:
                for stem in (*stems, EVERY_PAGE):
                    held[stem] = held.get(stem, 0) + 1
    with bulk():
        rows = list(Term.objects.filter(word__in=held)) if len(held) < CHUNK else list(Term.objects.all())
        for row in rows:
            row.professionals = row.partners = held.get(row.word, 0)
        Term.objects.bulk_update(rows, ["professionals", "partners"], batch_size=CHUNK)


def _page(n: int, said: _Said, author: User, at: datetime, dice: random.Random) -> tuple[LibraryPage, Edition]:
    told = {
        "title": f"{dice.choice(said.titles)} {n}", "summary": dice.choice(said.sentences)[:300],
        "body": "\n\n".join(dice.choices(said.sentences, k=SENTENCES)), "theme": dice.choice(THEMES.codes),
        "kind": "guide", "audience": "professionals", "mark": "S",
    }  # fmt: skip
    page = LibraryPage(id=uuid.UUID(int=dice.getrandbits(128)), slug=f"page-{n}", language="fr", state="published", author=author, changed_on=at.date(), **told)  # fmt: skip
    edition = Edition(id=uuid.UUID(int=dice.getrandbits(128)), page=page, number=1, language="fr", published_on=at.date(), renewed_at=at, said=rendering.said(told["body"]), **told)  # fmt: skip
    return page, edition


def _enlist(words: Iterable[str], terms: dict[str, int]) -> None:
    fresh = sorted(words)
    Term.objects.bulk_create(Term(word=word) for word in fresh)
    terms |= dict(Term.objects.filter(word__in=fresh).values_list("word", "pk"))
    Neighbour.objects.bulk_create(
        Neighbour(term_id=terms[word], form=form) for word in fresh if may_slip(word) for form in shortened(word)
    )


def bare_search(words: list[str]) -> Callable[[], object]:
    """The barest search of this database over the same texts: its own index, its own rank, the best ten."""
    make, ask, typed = (_fts5 if connection.vendor == "sqlite" else _tsvector)(words)
    with bulk(), connection.cursor() as cursor:
        for statement in make:
            cursor.execute(statement)

    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute(ask, [typed])
            found = cursor.fetchall()
        if len(found) != SHOWN:
            raise AssertionError(f"{len(found)} found")
        return found

    return run


def _fts5(words: list[str]) -> tuple[list[str], str, str]:
    make = [
        "CREATE VIRTUAL TABLE IF NOT EXISTS bare_text USING fts5(title, summary, body, tokenize='unicode61 remove_diacritics 2')",
        "DELETE FROM bare_text",
        "INSERT INTO bare_text SELECT title, summary, body FROM resources_edition",
    ]
    ask = f"SELECT rowid, title, summary FROM bare_text WHERE bare_text MATCH %s ORDER BY bm25(bare_text, 9, 4, 1) LIMIT {SHOWN}"
    return make, ask, " OR ".join(words)


def _tsvector(words: list[str]) -> tuple[list[str], str, str]:
    vector = "setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', summary), 'B') || to_tsvector('simple', body)"
    make = [
        "DROP TABLE IF EXISTS bare_text",
        f"CREATE TABLE bare_text AS SELECT id, title, summary, {vector} AS words FROM resources_edition",
        "CREATE INDEX bare_text_words ON bare_text USING gin (words)",
        "ANALYZE bare_text",
    ]
    ask = f"SELECT id, title, summary FROM bare_text, to_tsquery('simple', %s) q WHERE words @@ q ORDER BY ts_rank(words, q) DESC LIMIT {SHOWN}"
    return make, ask, " | ".join(words)
