"""Writing the index: which terms stand in an edition, and how heavily."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from django.db.models import F

from havre.countries.fr.library import AUDIENCES
from havre.resources.library.rendering import plain
from havre.resources.library.terms import may_slip, shortened, stems_in
from havre.resources.models import Edition, LibraryDocument, Neighbour, Posting, Term
from havre.resources.models.index import EVERY_PAGE

TITLE, SUMMARY, HEADING, BODY, DOCUMENT = 9.0, 4.0, 3.0, 1.0, 0.5
SATURATION = 6.0
USUAL_LENGTH = 350
UNIT = 1000
AT_ONCE = 400


def weights(edition: Edition, documents: Iterable[LibraryDocument] = ()) -> dict[str, int]:
    """Stem → weight, in thousandths: where it stands and how often, less in a long text, levelling off (BM25 over fields)."""
    headings, paragraphs = plain(edition.body)
    found: Counter[str] = Counter()
    length = 0
    said = [(edition.title, TITLE), (edition.summary, SUMMARY), (" ".join(headings), HEADING)]
    said += [(" ".join(paragraphs), BODY), *((f"{one.name}\n{one.text}", DOCUMENT) for one in documents)]
    for text, factor in said:
        stems = stems_in(text)
        length += len(stems) if factor >= BODY else 0
        for stem, times in Counter(stems).items():
            found[stem] += times * factor  # type: ignore[assignment]
    slope = SATURATION * (0.5 + 0.5 * length / USUAL_LENGTH)
    return {stem: round(UNIT * (SATURATION + 1) * heard / (heard + slope)) for stem, heard in found.items()}


def index(edition: Edition) -> None:
    """Take the words of a current edition into the index, in place of those it had. Inside an operation."""
    forget(edition)
    heard = weights(edition, edition.page.documents.published().order_by("added_on", "pk"))
    terms = _terms(heard)
    Posting.objects.bulk_create(
        Posting(term_id=terms[stem], edition=edition, weight=weight) for stem, weight in sorted(heard.items())
    )
    _count(terms.values(), 1, edition)


def forget(edition: Edition) -> None:
    """Take an edition out of the index. Inside an operation."""
    held = list(Posting.objects.filter(edition=edition).values_list("term_id", flat=True))
    if held:
        Posting.objects.filter(edition=edition).delete()
        _count(held, -1, edition)


def _count(ids: Iterable[int], step: int, edition: Edition) -> None:
    """One page more or fewer that says these words, for all who read it."""
    every, _made = Term.objects.get_or_create(word=EVERY_PAGE)
    counts = {name: F(name) + step for name in reached_by(edition.audience)}
    wanted = [every.pk, *sorted(ids)]
    for first in range(0, len(wanted), AT_ONCE):
        Term.objects.filter(pk__in=wanted[first : first + AT_ONCE]).update(**counts)


def reached_by(audience: str) -> tuple[str, ...]:
    """Who reads what is for an audience: it, and those after it."""
    return AUDIENCES.codes[AUDIENCES.codes.index(audience) :]


def _terms(stems: Iterable[str]) -> dict[str, int]:
    """Ids of the terms; those not known yet are enlisted with their neighbours."""
    wanted = sorted(stems)
    known = _known(wanted)
    fresh = [Term(word=stem) for stem in wanted if stem not in known]
    Term.objects.bulk_create(fresh, ignore_conflicts=True)
    added = _known([one.word for one in fresh])
    Neighbour.objects.bulk_create(
        [Neighbour(term_id=key, form=form) for word, key in added.items() if may_slip(word) for form in sorted(shortened(word))],
        batch_size=AT_ONCE,
    )  # fmt: skip
    return known | added


def _known(words: list[str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for first in range(0, len(words), AT_ONCE):
        found |= dict(Term.objects.filter(word__in=words[first : first + AT_ONCE]).values_list("word", "pk"))
    return found
