"""Difficulties, topics, proposals and answers: what is carried, what is counted, and what nobody learns."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.db import connection

from havre.directory.models import Partnership
from havre.directory.operations.accounts import close_account
from havre.directory.operations.partnerships import note_exchange
from havre.directory.profiles import ExchangeCard
from havre.network import asked, operations, reading
from havre.network.content import Both
from havre.network.models import Difficulty, LetterCopy, LetterLink, LocalWork, Proposal, PutAway, Topic, Voice
from havre.network.operations.topics import BeforeWriting, DayToCome
from havre.record.facts import write_pending
from havre.record.models import Fact
from havre.record.operations import NotAllowed, OnBehalf, Stale
from havre.record.transitions import NotNow
from tests.cast import AT, Cast, shelter
from tests.network.story import SLOW, a_letter, a_topic, address_of, carried, tell, with_convention

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_difficulty_is_told_by_its_own_house_or_for_it_on_the_telephone_and_by_nobody_else(cast: Cast) -> None:
    house = cast.s058.organisation
    row = tell(cast.claire, house)
    told = operations.tell_difficulty(
        uuid.uuid4(), organisation=house, field="rights", text=SLOW, by=cast.nora, at=AT,
        on_behalf_of=OnBehalf("Karim", AT - timedelta(days=3)),
    )  # fmt: skip

    assert (row.told_on, row.read().by, row.read().who) == (AT.date(), "Claire M.", "")
    assert (told.told_on, told.read().who) == (AT.date() - timedelta(days=3), "Karim")
    for stranger in (cast.other_manager, cast.anne, cast.escort, cast.lawyer, cast.officer):
        with pytest.raises(NotAllowed):
            tell(stranger, house)


def test_sent_twice_it_is_told_once_and_another_house_cannot_take_its_place(cast: Cast) -> None:
    key = uuid.uuid4()
    words = {"field": "rights", "text": SLOW, "at": AT}
    for _click in range(2):
        operations.tell_difficulty(key, organisation=cast.s058.organisation, by=cast.claire, **words)  # type: ignore[arg-type]
    with pytest.raises(NotAllowed):
        operations.tell_difficulty(key, organisation=cast.s017.organisation, by=cast.other_manager, **words)  # type: ignore[arg-type]

    assert Difficulty.objects.count() == 1


def test_a_copy_of_the_tables_tells_neither_who_said_what_nor_who_opened_a_letter(cast: Cast) -> None:
    house = cast.s058.organisation
    topic = a_topic(cast.project, tell(cast.claire, house))
    operations.say_we_too(topic, organisation=house, by=cast.claire, at=AT)
    operations.note_local_work(
        uuid.uuid4(), organisation=house, kind="body", done_on=AT.date(), text="commission", by=cast.claire, at=AT
    )
    letter = a_letter(cast.nora, house)
    operations.send_letter(letter, address_of=address_of, by=cast.nora, at=AT)
    operations.mark_read(letter, by=cast.claire, at=AT)
    days = {"starts_on": AT.date(), "ends_on": AT.date(), "audience": "all"}
    announced = operations.announce(uuid.uuid4(), content=Both("x"), by=cast.nora, at=AT, **days)  # type: ignore[arg-type]
    operations.put_away(announced, by=cast.claire, at=AT)
    with_convention(cast.hospital, mail="social@hopital.example")
    close_account(cast.anne, by=cast.administrator, at=AT)
    operations.send_letter(a_letter(cast.nora, cast.hospital), address_of=address_of, by=cast.nora, at=AT)

    for model in (Difficulty, Voice, LocalWork, LetterCopy, LetterLink, PutAway):
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT * FROM "{model._meta.db_table}"')
            rows = repr(cursor.fetchall()).replace("-", "")
        assert rows != "[]"
        for one in (house, cast.claire, cast.hospital):
            assert one.pk.hex not in rows, model


def test_a_difficulty_belongs_to_one_topic_and_comes_back_when_it_was_joined_by_mistake(cast: Cast) -> None:
    one = tell(cast.claire, cast.s058.organisation)
    topic, other = a_topic(cast.project, one), a_topic(cast.project)

    with pytest.raises(NotNow):
        operations.join_difficulty(one, topic=other, by=cast.nora, at=AT)
    with pytest.raises(Stale):
        operations.part_difficulty(one, version=1, by=cast.nora, at=AT)
    operations.part_difficulty(one, version=one.version, by=cast.nora, at=AT)
    operations.join_difficulty(one, topic=other, by=cast.nora, at=AT)

    assert reading.voices([topic, other]) == {topic.pk: set(), other.pk: {cast.s058.organisation.pk}}


def test_a_partner_counts_once_however_often_it_says_it(cast: Cast) -> None:
    house = cast.s058.organisation
    topic = a_topic(cast.nora, tell(cast.claire, house), tell(cast.karim, house))
    with_convention(cast.hospital)
    for _time in range(2):
        operations.say_we_too(topic, organisation=house, by=cast.claire, at=AT)
        operations.say_we_too(topic, organisation=cast.hospital, by=cast.anne, at=AT)

    assert reading.voices([topic])[topic.pk] == {house.pk, cast.hospital.pk}
    with pytest.raises(NotAllowed):
        operations.say_we_too(topic, organisation=house, by=cast.other_manager, at=AT)


@pytest.mark.parametrize(
    ("partners", "shown"), [(1, "moins de cinq partenaires"), (4, "moins de cinq partenaires"), (5, "5 partenaires")]
)
def test_outside_the_coordination_few_partners_are_not_counted(cast: Cast, partners: int, shown: str) -> None:
    topic = a_topic(cast.nora)
    for number in range(partners):
        house = shelter(f"X{number:02}", "FR-50")
        operations.say_we_too(topic, organisation=house.organisation, by=cast.nora, at=AT)

    (row,), (ours,) = reading.rows([topic], cast.claire), reading.rows([topic], cast.nora)

    assert row.partners == shown
    assert ours.partners.startswith(str(partners))


def test_a_proposal_is_read_by_partners_once_it_is_carried(cast: Cast) -> None:
    topic = a_topic(cast.nora)
    proposal = operations.write_proposal(topic, ministry="interior", text="Un mois.", by=cast.nora, at=AT)
    assert reading.steps(topic) == []

    with pytest.raises(DayToCome):
        operations.carry_proposal(proposal, carried_on=AT.date() + timedelta(days=1), by=cast.nora, at=AT)
    with pytest.raises(BeforeWriting):
        operations.carry_proposal(proposal, carried_on=AT.date() - timedelta(days=1), by=cast.nora, at=AT)
    operations.carry_proposal(Proposal.objects.get(), carried_on=AT.date(), by=cast.nora, at=AT)

    assert [step.text for step in reading.steps(Topic.objects.get())] == ["Un mois."]
    with pytest.raises(NotNow):
        operations.carry_proposal(Proposal.objects.get(), carried_on=AT.date(), by=cast.nora, at=AT)


def test_an_answer_waits_for_something_to_be_carried_and_a_refused_one_leaves_nothing(cast: Cast) -> None:
    topic = a_topic(cast.nora)
    answer = {"ministry": "interior", "given_on": AT.date(), "text": "D’accord.", "by": cast.nora, "at": AT}
    with pytest.raises(NotNow):
        operations.note_answer(topic, **answer)
    assert not topic.answers.exists()

    carried(cast.nora, topic)
    operations.note_answer(topic, **answer)
    assert [(step.is_answer, step.text) for step in reading.steps(topic)] == [
        (False, "Un délai d’un mois, écrit."),
        (True, "D’accord."),
    ]


def test_what_was_set_aside_says_why_and_comes_back_without_it(cast: Cast) -> None:
    topic = a_topic(cast.nora)
    with_convention(cast.hospital)
    operations.set_topic_aside(topic, reason="alone", text="Suivi avec elle.", by=cast.nora, at=AT)
    assert (topic.state, topic.reason, topic.read().end) == ("set_aside", "alone", "Suivi avec elle.")
    with pytest.raises(NotNow):
        operations.say_we_too(topic, organisation=cast.hospital, by=cast.anne, at=AT)

    operations.reopen_topic(topic, by=cast.nora, at=AT)
    topic.refresh_from_db()
    assert (topic.state, topic.reason, topic.read().end) == ("open", "", "")


def test_what_partners_asked_in_calls_is_summed_and_offered_to_a_topic(cast: Cast) -> None:
    for house, days in ((cast.s058, 1), (cast.s017, 300), (cast.s002, 900)):
        card = ExchangeCard("support_call", AT.date() - timedelta(days=days), topics=["rights", "trauma"])
        note_exchange(Partnership.objects.get(organisation=house.organisation), exchange=card, by=cast.nora, at=AT)

    lines = {one.field: (one.times, one.partners) for one in asked.by_field(AT.year)}
    assert lines["rights"] == ([1, 1, 0, 1], 2)
    assert lines["money"] == ([0, 0, 0, 0], 0)
    topic = a_topic(cast.nora)
    assert operations.join_those_who_asked(topic, by=cast.nora, at=AT) == 2
    assert operations.join_those_who_asked(topic, by=cast.nora, at=AT) == 0
    assert {voice.organisation for voice in Voice.objects.all()} == {
        cast.s058.organisation_id,
        cast.s017.organisation_id,
    }


def test_local_work_is_counted_for_the_year_without_its_partner(cast: Cast) -> None:
    house, key = cast.s058.organisation, uuid.uuid4()
    for _click in range(2):
        operations.note_local_work(
            key, organisation=house, kind="body", done_on=AT.date(), text="commission", by=cast.claire, at=AT
        )
    write_pending(AT)

    fact = Fact.objects.get(kind="local_work")
    assert (fact.year, fact.values) == (2026, {"work": "body"})
    assert list(LocalWork.objects.visible_to(cast.claire)) == list(LocalWork.objects.all())
    assert not LocalWork.objects.visible_to(cast.other_manager).exists()
    with pytest.raises(DayToCome):
        operations.note_local_work(
            uuid.uuid4(),
            organisation=house,
            kind="body",
            done_on=AT.date() + timedelta(days=1),
            text="",
            by=cast.claire,
            at=AT,
        )


def test_a_service_without_a_convention_reads_no_topic_and_speaks_for_nobody(cast: Cast) -> None:
    topic = a_topic(cast.nora)
    assert not Topic.objects.visible_to(cast.anne).exists()
    with pytest.raises(NotAllowed):
        tell(cast.anne, cast.hospital)
    with pytest.raises(NotAllowed):
        operations.say_we_too(topic, organisation=cast.hospital, by=cast.anne, at=AT)

    with_convention(cast.hospital)
    assert Topic.objects.visible_to(cast.anne).exists()
    assert tell(cast.anne, cast.hospital).organisation == cast.hospital.pk


def test_no_reason_tells_that_a_single_partner_spoke(cast: Cast) -> None:
    """Outside the coordination a number below five is never told, not even by the way in which a topic ends."""
    from havre.countries.fr.life import SET_ASIDE

    said = {word for pair in SET_ASIDE.labels.values() for label in pair for word in label.split()}

    assert not {"seul", "single", "partenaire", "partner"} & said
