"""Who watches, and who answers in the holes."""

from __future__ import annotations

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from havre.accounts.models import DutyShift, Membership, User
from havre.directory import rota
from havre.directory.ladder import team
from havre.directory.operations.accounts import (
    NobodyNamed,
    NotACoordinator,
    ShiftReversed,
    clear_duty,
    close_account,
    grant_role,
    set_duty,
    set_week,
    swap_duty,
    withdraw_role,
)
from havre.record.operations import NotAllowed
from tests.cast import AT, Cast

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
MONDAY = date(2026, 3, 16)


def hour(day: int, at: int) -> datetime:
    return datetime(2026, 3, day, at, tzinfo=UTC)


def put(user: User, start: datetime, end: datetime, rank: int = 1) -> DutyShift:
    return set_duty(user, rank=rank, starts_at=start, ends_at=end, by=None, at=AT)


def told(rank: int = 1) -> list[tuple[str, datetime, datetime]]:
    shifts = DutyShift.objects.filter(rank=rank).order_by("starts_at").select_related("user")
    return [(shift.user.name, shift.starts_at, shift.ends_at) for shift in shifts]


def test_an_exchanged_night_leaves_the_rest_of_the_shift(cast: Cast) -> None:
    start, end = AT - timedelta(days=3), AT + timedelta(days=4)

    put(cast.nora, hour(18, 18), hour(19, 8))

    assert told() == [
        ("Judith L.", start, hour(18, 18)),
        ("Nora B.", hour(18, 18), hour(19, 8)),
        ("Judith L.", hour(19, 8), end),
    ]


@pytest.mark.parametrize(
    ("start", "end", "left"),
    [
        ((16, 0), (22, 0), []),
        ((18, 0), (20, 0), []),
        ((17, 0), (19, 0), [(19, 20)]),
        ((19, 0), (21, 0), [(18, 19)]),
        ((20, 0), (21, 0), [(18, 20)]),
        ((16, 0), (18, 0), [(18, 20)]),
    ],
)
def test_a_shift_gives_way_where_it_overlaps(
    cast: Cast, start: tuple[int, int], end: tuple[int, int], left: list[tuple[int, int]]
) -> None:
    put(cast.marc, hour(18, 0), hour(20, 0), rank=2)

    put(cast.nora, hour(*start), hour(*end), rank=2)

    kept = [(begun.day, ended.day) for name, begun, ended in told(2) if name == "Marc T."]
    assert kept == left
    assert [name for name, *_ in told(1)] == ["Judith L."]


def test_only_the_coordination_watches_and_only_the_head_says_so(cast: Cast) -> None:
    for user in (cast.claire, cast.lawyer, cast.administrator, cast.anne):
        with pytest.raises(NotACoordinator):
            put(user, hour(18, 0), hour(19, 0))
    with pytest.raises(ShiftReversed):
        put(cast.nora, hour(19, 0), hour(18, 0))
    shift = DutyShift.objects.get()
    for user in (cast.nora, cast.judith, cast.lawyer, cast.claire, cast.administrator):
        with pytest.raises(NotAllowed):
            set_duty(cast.nora, rank=1, starts_at=hour(18, 0), ends_at=hour(19, 0), by=user, at=AT)
        with pytest.raises(NotAllowed):
            clear_duty(shift, by=user, at=AT)
    assert DutyShift.objects.get() == shift


def test_a_hole_falls_to_the_second_then_to_the_head(cast: Cast) -> None:
    clear_duty(DutyShift.objects.get(), by=cast.head, at=AT)
    put(cast.judith, hour(16, 0), hour(18, 0))
    put(cast.marc, hour(17, 0), hour(19, 0), rank=2)

    week = rota.stretches(MONDAY, rota.shifts_of(MONDAY), team().head)

    assert [(s.answers.name if s.answers else "", s.is_hole) for s in week] == [
        ("Inès R.", True),
        ("Judith L.", False),
        ("Marc T.", True),
        ("Inès R.", True),
    ]
    assert week[0].starts_at == rota.bounds(MONDAY)[0]
    assert week[-1].ends_at == rota.bounds(MONDAY)[1]
    assert all(one.ends_at == other.starts_at for one, other in itertools.pairwise(week))
    assert rota.who_answers(hour(16, 12)) == cast.judith
    assert rota.who_answers(hour(18, 12)) == cast.marc
    assert rota.who_answers(hour(21, 12)) == cast.head


def test_the_week_of_the_clock_change_has_an_hour_less() -> None:
    start, end = (edge.astimezone(UTC) for edge in rota.bounds(date(2026, 3, 23)))

    assert end - start == timedelta(days=7) - timedelta(hours=1)


def test_the_head_puts_nora_on_the_rota(cast: Cast, client: Client) -> None:
    client.force_login(cast.head)
    typed = {"user": str(cast.nora.pk), "rank": "1", "starts_at": "2026-03-18T19:00", "ends_at": "2026-03-19T09:00"}

    answer = client.post(f"{reverse('directory:rota')}?semaine=2026-03-16", typed, follow=True)

    assert ("Nora B.", hour(18, 18), hour(19, 8)) in told()
    assert "Nora B." in answer.content.decode()
    shift = DutyShift.objects.get(user=cast.nora)
    client.post(reverse("directory:clear_duty", args=[shift.pk]))
    assert not DutyShift.objects.filter(user=cast.nora).exists()


def test_the_others_read_the_rota_and_do_not_write_it(cast: Cast, client: Client) -> None:
    client.force_login(cast.nora)
    where = reverse("directory:rota")
    typed = {"user": str(cast.nora.pk), "rank": "1", "starts_at": "2026-03-18T19:00", "ends_at": "2026-03-19T09:00"}

    page = client.get(where)

    assert page.status_code == 200
    assert "Inscrire une astreinte" not in page.content.decode()
    client.post(where, typed)
    assert not DutyShift.objects.filter(user=cast.nora).exists()
    assert client.post(reverse("directory:clear_duty", args=[DutyShift.objects.get().pk])).status_code == 404
    assert client.get(where, {"semaine": "pas un jour"}).status_code == 200
    assert client.get(where, {"semaine": "2026-02-31"}).status_code == 200


def test_the_rota_says_who_answers_now(cast: Cast, client: Client) -> None:
    now = timezone.now()
    set_duty(cast.marc, rank=1, starts_at=now - timedelta(hours=1), ends_at=now + timedelta(hours=2), by=None, at=now)
    client.force_login(cast.nora)

    assert "Marc T. répond jusqu’au" in client.get(reverse("directory:rota")).content.decode()


def test_a_full_week_costs_no_more_than_an_empty_one(
    cast: Cast, client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    client.force_login(cast.head)
    where = f"{reverse('directory:rota')}?semaine=2026-03-16"
    client.get(where)
    with django_assert_max_num_queries(40) as few:
        client.get(where)
    for day, user in zip(range(16, 22), (cast.nora, cast.marc, cast.head) * 2, strict=True):
        put(user, hour(day, 0), hour(day + 1, 0))

    with django_assert_max_num_queries(len(few)):
        page = client.get(where).content.decode()

    assert page.count("Retirer") >= 6


def test_the_head_sets_a_week_in_one_act_and_swaps_two(cast: Cast, client: Client) -> None:
    clear_duty(DutyShift.objects.get(), by=None, at=AT)
    client.force_login(cast.head)
    where = f"{reverse('directory:rota')}?semaine=2026-03-16"
    page = client.get(where).content.decode()
    assert 'value="2026-03-16T09:00"' in page and 'value="2026-03-23T09:00"' in page
    span = {"turn-starts_at": "2026-03-16T09:00", "turn-ends_at": "2026-03-23T09:00"}
    turn = {"what": "turn", "turn-rank_1": str(cast.nora.pk), "turn-rank_2": str(cast.marc.pk), "turn-rank_3": ""}

    client.post(where, {**turn, **span})
    later = {"turn-starts_at": "2026-03-23T09:00", "turn-ends_at": "2026-03-30T09:00"}
    client.post(where, {**turn, **later, "turn-rank_1": str(cast.judith.pk)})

    nine = [datetime(2026, 3, day, 8, tzinfo=UTC) for day in (16, 23)]
    assert [(name, start) for name, start, _end in told()] == [("Nora B.", nine[0]), ("Judith L.", nine[1])]
    assert [name for name, *_ in told(2)] == ["Marc T.", "Marc T."]
    first, second = DutyShift.objects.filter(rank=1).order_by("starts_at")
    client.post(where, {"what": "swap", "swap-one": str(first.pk), "swap-other": str(second.pk)})
    assert [(name, start) for name, start, _end in told()] == [("Judith L.", nine[0]), ("Nora B.", nine[1])]

    page = client.get(where).content.decode()
    assert page.count("heures sans personne") == 3, "before Monday 9 h, then two weeks without anybody"
    assert "c’est Inès R. qui répond" in page


def test_a_coordinator_swaps_nothing_and_an_empty_week_is_refused(cast: Cast, client: Client) -> None:
    shift = DutyShift.objects.get()
    with pytest.raises(NotAllowed):
        swap_duty(shift, shift, by=cast.nora, at=AT)
    with pytest.raises(NobodyNamed):
        set_week(ranks={1: None}, starts_at=hour(16, 8), ends_at=hour(23, 8), by=cast.head, at=AT)
    client.force_login(cast.head)
    span = {"turn-starts_at": "2026-03-16T09:00", "turn-ends_at": "2026-03-23T09:00"}
    answer = client.post(reverse("directory:rota"), {"what": "turn", **span})
    assert "Choisissez au moins une personne" in answer.content.decode()
    assert DutyShift.objects.get() == shift


@pytest.mark.parametrize("leaves", ["account", "role"])
def test_whoever_leaves_is_off_the_rota_and_the_second_answers(cast: Cast, leaves: str) -> None:
    watching = DutyShift.objects.get(user=cast.judith)
    set_duty(cast.marc, rank=2, starts_at=watching.starts_at, ends_at=watching.ends_at, by=None, at=AT)
    set_duty(
        cast.judith, rank=1, starts_at=watching.ends_at, ends_at=watching.ends_at + timedelta(days=7), by=None, at=AT
    )

    if leaves == "account":
        close_account(cast.judith, by=cast.administrator, at=AT)
    else:
        withdraw_role(Membership.objects.get(user=cast.judith), by=cast.administrator, at=AT)

    assert not DutyShift.objects.filter(user=cast.judith, ends_at__gt=AT).exists()
    assert DutyShift.objects.filter(user=cast.judith, ends_at=AT).exists(), "what she watched stays"
    assert [shift.user for shift in DutyShift.objects.current(AT)] == [cast.marc]


def test_another_role_less_leaves_a_coordinator_on_the_rota(cast: Cast) -> None:
    held = grant_role(cast.judith, role="lawyer", organisation=None, by=None, at=AT)
    withdraw_role(held, by=cast.administrator, at=AT)

    assert DutyShift.objects.current(AT).filter(user=cast.judith).exists()
