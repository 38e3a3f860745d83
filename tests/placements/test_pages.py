"""The pages as their users walk them: coordination, house, escort; and who finds nothing behind the same address."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection, connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from havre.accounts.models import User
from havre.common.dataclass_json import from_json
from havre.directory.models import Shelter
from havre.directory.operations.shelters import change_profile
from havre.directory.profiles import Place, ShelterProfile
from havre.people.models import Agreement, Person
from havre.placements.models import Alarm, Interview, Offer, Stay, Transfer
from havre.placements.operations.offers import accept_offer, ask_back, confirm_offer, keep_place
from havre.placements.operations.stays import begin_relay_stay
from havre.placements.operations.transfers import plan_transfer, record_arrival, watch_arrivals
from havre.placements.owed import owed
from havre.record import timeline
from tests.cast import AT, Cast, account, shelter
from tests.page_forms import form_to
from tests.placements.stories import (
    NAME,
    accepted,
    agree,
    arrived,
    asked,
    at,
    confirmed,
    interview_planned,
    kept,
    place_of,
    plan,
    somebody,
    travelling,
)

pytestmark = pytest.mark.django_db(databases=["default", "keys"])
HOME = {"escort": "escort_home", "karim": "arrival", "nora": "transfer"}


def page(client: Client, user: User, name: str, *args: object, status: int = 200) -> str:
    client.force_login(user)
    answer = client.get(reverse(f"placements:{name}", args=args))
    assert answer.status_code == status
    return answer.content.decode()


def send(client: Client, user: User, name: str, *args: object, **data: object) -> Any:
    client.force_login(user)
    return client.post(reverse(f"placements:{name}", args=args), data)


def moment(value: datetime) -> str:
    return timezone.localtime(value).strftime("%Y-%m-%dT%H:%M")


# The coordination


def test_the_question_to_a_shelter_is_read_before_it_leaves(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    chosen = {"shelter": str(cast.s058.pk), "place": str(place_of(cast.s058))}

    shown = send(client, cast.nora, "offer_make", person.pk, **chosen)
    assert shown.status_code == 200
    assert "S058" in shown.content.decode()
    assert "pidgin" in shown.content.decode()
    assert not Offer.objects.exists()
    sent = send(client, cast.nora, "offer_make", person.pk, **chosen, answer_by=moment(at(32)))

    assert sent.status_code == 302
    assert Offer.objects.get().state == "asked"


def test_a_second_question_is_refused_with_a_sentence_and_what_was_typed(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    asked(cast, person)

    answer = send(
        client, cast.nora, "offer_make", person.pk, shelter=str(cast.s017.pk), place=str(place_of(cast.s017)),
        answer_by=moment(at(40)),
    )  # fmt: skip

    assert "déjà sollicité" in answer.content.decode()
    assert moment(at(40)) in answer.content.decode()


def test_an_unknown_place_sends_back_with_a_sentence(cast: Cast, client: Client) -> None:
    person = somebody(cast)

    for place in (str(uuid.uuid4()), "x", ""):
        answer = send(client, cast.nora, "offer_make", person.pk, shelter=str(cast.s058.pk), place=place)
        assert answer.status_code == 302


def test_only_who_may_learn_the_place_reads_which_house_is_asked(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    accepted(cast, person)

    assert "S058" in page(client, cast.nora, "offers", person.pk)
    assert "S058" in page(client, cast.judith, "offers", person.pk)
    others = page(client, cast.marc, "offers", person.pk)
    assert "S058" not in others
    assert "Nora B. suit ce dossier. Reprenez-le, ou appelez l’astreinte." in others
    page(client, cast.claire, "offers", person.pk, status=404)
    page(client, cast.lawyer, "offers", person.pk, status=404)


def test_a_hold_counts_down(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    accepted(cast, person)

    with time_machine.travel(at(16), tick=False):
        assert "encore 57" in page(client, cast.nora, "offers", person.pk)
    with time_machine.travel(at(80), tick=False):
        assert "plus retenue" in page(client, cast.nora, "offers", person.pk)


def test_an_answer_told_by_telephone_is_entered_with_who_and_when(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    offer = asked(cast, person)

    with time_machine.travel(at(5), tick=False):
        send(client, cast.nora, "offer_accept", offer.pk, **{
            "yes-version": offer.version, "yes-by_phone_who": "Claire M.", "yes-by_phone_when": moment(at(4)),
        })  # fmt: skip

    line = next(line for line in timeline.read(person.pk) if line.event == "offer_accepted")
    assert (line.on_behalf_of, line.happened_at) == ("Claire M.", at(4).replace(second=0, microsecond=0))


def test_a_no_needs_its_reason_and_keeps_what_was_said(cast: Cast, client: Client) -> None:
    offer = asked(cast, somebody(cast))

    answer = send(client, cast.nora, "offer_refuse", offer.pk, **{"no-said": "travaux jusqu’en mai", "no-reason": ""})

    assert answer.status_code == 422
    assert "travaux jusqu’en mai" in answer.content.decode()
    assert Offer.objects.get().state == "asked"


def test_a_double_click_is_harmless(cast: Cast, client: Client) -> None:
    offer = asked(cast, somebody(cast))
    data = {"yes-version": offer.version}

    first = send(client, cast.nora, "offer_accept", offer.pk, **data)
    second = send(client, cast.nora, "offer_accept", offer.pk, **data)

    assert (first.status_code, second.status_code) == (302, 422)
    assert "a changé entre-temps" in second.content.decode()


def test_the_way_from_yes_to_the_kept_place_in_clicks(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    offer = accepted(cast, person)
    send(client, cast.nora, "interview_plan", offer.pk, **{
        "plan-at": moment(at(24)), "plan-minutes": 45, "plan-participants": ["person", "shelter"], "plan-interpreter": "pcm",
        "plan-link": "https://visio.example/secret-42", "plan-code": "7431",
    })  # fmt: skip
    interview = Interview.objects.get(state="planned")
    assert "secret-42" not in page(client, cast.nora, "interview", person.pk)

    with time_machine.travel(at(25), tick=False):
        send(client, cast.nora, "interview_held", interview.pk, **{
            "outcome-shelter_says": "yes", "outcome-person_says": "yes", "outcome-agreed_how": "spoken",
            "outcome-agreed_language": "pcm", "outcome-version": interview.version,
        })  # fmt: skip
        offer = Offer.objects.get()
        assert offer.state == "confirmed"
        send(client, cast.nora, "offer_keep", offer.pk, version=offer.version)

    assert Offer.objects.get().state == "kept"
    assert Agreement.objects.filter(kind="place", state="given").count() == 1


def test_her_agreement_to_the_place_can_be_written_down_on_the_offer(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    offer = accepted(cast, person)

    send(client, cast.nora, "offer_agreed", offer.pk, **{"agree-how": "spoken", "agree-language": "pcm"})

    assert Agreement.objects.get(kind="place").unseal("terms")["offer"] == str(offer.pk)


def test_the_link_of_an_interview_opens_by_post_for_a_purpose_on_record(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    interview = interview_planned(cast, accepted(cast, person))
    client.force_login(cast.nora)
    assert client.get(reverse("placements:interview_link", args=[interview.pk])).status_code == 405

    unsaid = send(client, cast.nora, "interview_link", interview.pk)
    opened = send(client, cast.nora, "interview_link", interview.pk, purpose="prepare_interview")

    assert "secret-42" not in unsaid.content.decode()
    assert "secret-42" in opened.content.decode()
    assert opened["Cache-Control"] == "no-store"
    assert [line.event for line in timeline.read(person.pk)].count("section_opened") == 1


def test_an_interview_moved_by_two_shows_both_versions(cast: Cast, client: Client) -> None:
    interview = interview_planned(cast, accepted(cast, somebody(cast)))
    shown = interview.version
    send(client, cast.judith, "interview_move", interview.pk, **{"plan-at": moment(at(48)), "plan-version": shown})

    answer = send(
        client, cast.nora, "interview_move", interview.pk, **{"plan-at": moment(at(50)), "plan-version": shown}
    )

    assert answer.status_code == 409
    assert moment(at(48)) in answer.content.decode()
    assert moment(at(50)) in answer.content.decode()


def journey_data(**changes: object) -> dict[str, object]:
    return {
        "start_1": "Nice", "end_1": "Paris Gare de Lyon", "at_1": moment(at(48)), "how_1": "train",
        "start_2": "Paris Saint-Lazare", "end_2": "Cherbourg", "at_2": moment(at(54)), "how_2": "train",
        "expected_at": moment(at(57)), "meeting_point": "devant le kiosque", "handover": "sortie nord",
        "code_word": "mimosa", "checklist": ["sim"], "cost_person": "120", "aid": "350",
    } | changes  # fmt: skip


def test_a_journey_is_typed_checked_and_planned(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    offer = kept(cast, person)

    checked = send(client, cast.nora, "transfer_plan", offer.pk, **journey_data(check="1"))
    assert "dans une zone à éviter" in checked.content.decode()
    assert not Transfer.objects.exists()
    send(client, cast.nora, "transfer_plan", offer.pk, **journey_data(escort=str(cast.escort.pk)))

    transfer = Transfer.objects.get()
    assert (transfer.state, transfer.escort) == ("planned", cast.escort.pk)
    shown = page(client, cast.nora, "transfer", person.pk)
    for sealed in ("Cherbourg", "mimosa", "kiosque"):
        assert sealed not in shown
    assert "350" in shown


def test_a_half_typed_leg_is_asked_again_and_kept(cast: Cast, client: Client) -> None:
    offer = kept(cast, somebody(cast))

    answer = send(client, cast.nora, "transfer_plan", offer.pk, **journey_data(at_2=""))

    assert answer.status_code == 422
    assert "Complétez-la" in answer.content.decode()
    assert "Saint-Lazare" in answer.content.decode()


def test_the_route_opens_for_the_coordinator_of_the_case_and_the_duty_only(cast: Cast, client: Client) -> None:
    transfer = travelling(cast, somebody(cast))

    for user in (cast.nora, cast.judith):
        opened = send(client, user, "transfer_route", transfer.pk, purpose="safety")
        assert "Cherbourg" in opened.content.decode()
    for user, status in ((cast.marc, 403), (cast.head, 403), (cast.claire, 404), (cast.escort, 404)):
        assert send(client, user, "transfer_route", transfer.pk, purpose="safety").status_code == status


def test_a_changed_journey_and_a_stale_one(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person)
    shown = transfer.version
    form = send(client, cast.nora, "transfer_edit", transfer.pk).content.decode()
    assert "Paris Saint-Lazare" in form

    first = send(client, cast.nora, "transfer_change", transfer.pk, **journey_data(version=shown, handover="gare sud"))
    second = send(client, cast.judith, "transfer_change", transfer.pk, **journey_data(version=shown, handover="quai 2"))

    assert (first.status_code, second.status_code) == (302, 409)
    assert "gare sud" in second.content.decode()
    assert "quai 2" in second.content.decode()
    assert [line.event for line in timeline.read(person.pk)].count("transfer_changed") == 1


def test_the_travel_sheet_is_made_on_demand_and_names_nobody(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person)
    client.force_login(cast.nora)
    address = reverse("placements:transfer_sheet", args=[transfer.pk])
    assert client.get(address).status_code == 405

    answer = client.post(address)

    sheet = answer.content.decode()
    assert "Gare de Nice" in sheet
    assert "mimosa" in sheet
    for hidden in ("Cherbourg", "S058", person.reference, person.pseudonym, NAME):
        assert hidden not in sheet
    assert answer["Cache-Control"] == "no-store"


def test_the_board_joins_no_person_with_a_place(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    travelling(cast, person)

    board = page(client, cast.nora, "travel_board")

    assert person.reference in board
    for hidden in ("S058", "Cherbourg", "Nice", "FR-50", "Manche"):
        assert hidden not in board
    page(client, cast.claire, "travel_board", status=404)


def test_the_board_asks_the_same_few_queries_for_one_and_for_many(cast: Cast, client: Client) -> None:
    travelling(cast, somebody(cast))
    alone = statements(client, cast.nora, "travel_board")
    for number, area in enumerate(("FR-56", "FR-59", "FR-67")):
        another_journey(cast, shelter(f"S1{number}0", area))

    assert statements(client, cast.nora, "travel_board") == alone
    assert page(client, cast.nora, "travel_board").count("at-state") == 4


def statements(client: Client, user: User, name: str, *args: object) -> tuple[int, int]:
    """How many statements a page costs once everything is warm: data, keys."""
    page(client, user, name, *args)
    with CaptureQueriesContext(connection) as data, CaptureQueriesContext(connections["keys"]) as keys:
        client.get(reverse(f"placements:{name}", args=args))
    return len(data), len(keys)


def another_journey(cast: Cast, house: Any) -> None:
    person = somebody(cast)
    offer = asked(cast, person, house)
    accept_offer(offer, by=cast.nora, at=at(1))
    confirm_offer(offer, by=cast.nora, at=at(2))
    agree(person, cast, "place", offer.pk)
    keep_place(offer, by=cast.nora, at=at(3))
    plan_transfer(offer, plan=plan(), by=cast.nora, at=at(4))


def test_an_alarm_is_taken_and_cleared_in_two_clicks(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    travelling(cast, person)
    watch_arrivals(at(58))
    alarm = Alarm.objects.get()

    with time_machine.travel(at(58.1), tick=False):
        send(client, cast.judith, "alarm_take", alarm.pk)
        shown = page(client, cast.judith, "alarm", alarm.pk)
        assert "Judith L." in shown
        empty = send(client, cast.judith, "alarm_clear", alarm.pk, reason="")
        assert empty.status_code == 422
        send(client, cast.judith, "alarm_clear", alarm.pk, reason="elle a rappelé")

    assert Alarm.objects.get().state == "cleared"


def test_a_leak_raises_an_alarm_at_once(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    arrived(cast, person)

    nothing = send(client, cast.nora, "alarm_raise", person.pk)
    assert not Alarm.objects.exists()
    send(client, cast.nora, "alarm_raise", person.pk, **{"leak-note": "une photo du quartier en ligne"})

    assert nothing.status_code == 302
    assert Alarm.objects.get().state == "open"
    assert "photo du quartier" in page(client, cast.nora, "alarm", Alarm.objects.get().pk)


def test_an_arrival_told_by_telephone_lists_what_misses(cast: Cast, client: Client) -> None:
    person = somebody(cast)

    send(client, cast.nora, "arrival_record", person.pk, **{
        "arrival-where": f"{cast.s058.pk}:{place_of(cast.s058)}", "arrival-by_phone_who": "Karim S.",
        "arrival-by_phone_when": moment(at(-2)),
    })  # fmt: skip

    stay = Stay.objects.get()
    shown = page(client, cast.nora, "stay", person.pk)
    assert "pré-accueil" in shown
    assert "S058" not in shown
    send(client, cast.nora, "stay_owed", stay.pk, **{"enter-code": "interview", "enter-version": stay.version})
    assert "interview" not in owed(person.pk)


def test_where_she_lives_opens_for_a_purpose_and_not_for_everybody(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    stay = arrived(cast, person)

    for user in (cast.nora, cast.judith):
        assert "S058" not in page(client, user, "stay", person.pk)
        assert "S058" in send(client, user, "stay_place", stay.pk, purpose="safety").content.decode()
    for user in (cast.marc, cast.head):
        assert "S058" not in page(client, user, "stay", person.pk)
        assert send(client, user, "stay_place", stay.pk, purpose="safety").status_code == 403


def test_a_relay_apartment_by_day_needs_the_duty(cast: Cast, client: Client) -> None:
    person = somebody(cast, zone="FR-30")
    data = {"relay-where": f"{cast.relay.pk}:{place_of(cast.relay)}", "relay-reason": "menacée cette nuit"}

    refused = send(client, cast.nora, "relay_begin", person.pk, **data)
    assert "astreinte" in refused.content.decode()
    assert "menacée cette nuit" in refused.content.decode()
    send(client, cast.judith, "relay_begin", person.pk, **data)

    stay = Stay.objects.get()
    send(client, cast.judith, "stay_check_in", stay.pk, **{"check-version": stay.version})
    assert "à relire" in page(client, cast.head, "stay", person.pk).lower()


def test_a_stay_is_extended_moved_and_ended(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    stay = arrived(cast, person)

    send(
        client,
        cast.nora,
        "stay_extend",
        stay.pk,
        **{"extend-planned_end": "2026-09-01", "extend-version": stay.version},
    )
    send(client, cast.nora, "stay_move", stay.pk, **{"move-reason": "trop loin de l’école"})
    assert "trop loin" in page(client, cast.nora, "stay", person.pk)
    with time_machine.travel(at(500), tick=False):
        answer = send(client, cast.nora, "stay_end", stay.pk, **{"finish-reason": ""})
        assert answer.status_code == 422
        send(client, cast.nora, "stay_end", stay.pk, **{"finish-reason": "private_housing"})

    assert Stay.objects.get().state == "ended"


# The house


def test_the_house_reads_what_it_is_asked_and_nobody_else_does(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    offer = asked(cast, person)

    home = page(client, cast.claire, "shelter_home")
    shown = page(client, cast.claire, "shelter_offer", offer.pk)

    assert "Une demande attend votre réponse" in home
    assert "Une personne adulte et un enfant" in shown
    assert "pidgin" in shown
    for text in (home, shown):
        for hidden in (NAME, person.reference, person.pseudonym, "Nice", "FR-06", "Nigeria", "élevé", "filet"):
            assert hidden not in text
    assert "répondre avant le" in shown.lower()
    with time_machine.travel(at(500), tick=False):
        late = page(client, cast.claire, "shelter_offer", offer.pk)
    assert "Elle compte encore." in late and "répondre avant le" not in late.lower()
    page(client, cast.other_manager, "shelter_offer", offer.pk, status=404)
    page(client, cast.karim, "shelter_offer", offer.pk, status=404)
    page(client, cast.anne, "shelter_home", status=404)
    assert "attend votre réponse" not in page(client, cast.other_manager, "shelter_home")


def test_the_house_says_in_one_press_that_nothing_has_changed(cast: Cast, client: Client) -> None:
    place = cast.s058.read_profile().places[0]
    assert "Toujours libre aujourd’hui" in page(client, cast.karim, "shelter_home")

    assert send(client, cast.other_manager, "shelter_places", cast.s058.pk, place=place.id).status_code == 404
    with time_machine.travel(AT, tick=False):
        send(client, cast.karim, "shelter_places", cast.s058.pk, place=place.id)
        home = page(client, cast.karim, "shelter_home")

    cast.s058.refresh_from_db()
    assert cast.s058.read_profile().places[0].confirmed_by == "Karim S."
    assert "S058" in home
    assert "Toujours libre aujourd’hui" not in home


def test_the_house_says_yes_asks_and_confirms(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    offer = asked(cast, person)

    send(
        client, cast.claire, "shelter_ask", offer.pk, **{"ask-text": "Un lit d’enfant ?", "ask-version": offer.version}
    )
    offer.refresh_from_db()
    send(client, cast.claire, "shelter_accept", offer.pk, version=offer.version)
    offer = Offer.objects.get()
    assert offer.state == "accepted"
    assert "confirmons" not in page(client, cast.claire, "shelter_offer", offer.pk)
    interview_planned(cast, offer)
    with time_machine.travel(at(25), tick=False):
        assert "confirmons" in page(client, cast.claire, "shelter_offer", offer.pk)
        send(client, cast.claire, "shelter_confirm", offer.pk, version=Offer.objects.get().version)

    assert Offer.objects.get().state == "confirmed"


def test_the_house_says_no_and_why(cast: Cast, client: Client) -> None:
    offer = asked(cast, somebody(cast))

    empty = send(client, cast.claire, "shelter_refuse", offer.pk, **{"no-said": "on refait le toit"})
    assert "on refait le toit" in empty.content.decode()
    send(client, cast.claire, "shelter_refuse", offer.pk, **{"no-reason": "not_ready", "no-next_step": "en mai"})

    assert Offer.objects.get().state == "refused"
    assert "n’est plus en cours" in page(client, cast.claire, "shelter_offer", offer.pk)


def test_messages_open_by_post_for_the_house_and_not_for_its_neighbour(cast: Cast, client: Client) -> None:
    offer = asked(cast, somebody(cast))
    ask_back(offer, text="Un lit d’enfant ?", by=cast.claire, at=AT)

    assert "Un lit" not in page(client, cast.claire, "shelter_offer", offer.pk)
    opened = send(client, cast.claire, "shelter_messages", offer.pk, purpose="other")
    stranger = send(client, cast.other_manager, "shelter_messages", offer.pk, purpose="other")

    assert "Un lit d’enfant" in opened.content.decode()
    assert stranger.status_code == 404


def test_the_house_opens_the_link_of_its_own_interview(cast: Cast, client: Client) -> None:
    offer = accepted(cast, somebody(cast))
    interview_planned(cast, offer)

    assert "secret-42" not in page(client, cast.claire, "shelter_offer", offer.pk)
    opened = send(client, cast.claire, "shelter_link", offer.pk, purpose="prepare_interview")
    stranger = send(client, cast.other_manager, "shelter_link", offer.pk, purpose="prepare_interview")

    assert "secret-42" in opened.content.decode()
    assert stranger.status_code == 404


def test_the_house_confirms_an_arrival_in_two_taps(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person)

    with time_machine.travel(at(57.2), tick=False):
        assert "est-elle là" in page(client, cast.karim, "shelter_home")
        shown = page(client, cast.karim, "arrival", transfer.pk)
        for hidden in ("Nice", "mimosa", person.reference, NAME):
            assert hidden not in shown
        told = send(client, cast.karim, "arrival_handover", transfer.pk).content.decode()
        assert "mimosa" in told
        assert "Nice" not in told
        page(client, cast.other_manager, "arrival", transfer.pk, status=404)
        send(client, cast.karim, "arrival_confirm", transfer.pk, version=transfer.version)
        again = send(client, cast.karim, "arrival_confirm", transfer.pk, version=transfer.version)

    assert again.status_code == 404
    assert Stay.objects.filter(state="present").count() == 1


def test_residents_by_a_reference_of_the_house(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    stay = arrived(cast, person)

    listed = page(client, cast.karim, "residents")
    shown = page(client, cast.karim, "resident", stay.pk)

    for text in (listed, shown):
        assert stay.unseal("terms")["reference"] in text
        assert person.reference not in text
        assert NAME not in text
    page(client, cast.other_manager, "resident", stay.pk, status=404)
    send(client, cast.karim, "resident_extend", stay.pk, **{"extend-planned_end": "2026-08-01"})
    with time_machine.travel(at(500), tick=False):
        send(client, cast.claire, "resident_end", stay.pk, **{"finish-reason": "social_housing"})
    assert Stay.objects.get().state == "ended"


@pytest.mark.parametrize("name", ["residents", "shelter_home"])
def test_three_residents_cost_no_more_queries_than_one(cast: Cast, client: Client, name: str) -> None:
    first, *others = three_places(cast)
    record_arrival(somebody(cast), shelter_id=cast.s058.pk, place_id=first, by=cast.nora, at=AT)
    alone = statements(client, cast.karim, name)
    for place in others:
        record_arrival(somebody(cast), shelter_id=cast.s058.pk, place_id=place, by=cast.nora, at=AT)

    assert statements(client, cast.karim, name) == alone
    assert page(client, cast.karim, name).count("Une personne adulte et un enfant") == 3


def three_places(cast: Cast) -> list[uuid.UUID]:
    house = Shelter.objects.get(pk=cast.s058.pk)
    profile = from_json(ShelterProfile, house.unseal("profile"))
    profile.places += [Place(id=str(uuid.uuid4()), label=str(number), size=2) for number in (2, 3)]
    change_profile(house, profile=profile, by=None, at=AT)
    return [uuid.UUID(place.id) for place in profile.places]


# The escort


def test_the_escort_sees_the_journey_on_its_days_only(cast: Cast, client: Client) -> None:
    person = somebody(cast)
    transfer = travelling(cast, person, escort=cast.escort)

    for moment_of_reading, seen in ((at(20), False), (at(47), True), (at(57) + timedelta(days=1), False)):
        with time_machine.travel(moment_of_reading, tick=False):
            home = page(client, cast.escort, "escort_home")
            assert ("étape suivante</button>" in home) is seen
            assert person.reference not in home
            sheet = send(client, cast.escort, "transfer_sheet", transfer.pk)
            assert sheet.status_code == (200 if seen else 404)
            if not seen:
                assert send(client, cast.escort, "transfer_postpone", transfer.pk, minutes=30).status_code == 404


def test_another_escort_finds_nothing(cast: Cast, client: Client) -> None:
    transfer = travelling(cast, somebody(cast), escort=cast.escort)
    other = account("Zoé Q.", "escort")

    with time_machine.travel(at(48), tick=False):
        assert "Aucun voyage" in page(client, other, "escort_home")
        assert send(client, other, "transfer_sheet", transfer.pk).status_code == 404
        assert send(client, other, "transfer_depart", transfer.pk).status_code == 404


def test_the_escort_leaves_and_is_late_by_one_tap_each(cast: Cast, client: Client) -> None:
    transfer = travelling(cast, somebody(cast), escort=cast.escort)

    with time_machine.travel(at(48), tick=False):
        send(client, cast.escort, "transfer_depart", transfer.pk, version=transfer.version)
        row = Transfer.objects.get()
        send(client, cast.escort, "transfer_postpone", transfer.pk, minutes=60, version=row.version)
        twice = send(client, cast.escort, "transfer_postpone", transfer.pk, minutes=60, version=row.version)
        nonsense = send(client, cast.escort, "transfer_postpone", transfer.pk, minutes="bientôt")

    row = Transfer.objects.get()
    assert (row.state, row.unseal("times")["expected_at"]) == ("under_way", at(58).isoformat())
    assert (twice.status_code, nonsense.status_code) == (422, 422)
    assert "L’heure prévue vient de changer" in twice.content.decode()
    assert 'value="bientôt"' in nonsense.content.decode()


@pytest.mark.parametrize("who", ["escort", "karim", "nora"])
def test_any_number_of_minutes_or_an_exact_hour_by_whoever_may_postpone(cast: Cast, client: Client, who: str) -> None:
    transfer, user = travelling(cast, somebody(cast), escort=cast.escort), getattr(cast, who)
    path = reverse("placements:transfer_postpone", args=[transfer.pk])

    def later(**answers: object) -> tuple[int, str]:
        form = form_to(client.get(path).content.decode(), path)
        answer = client.post(path, form.filled(**answers))
        return answer.status_code, answer.content.decode()

    with time_machine.travel(at(50), tick=False):
        about = {"escort": [], "karim": [transfer.pk], "nora": [transfer.situation_id]}[who]
        assert path in page(client, user, HOME[who], *about)
        assert later(minutes="25")[0] == 302
        assert Transfer.objects.get().unseal("times")["expected_at"] == (at(57) + timedelta(minutes=25)).isoformat()
        assert later(until="2026-03-19T20:40")[0] == 302
        assert (
            Transfer.objects.get().unseal("times")["expected_at"]
            == datetime(2026, 3, 19, 19, 40, tzinfo=UTC).isoformat()
        )

        for answers, said in (
            ({"until": "2026-03-19T20:40"}, "pas plus tard"),
            ({"until": "2026-04-19T20:40"}, "plus d’une semaine"),
            ({"minutes": "0"}, "C’est trop peu"),
            ({"minutes": "20", "until": "2026-03-19T22:00"}, "l’un des deux"),
            ({}, "l’un des deux"),
        ):
            status, shown = later(**answers)
            assert (status, said in shown.replace("\u00a0", " ")) == (422, True), answers
            assert all(f'value="{typed}"' in shown for typed in answers.values())
        assert Transfer.objects.get().version == transfer.version + 2


def test_every_page_of_an_unknown_row_is_not_found(cast: Cast, client: Client) -> None:
    nothing = uuid.uuid4()
    for name in ("offers", "interview", "transfer", "stay", "offer", "alarm"):
        page(client, cast.nora, name, nothing, status=404)
    for name in ("shelter_offer", "resident", "arrival"):
        page(client, cast.claire, name, nothing, status=404)


def test_a_relay_stay_shows_the_next_word_due(cast: Cast, client: Client) -> None:
    person = somebody(cast, zone="FR-59")
    begin_relay_stay(person, shelter_id=cast.relay.pk, place_id=place_of(cast.relay), by=cast.nora, at=AT)

    assert "appartement relais" in page(client, cast.nora, "stay", person.pk)


@pytest.mark.parametrize("name", ["offers", "interview", "transfer", "stay"])
def test_empty_states_say_what_comes_next(cast: Cast, client: Client, name: str) -> None:
    person: Person = somebody(cast)

    assert "<h1" in page(client, cast.nora, name, person.pk)


def test_a_confirmed_offer_waits_for_her(cast: Cast, client: Client) -> None:
    offer = confirmed(cast, somebody(cast))

    assert "La place est la sienne" in page(client, cast.nora, "offer", offer.pk)
