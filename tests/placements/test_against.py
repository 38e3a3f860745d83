"""A place that the engine excludes is asked for by a named person with a reason, or not at all (law 6)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from havre.accounts.models import User
from havre.directory.profiles import Accepts, Agreement, Pause
from havre.placements import problem
from havre.placements.against import AgainstRules
from havre.placements.content import OfferTerms, read
from havre.placements.models import Offer, Search
from havre.placements.operations.offers import make_offer
from havre.placements.policies import Incompatible
from havre.placements.problem import table_for
from havre.placements.stored import SearchContent
from havre.record import timeline
from tests.cast import AT, Cast, shelter
from tests.page_forms import form_to
from tests.placements.stories import arrived, at, place_of, somebody

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SHUT: dict[str, dict[str, object]] = {
    "trop petite": {"size": 1},
    "genre non accueilli": {"accepts": Accepts(genders=["Masculine"], children=True)},
    "sans enfant": {"accepts": Accepts(genders=["Feminine"], children=False)},
    "sans veille de nuit": {"night_staff": False},
    "en pause": {"pause": Pause(since=AT.date())},
    "en pause ": {"agreement": Agreement(until=AT.date() - timedelta(days=1))},
}


@pytest.mark.parametrize("why", SHUT)
def test_the_refusal_says_in_words_why_the_engine_excludes_it(cast: Cast, why: str) -> None:
    person, house = somebody(cast), shelter("S0C", "FR-50", **SHUT[why])

    with pytest.raises(AgainstRules, match=f": {why.strip()}"):
        make_offer(person, shelter_id=house.pk, place_id=place_of(house), answer_by=at(9), by=cast.nora, at=AT)

    assert not Offer.objects.exists()


def test_what_holds_against_it_and_the_search_that_is_kept_come_from_one_table(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    person, house = somebody(cast), shelter("S0C", "FR-50", night_staff=False)
    read_, networks = problem.network, list[datetime]()
    monkeypatch.setattr(problem, "network", lambda when, *more: networks.append(when) or read_(when, *more))

    make_offer(
        person, shelter_id=house.pk, place_id=place_of(house), answer_by=at(9), anyway="le lit est prêt", by=cast.nora, at=AT
    )  # fmt: skip

    assert networks == [AT]
    kept = read(Search.objects.get(), "content", SearchContent)
    assert kept.decision is not None and kept.decision.against == ["no_night_staff"]


def test_asked_all_the_same_the_reason_and_the_name_stay_on_the_offer_and_the_journey_page(
    cast: Cast, client: Client
) -> None:
    person, house = somebody(cast), shelter("S0C", "FR-50", night_staff=False, size=1)
    make, offers = (reverse(f"placements:{name}", args=[person.pk]) for name in ("offer_make", "offers"))
    client.force_login(cast.nora)
    shown = client.post(make, {"shelter": house.pk, "place": place_of(house)}).content.decode()
    assert "La recherche écarte cette place" in shown
    form = form_to(shown, make)
    assert "trop petite et sans veille de nuit" in client.post(make, form.filled(anyway="")).content.decode()

    sent = client.post(make, form.filled(anyway="le lit d’appoint est prêt"))

    assert sent["Location"] == offers
    terms = read(Offer.objects.get(), "terms", OfferTerms)
    assert (terms.against, terms.anyway) == (["too_small", "no_night_staff"], "le lit d’appoint est prêt")
    line = next(line for line in timeline.read(person.pk) if line.event == "offer_made_anyway")
    assert line.facts == {"why": "trop petite et sans veille de nuit", "reason": "le lit d’appoint est prêt"}

    def page(reader: User) -> str:
        client.force_login(reader)
        return str(client.get(reverse("placements:offer", args=[Offer.objects.get().pk])).content.decode())

    assert "le lit d’appoint est prêt" in page(cast.nora)
    assert "le lit d’appoint est prêt" in page(cast.marc)


def test_a_place_that_fits_asks_for_no_reason_and_keeps_none(cast: Cast) -> None:
    offer = make_offer(
        somebody(cast), shelter_id=cast.s058.pk, place_id=place_of(cast.s058), answer_by=at(9), anyway="bavardage",
        by=cast.nora, at=AT,
    )  # fmt: skip

    assert read(offer, "terms", OfferTerms).anyway == ""


def test_no_reason_opens_a_house_of_her_own_network(cast: Cast) -> None:
    arrived(cast, somebody(cast))
    other, house = somebody(cast), shelter("S0C", "FR-50", size=4)

    with pytest.raises(Incompatible):
        make_offer(
            other, shelter_id=house.pk, place_id=place_of(house), answer_by=at(80), anyway="je sais", by=cast.nora,
            at=at(60),
        )  # fmt: skip


def test_her_own_stay_does_not_keep_her_away_when_she_must_move(cast: Cast) -> None:
    person, next_door = somebody(cast), shelter("S0C", "FR-50", size=4)
    arrived(cast, person)
    stranger = somebody(cast)

    def codes(one: object) -> list[str]:
        table = table_for(one, at(60), others=False)
        return table.rankings[0].codes(table.network.capacity.place_index[str(place_of(next_door))])

    assert "same_network" not in codes(person)
    assert "same_network" in codes(stranger)
