"""Whom she must not meet: noted on both sides by the coordinator of the case, and the engine keeps the house shut."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from havre.people.apart import AlreadyApart, HerOwn, SayWhyMeet, UnknownReference, apart_from, keep_apart, let_meet
from havre.people.handing import take_over_case
from havre.people.policies import NotYourCase
from havre.placements.operations.offers import make_offer
from havre.placements.policies import Incompatible
from havre.placements.problem import table_for
from havre.record import timeline
from tests.cast import Cast
from tests.page_forms import form_to
from tests.stories import Situation, place_of, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def codes(it: Situation, cast: Cast) -> list[str]:
    """What the engine holds against a place of S058."""
    table = table_for(it.person, it.at(60), others=False)
    return table.rankings[0].codes(table.network.capacity.place_index[str(place_of(cast.s058))])


@pytest.mark.parametrize("stage", ["kept", "arrived"])
def test_the_house_where_the_other_is_or_is_awaited_is_excluded_both_ways(cast: Cast, stage: str) -> None:
    there, seeking = walk(cast, stage), walk(cast, "searched")
    assert "conflict" not in codes(seeking, cast)

    keep_apart(seeking.person, reference=there.person.reference.lower(), by=cast.nora, at=seeking.at(58))

    assert apart_from(there.person) == [str(seeking.person.pk)]
    assert "conflict" in codes(seeking, cast)
    seeking.agree("join", hours=59)
    with pytest.raises(Incompatible):
        make_offer(
            seeking.person, shelter_id=cast.s058.pk, place_id=place_of(cast.s058), answer_by=seeking.at(99),
            anyway="je sais", by=cast.nora, at=seeking.at(60),
        )  # fmt: skip

    with pytest.raises(SayWhyMeet):
        let_meet(there.person, other_id=seeking.person.pk, reason=" ", by=cast.nora, at=seeking.at(61))
    let_meet(there.person, other_id=seeking.person.pk, reason="elles se sont parlé", by=cast.nora, at=seeking.at(61))

    assert apart_from(seeking.person) == apart_from(there.person) == []
    assert "conflict" not in codes(seeking, cast)


def test_who_notes_it_and_what_is_refused(cast: Cast) -> None:
    it, other = walk(cast, "taken_up"), walk(cast, "taken_up")
    at, person = it.at(20), it.person

    for who in (cast.marc, cast.judith, cast.head):
        with pytest.raises(NotYourCase):
            keep_apart(person, reference=other.person.reference, by=who, at=at)
    with pytest.raises(UnknownReference):
        keep_apart(person, reference="A2B-34", by=cast.nora, at=at)
    with pytest.raises(HerOwn):
        keep_apart(person, reference=person.reference, by=cast.nora, at=at)
    keep_apart(person, reference=other.person.reference, by=cast.nora, at=at)
    with pytest.raises(AlreadyApart):
        keep_apart(it.person, reference=other.person.reference, by=cast.nora, at=at)

    assert other.person.reference not in str([line.facts for line in timeline.read(person.pk)])


def test_the_page_is_for_the_coordinator_of_the_case_alone(cast: Cast, client: Client) -> None:
    it, other = walk(cast, "taken_up"), walk(cast, "taken_up")
    page, keep, lift = (
        reverse(f"people:{name}", args=[it.person.pk]) for name in ("apart", "apart_keep", "apart_lift")
    )
    client.force_login(cast.nora)
    wrong = client.post(keep, form_to(client.get(page).content.decode(), keep).filled(reference="Z9Z-99"))
    assert "Aucune situation ne porte cette référence" in wrong.content.decode()
    assert "Z9Z-99" in wrong.content.decode()
    assert client.post(keep, {"reference": other.person.reference}).status_code == 302
    assert other.person.reference in client.get(page).content.decode()

    client.force_login(cast.judith)
    refused = client.get(page)
    assert refused.status_code == 403
    assert "Nora B. suit ce dossier" in refused.content.decode()
    assert other.person.reference not in refused.content.decode()

    take_over_case(it.person, reason="wish", by=cast.judith, at=it.at(30))
    form = form_to(client.get(page + "?lever=1").content.decode(), lift)
    assert client.post(lift, form.filled(reason="")).status_code == 422
    assert client.post(lift, form.filled(reason="une erreur de référence")).status_code == 302
    assert apart_from(it.person) == []
