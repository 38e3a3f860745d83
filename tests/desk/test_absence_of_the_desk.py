"""Those who answer advice and lead sessions go on leave too: what is theirs moves, and nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from havre.accounts.models import User
from havre.journey import open_work
from havre.journey.away import CannotReceive, arrange_absence, begin_absences, end_absence
from havre.journey.models import Absence
from havre.record.operations import NotAllowed
from havre.resources.reading import number_of
from havre.training.models import Session, Teaching, Trainer
from havre.training.operations import add_teaching, add_trainer, pass_on_teaching
from tests.cast import AT, Cast
from tests.desk.test_absence import PATH, has, sent, shown
from tests.page_forms import form_to
from tests.resources.story import taken
from tests.stories import walk
from tests.training.story import FIRST_DAY, a_session

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
ANSWERS = {"ends_at": "2026-04-20T09:00", "reason": "congés"}
NOW, BACK = AT + timedelta(hours=28), AT + timedelta(days=34)


@pytest.fixture(autouse=True)
def one_morning():  # type: ignore[no-untyped-def]
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def session(cast: Cast) -> Session:
    """Paul gives it; Salomé and Marc are of the pool too."""
    row = a_session(cast.project)
    trainers = [add_trainer(name=user.name, account=user, by=cast.project, at=AT) for user in (cast.lawyer, cast.project, cast.marc)]  # fmt: skip
    add_trainer(name="Véra, de dehors", by=cast.project, at=AT)
    add_teaching(row, trainer=trainers[0], hours=7, cost=0, by=cast.project, at=AT)
    return row


def gives(session: Session) -> set[User | None]:
    return {one.trainer.account for one in session.teaching.all()}


def test_a_lawyer_hands_on_advice_and_a_session_and_has_them_back(cast: Cast, client: Client, session: Session) -> None:
    advice, other = taken(cast.anne, cast.lawyer), taken(cast.anne, cast.nora)
    it = walk(cast, "assessed")
    client.force_login(cast.lawyer)

    page = shown(client)
    assert number_of(advice) in page and "Identifier et accompagner" in page
    assert number_of(other) not in page and it.person.reference not in page
    assert "Qui reçoit un dossier" not in page, "no case, no word on places"
    form, teaching = form_to(page, ""), Teaching.objects.get()
    line = f"session-{teaching.pk}"
    assert set(form.choices[line]) == {"", str(cast.project.pk), str(cast.marc.pk)}, "of the pool and of the house"
    assert {str(one.pk) for one in (cast.nora, cast.head, cast.project)} < set(form.choices["to"])
    alone = sent(client, form.filled(to=str(cast.nora.pk), **ANSWERS))
    assert "personne n’est nommé à sa place" in alone and "1 session" not in alone

    preview = sent(client, form.filled(to=str(cast.nora.pk), **ANSWERS, **{line: str(cast.project.pk)}))
    assert "À Nora B. : 1 conseil" in preview and "À Salomé P. : 1 session" in preview
    assert "personne n’est nommé" not in preview
    sent(client, {**form_to(preview, "").values, "confirm": "1"})

    advice.refresh_from_db()
    assert (advice.owner, gives(session), has(cast.lawyer)) == (cast.nora, {cast.project}, 0)
    back = form_to(shown(client, PATH), reverse("desk:absence_end", args=[Absence.objects.get().pk]))
    assert "Tout le travail est repris." in sent(client, dict(back.values), back.action)
    advice.refresh_from_db()
    assert (advice.owner, gives(session)) == (cast.lawyer, {cast.lawyer})


def test_a_project_officer_goes_and_comes_without_a_case(cast: Cast, client: Client) -> None:
    advice = taken(cast.anne, cast.project)
    walk(cast, "assessed")
    client.force_login(cast.project)
    assert "Confier mon travail pendant une absence" in shown(client, reverse("directory:account"))
    preview = sent(client, form_to(shown(client), "").filled(to=str(cast.lawyer.pk), **ANSWERS))
    assert "À Paul D. : 1 conseil" in preview
    sent(client, {**form_to(preview, "").values, "confirm": "1"})

    advice.refresh_from_db()
    assert advice.owner == cast.lawyer
    assert client.post(reverse("desk:absence_end", args=[Absence.objects.get().pk]))["Location"] == reverse(
        "directory:list"
    )
    advice.refresh_from_db()
    assert advice.owner == cast.project
    client.force_login(cast.claire)
    assert "Confier mon travail" not in shown(client, reverse("directory:account"))


def test_a_case_goes_to_nobody_who_does_not_coordinate(cast: Cast, client: Client) -> None:
    it = walk(cast, "assessed")
    client.force_login(cast.nora)
    form = form_to(shown(client), "")
    assert str(cast.lawyer.pk) not in form.choices["to"] + form.choices[f"case-{it.person.pk}"]
    refused = sent(client, form.filled(to=str(cast.lawyer.pk), **ANSWERS))
    assert "Ce qui bouge" not in refused
    for named in ({"to": cast.lawyer}, {"to": cast.marc, "others": {f"case-{it.person.pk}": cast.lawyer}}):
        with pytest.raises(CannotReceive):
            arrange_absence(cast.nora, ends_at=BACK, reason="x", by=cast.nora, at=NOW, **named)  # type: ignore[arg-type]  # two ways of one call
    assert has(cast.nora) == 1


def test_one_arranges_ones_own_absence_and_the_head_that_of_whoever_is_ill(cast: Cast, client: Client) -> None:
    advice = taken(cast.anne, cast.lawyer)
    for by in (cast.project, cast.nora, cast.claire):
        with pytest.raises(NotAllowed):
            arrange_absence(cast.lawyer, to=cast.nora, ends_at=BACK, reason="x", by=by, at=NOW)
    with pytest.raises(NotAllowed):
        arrange_absence(cast.claire, to=cast.nora, ends_at=BACK, reason="x", by=cast.claire, at=NOW)
    path = f"{PATH}?qui={cast.lawyer.pk}"
    client.force_login(cast.project)
    assert "Paul D." not in shown(client, path).split("<form")[0], "one's own only"
    client.force_login(cast.head)
    preview = sent(client, form_to(shown(client, path), "").filled(to=str(cast.nora.pk), **ANSWERS), path)
    sent(client, {**form_to(preview, "").values, "confirm": "1"}, path)
    advice.refresh_from_db()
    assert advice.owner == cast.nora


def test_at_the_hour_a_session_goes_to_whom_it_was_named_for_or_stays(cast: Cast, session: Session) -> None:
    line, starts = f"session-{Teaching.objects.get().pk}", NOW + timedelta(days=1)
    chosen = {"to": cast.nora, "starts_at": starts, "ends_at": BACK, "reason": "congés", "by": cast.lawyer, "at": NOW}
    with pytest.raises(CannotReceive):
        arrange_absence(cast.lawyer, others={line: cast.judith}, **chosen)  # type: ignore[arg-type]  # she is not of the pool
    row = arrange_absence(cast.lawyer, others={line: cast.marc}, **chosen)  # type: ignore[arg-type]
    assert begin_absences(starts) == 1 and gives(session) == {cast.marc}
    end_absence(row, by=cast.lawyer, at=starts)
    assert gives(session) == {cast.lawyer}

    arrange_absence(cast.lawyer, others={line: cast.marc}, **chosen)  # type: ignore[arg-type]
    add_teaching(session, trainer=Trainer.objects.get(account=cast.marc), by=cast.project, at=NOW)
    assert begin_absences(starts) == 1
    assert gives(session) == {cast.lawyer, cast.marc}, "he gives it already: it stays where it was"


def test_a_session_does_not_go_along_with_the_rest_even_to_somebody_of_the_pool(cast: Cast, session: Session) -> None:
    advice = taken(cast.anne, cast.lawyer)

    arrange_absence(cast.lawyer, to=cast.project, ends_at=BACK, reason="congés", by=cast.lawyer, at=NOW)

    advice.refresh_from_db()
    assert (advice.owner, gives(session)) == (cast.project, {cast.lawyer})


def test_a_session_that_was_given_meanwhile_does_not_come_back(cast: Cast, session: Session) -> None:
    line = f"session-{Teaching.objects.get().pk}"
    row = arrange_absence(cast.lawyer, to=cast.nora, others={line: cast.project}, ends_at=BACK, reason="congés", by=cast.lawyer, at=NOW)  # fmt: skip
    with time_machine.travel(AT.replace(month=4, day=FIRST_DAY.day + 2), tick=False):
        assert end_absence(row, by=cast.lawyer, at=BACK - timedelta(days=3)) == 1

    assert gives(session) == {cast.project}


def test_nobody_else_passes_a_session_on(cast: Cast, session: Session) -> None:
    row = Teaching.objects.get()
    for by, to in ((cast.nora, cast.judith), (cast.claire, cast.marc), (cast.anne, cast.anne)):
        with pytest.raises(NotAllowed):
            pass_on_teaching(row, to=to, by=by, at=NOW)


def test_the_page_of_a_lawyer_costs_the_same_for_one_session_and_for_many(
    cast: Cast, client: Client, session: Session
) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as one, CaptureQueriesContext(connections["keys"]) as two:
            shown(client)
        return len(one) + len(two)

    taken(cast.anne, cast.lawyer)
    client.force_login(cast.lawyer)
    shown(client)
    few = statements()
    paul = Trainer.objects.get(account=cast.lawyer)
    for _ in range(4):
        taken(cast.anne, cast.lawyer)
        add_teaching(a_session(cast.project), trainer=paul, by=cast.project, at=AT)

    assert statements() <= few <= 36
    assert len(open_work.ids_of(cast.lawyer)) == 10
