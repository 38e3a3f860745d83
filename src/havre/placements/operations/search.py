"""Searches: made, decided, shortened after 90 days; and the plain fact that nobody could be placed."""

from __future__ import annotations

import hmac
import json
import uuid
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.accounts.permissions import Permission as P
from havre.common.dataclass_json import from_json
from havre.people.models import Person
from havre.people.profiles import Profile
from havre.placements import engine
from havre.placements.coarse import count_unplaced
from havre.placements.content import read, write
from havre.placements.engine import result as engine_result
from havre.placements.events import OfferMade, SearchMade, UnableToPlace
from havre.placements.models import Offer, Search
from havre.placements.policies import require, require_adult
from havre.placements.problem import Table, as_document, table_for
from havre.placements.stored import Choice, SearchContent
from havre.record import events, words
from havre.record.operations import Refusal, current, expect_version, operation, record, save
from havre.vault.fields import fetch_keys

KEPT = timedelta(days=90)
TOP_WORDS = 20

words.register(
    {
        "search_made": _("Recherche gardée : places qui conviennent, %(fitting)s"),
        "search_explored": _("Recherche exploratoire gardée : places qui conviennent, %(fitting)s"),
        "search_decided": _("Choix fait sur la recherche"),
        "search_decided_otherwise": _("Choix fait sur la recherche : une autre place que la première proposée"),
        "search_shortened": _("Recherche raccourcie après 90 jours"),
        "unable_to_place": _("Aucune place trouvée à temps : %(reason)s"),
    }
)


class SayWhyNobody(Refusal):
    sentence = _("Dites pourquoi aucune place n’a pu être trouvée. Rien n’est inscrit encore.")


class AlreadyDecided(Refusal):
    sentence = _("Un choix est déjà inscrit sur cette recherche. Gardez-en une nouvelle.")


class NotAPlace(Refusal):
    sentence = _("Cette place n’était pas dans la recherche. Refaites-la.")


@operation
def make_search(person: Person, *, exploratory: bool = False, by: User, at: datetime) -> Search:
    """Search for this person and keep what went in and what came out, sealed under her key for coordinators.

    Without her agreement to join it is exploratory by itself (law 5: looking needs none). Minors and ages in doubt are
    refused (R1, R34). Raises ``NotAdult``, ``NotAllowed``.
    """
    require(by, P.COORDINATE, person)
    require_adult(from_json(Profile, person.unseal("profile")))
    return _keep(table_for(person, at, others=False, exploratory=exploratory), by=by, at=at)


def _keep(table: Table, *, by: User, at: datetime) -> Search:
    seeker, ranking = table.seekers[0], table.rankings[0]
    document = as_document(table, seeker.request)
    content = SearchContent(
        at=at, by=str(by.pk), name=by.name, exploratory=seeker.request.exploratory, engine=engine.ENGINE,
        digest=digest(document), fitting=len(ranking.candidates), problem=document, result=outcome(ranking),
    )  # fmt: skip
    search = Search(person=seeker.person.pk)
    write(search, "content", content)
    search.save(force_insert=True)
    event = "search_explored" if content.exploratory else "search_made"
    record(event, subject=seeker.person.pk, facts={"fitting": content.fitting})
    events.publish(SearchMade(seeker.person.pk, content.fitting))
    return search


def digest(document: dict[str, Any]) -> str:
    """A keyed digest of a problem: proves later what a search was made from, tells nothing of it."""
    text = json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.digest(settings.MASTER.derive("people", "search-digest"), text.encode(), "sha256").hex()


def outcome(ranking: engine.Ranking) -> dict[str, Any]:
    """The result in short: the first places in words, every place's score or the codes of what excludes it."""
    capacity = ranking.search.capacity
    return {
        "status": ranking.status,
        "refusals": list(ranking.refusals),
        "candidates": engine_result.candidates(ranking, top=TOP_WORDS),
        "scores": {capacity.place_ids[n]: score for n, score in ranking.score_of.items()},
        "excluded": {capacity.place_ids[n]: ranking.codes(n) for n in ranking.excluded.tolist()},
        "relaxations": engine_result.relaxations(ranking),
    }


@operation
def decide_search(
    search: Search, *, place: uuid.UUID | None, reason: str = "", version: int | None = None, by: User, at: datetime
) -> None:
    """A named person chooses a place of the search, proposed or not, or none (law 6).

    The rank it had and every rule against it stay visible. Raises ``AlreadyDecided``, ``NotAPlace``, ``Stale``,
    ``NotAllowed``.
    """
    require(by, P.ARRANGE_PLACE if place else P.COORDINATE, search)
    expect_version(search, version)
    _decide(search, place, reason, by=by, at=at)


def _decide(search: Search, place: uuid.UUID | None, reason: str, *, by: User, at: datetime) -> None:
    content = read(search, "content", SearchContent)
    if content.decision is not None or content.result is None:
        raise AlreadyDecided
    content.decision = _choice(content.result, place, reason, by, at)
    write(search, "content", content)
    save(search, "content")
    event = "search_decided_otherwise" if content.decision.is_override else "search_decided"
    record(event, subject=search.situation_id, fields=["content"])


def _choice(result: dict[str, Any], place: uuid.UUID | None, reason: str, by: User, at: datetime) -> Choice:
    chosen = Choice(str(by.pk), by.name, at, reason.strip())
    if place is None:
        return chosen
    scores: dict[str, float] = result["scores"]
    excluded: dict[str, list[str]] = result["excluded"]
    chosen.place = str(place)
    if chosen.place in scores:
        chosen.rank = list(scores).index(chosen.place) + 1
    elif chosen.place in excluded:
        chosen.against = excluded[chosen.place]
    else:
        raise NotAPlace
    return chosen


def on_offer_made(event: OfferMade) -> None:
    """Whoever asks for a place has decided on a search: it is kept as it stands, with that decision.

    A place that no search knows (a relay apartment) leaves none.
    """
    running, table = current(), event.table
    offer = Offer.objects.filter(pk=event.offer_id).first()
    if offer is None or offer.place is None or running.by is None:
        return
    if str(offer.place) not in table.network.capacity.place_index or table.rankings[0].refusals:
        return
    search = _keep(table, by=running.by, at=running.at)
    _decide(search, offer.place, "", by=running.by, at=running.at)


@operation
def unable_to_place(person: Person, *, reason: str, by: User, at: datetime) -> None:
    """Nobody could be found in time: recorded, counted, and the search that says so is kept.

    Said again on the same day it counts once. Raises ``SayWhyNobody``, ``NotAdult``, ``NotAllowed``.
    """
    require(by, P.COORDINATE, person)
    if not reason.strip():
        raise SayWhyNobody
    if _was_said_today(person, at):
        return
    search = make_search(person, by=by, at=at)
    decide_search(search, place=None, reason=reason, by=by, at=at)
    record("unable_to_place", subject=person.pk, facts={"reason": reason.strip()})
    found = read(search, "content", SearchContent)
    excluded = found.result["excluded"] if found.result else {}
    count_unplaced(from_json(Profile, person.unseal("profile")), found.fitting, excluded, at)
    events.publish(UnableToPlace(person.pk))


def _was_said_today(person: Person, at: datetime) -> bool:
    today = timezone.localtime(at).date()
    return any(
        kept.decision is not None and kept.decision.is_unable and timezone.localtime(kept.decision.at).date() == today
        for _search, kept in kept_searches(person)
    )


def kept_searches(person: Person) -> list[tuple[Search, SearchContent]]:
    """Her stored searches, the newest first."""
    rows = list(Search.objects.of_person(person.pk))
    fetch_keys(rows)
    found = [(row, read(row, "content", SearchContent)) for row in rows]
    return sorted(found, key=lambda pair: pair[1].at, reverse=True)


def shorten(at: datetime) -> int:
    """Sweep: after 90 days decision, version and digest remain of a search. Returns how many were shortened."""
    searches = list(Search.objects.linked())
    fetch_keys(searches)
    due = [search for search in searches if _is_due(read(search, "content", SearchContent), at)]
    for search in due:
        _shorten(search, by=None, at=at)
    return len(due)


def _is_due(content: SearchContent, at: datetime) -> bool:
    return content.problem is not None and content.at <= at - KEPT


@operation
def _shorten(search: Search, *, by: User | None, at: datetime) -> None:
    content = read(search, "content", SearchContent)
    content.problem = content.result = None
    write(search, "content", content)
    save(search, "content")
    record("search_shortened", subject=search.situation_id, fields=["content"], thread=False)
