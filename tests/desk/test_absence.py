"""The page of an absence: all open work, whom it goes to, what moves before it moves, and the way back."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.accounts.models import User
from havre.directory.operations.accounts import set_duty
from havre.journey import open_work
from havre.journey.away import arrange_absence, begin_absences
from havre.journey.models import Absence
from havre.people.handing import take_over_case
from havre.placements.operations.alarms import CHECK_IN, raise_alarm
from havre.record.operations import NotAllowed
from havre.record.transitions import NotNow
from havre.resources import operations as desk
from havre.resources.reading import number_of
from tests.cast import AT, Cast
from tests.desk.test_watch import promised
from tests.page_forms import form_to
from tests.resources.story import address_of, answered, ask, taken
from tests.stories import be_searched_for, walk

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
PATH = "/absence/"
ANSWERS = {"ends_at": "2026-03-24T09:00", "reason": "congés d’hiver"}


def shown(client: Client, path: str = PATH) -> str:
    return html.unescape(client.get(path).content.decode()).replace("\u00a0", " ")


def sent(client: Client, data: dict[str, object], path: str = PATH) -> str:
    return html.unescape(client.post(path, data, follow=True).content.decode()).replace("\u00a0", " ")


def has(user: User) -> int:
    return len(open_work.ids_of(user))


@pytest.fixture(autouse=True)
def one_morning():  # type: ignore[no-untyped-def]
    with time_machine.travel(AT + timedelta(hours=28), tick=False):
        yield


def test_a_coordinator_sees_what_moves_then_lets_it_move_and_takes_it_back(cast: Cast, client: Client) -> None:
    it, other = walk(cast, "interview"), walk(cast, "assessed")
    call = promised(cast, hours=90, for_all=False)
    set_duty(cast.nora, rank=2, starts_at=AT, ends_at=AT + timedelta(days=2), by=None, at=AT)
    client.force_login(cast.nora)

    page = shown(client)
    assert all(one.person.reference in page for one in (it, other))
    assert "entretien le 18 mars à 10 h 14" in page and "risque à revoir le" in page
    assert "Qui s’absente ?" not in page, "one's own only"
    form = form_to(page, "")
    wrong = sent(client, form.filled(to=str(cast.marc.pk), ends_at="2026-03-01T09:00", reason=""))
    assert "congés" in wrong and has(cast.nora) == 3

    chosen = form.filled(to=str(cast.marc.pk), **ANSWERS, **{f"case-{other.person.pk}": str(cast.judith.pk)})
    preview = sent(client, chosen)
    assert "À Marc T. : 1 dossier et 1 rappel" in preview and "À Judith L. : 1 dossier" in preview
    assert "Une astreinte tombe ces jours-là" in preview
    assert has(cast.nora) == 3 and not Absence.objects.exists(), "seen, not done"
    again = form_to(preview, "")
    assert 'value="congés d’hiver"' in sent(client, {**again.values, "edit": "1"})

    assert "Vos collègues et la cheffe de service sont prévenus." in sent(client, {**again.values, "confirm": "1"})
    assert (has(cast.nora), has(cast.marc), has(cast.judith)) == (0, 2, 1)
    today = shown(client, "/")
    assert "son travail est chez Marc T. et d’autres · congés d’hiver" in today
    client.force_login(cast.marc)
    today = shown(client, "/")
    assert "Nora B." in today and "jusqu’au 24 mars à 9 h" in today and "congés d’hiver" not in today
    assert "Je reprends" not in today and "Rendre son travail" not in today
    assert call.pk and client.post(reverse("desk:absence_end", args=[Absence.objects.get().pk])).status_code == 404
    assert has(cast.nora) == 0, "a colleague cannot end it"

    client.force_login(cast.nora)
    back = form_to(shown(client, "/"), reverse("desk:absence_end", args=[Absence.objects.get().pk]))
    assert "Tout le travail est repris." in sent(client, dict(back.values), back.action)
    assert has(cast.nora) == 3


def test_what_changed_since_the_page_was_shown_is_seen_again_first(cast: Cast, client: Client) -> None:
    walk(cast, "assessed")
    client.force_login(cast.nora)
    preview = sent(client, form_to(shown(client), "").filled(to=str(cast.marc.pk), **ANSWERS))
    another = walk(cast, "taken_up")

    page = sent(client, {**form_to(preview, "").values, "confirm": "1"})

    assert "Le travail en cours a changé" in page and another.person.reference in page
    assert has(cast.nora) == 2 and not Absence.objects.exists()


def test_the_head_does_it_for_somebody_who_is_ill(cast: Cast, client: Client) -> None:
    it = walk(cast, "assessed")
    path = f"{PATH}?qui={cast.nora.pk}"
    client.force_login(cast.marc)
    assert it.person.reference not in shown(client, path), "a colleague sees their own work only"

    client.force_login(cast.head)
    page = shown(client, path)
    assert "Confier le travail de Nora B." in page and it.person.reference in page
    preview = sent(client, form_to(page, "").filled(to=str(cast.marc.pk), **ANSWERS), path)
    sent(client, {**form_to(preview, "").values, "confirm": "1"}, path)

    assert (has(cast.nora), has(cast.marc)) == (0, 1)
    assert "Rendre son travail" in shown(client, "/")
    take_over_case(it.person, reason="wish", by=cast.judith, at=AT + timedelta(hours=29))
    end = reverse("desk:absence_end", args=[Absence.objects.get().pk])
    assert "sauf une chose" in sent(client, {}, end)
    for who in (cast.claire, cast.anne, cast.officer, cast.administrator, cast.escort):
        client.force_login(who)
        assert client.get(PATH).status_code in (403, 404)


def test_the_page_costs_the_same_for_one_case_and_for_many(cast: Cast, client: Client) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as one, CaptureQueriesContext(connections["keys"]) as two:
            shown(client)
        return len(one) + len(two)

    def another() -> None:
        be_searched_for(walk(cast, "assessed"))

    another()
    client.force_login(cast.nora)
    shown(client)
    few = statements()
    for _ in range(4):
        another()

    assert statements() <= few <= 36


def test_advice_in_hand_goes_along_as_it_stands_and_comes_back(cast: Cast, client: Client) -> None:
    at_once, with_expert = taken(cast.anne, cast.nora), taken(cast.anne, cast.nora)
    desk.change_title(with_expert, label="Carte refusée", field="legal", articles=[], by=cast.nora, at=AT)
    desk.ask_expert(with_expert, text="Quel recours ?", who="Une avocate", mail="", address_of=address_of, by=cast.nora, at=AT)  # fmt: skip
    over, waiting = answered(cast.anne, cast.nora), ask(cast.anne)
    client.force_login(cast.nora)

    page = shown(client)
    assert number_of(at_once) in page and "Carte refusée" in page and "réponse avant" in page
    assert number_of(over) not in page and number_of(waiting) not in page
    chosen = form_to(page, "").filled(
        to=str(cast.marc.pk), **ANSWERS, **{f"advice-{with_expert.pk}": str(cast.judith.pk)}
    )
    preview = sent(client, chosen)
    assert "À Marc T. : 1 conseil" in preview and "À Judith L. : 1 conseil" in preview
    sent(client, {**form_to(preview, "").values, "confirm": "1"})

    for row in (at_once, with_expert, over):
        row.refresh_from_db()
    assert (at_once.owner, with_expert.owner, over.owner) == (cast.marc, cast.judith, cast.nora)
    assert (at_once.state, with_expert.state) == ("taken", "with_expert")
    end = reverse("desk:absence_end", args=[Absence.objects.get().pk])
    assert "Tout le travail est repris." in sent(client, {}, end)
    at_once.refresh_from_db()
    assert at_once.owner == cast.nora


def test_advice_that_begins_before_an_absence_planned_for_later_moves_with_it(cast: Cast) -> None:
    starts, ends = AT + timedelta(hours=30), AT + timedelta(days=4)
    arrange_absence(cast.nora, to=cast.marc, starts_at=starts, ends_at=ends, reason="congés", by=cast.nora, at=AT)
    row = taken(cast.anne, cast.nora)

    assert begin_absences(starts) == 1

    row.refresh_from_db()
    assert row.owner == cast.marc
    with pytest.raises(NotNow):
        desk.pass_on(ask(cast.anne), to=cast.marc, by=cast.nora, at=AT)
    with pytest.raises(NotAllowed):
        desk.pass_on(row, to=cast.anne, by=cast.nora, at=AT)


def test_the_day_of_the_head_stays_within_its_statements_while_somebody_is_away_and_an_alarm_rings(
    client: Client, cast: Cast
) -> None:
    raise_alarm(walk(cast, "travelling").person.pk, kind=CHECK_IN, by=None, at=AT)
    arrange_absence(
        cast.nora, to=cast.marc, starts_at=AT, ends_at=AT + timedelta(days=3), reason="congés", by=cast.nora, at=AT
    )
    client.force_login(cast.head)
    client.get("/")

    with CaptureQueriesContext(connections["default"]) as one, CaptureQueriesContext(connections["keys"]) as two:
        page = html.unescape(client.get("/").content.decode())

    assert "Marc T." in page
    asked = [query["sql"] for query in [*one, *two]]
    assert len(asked) <= 25, "\n".join(sql[:110] for sql in asked)
    assert sum(sql.startswith('SELECT "accounts_user"') for sql in asked) == 0, "the team is at hand, and read again"
