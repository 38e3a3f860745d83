"""Workload 17: fifty shelters' hands, one place."""

import threading
import uuid
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from bench.databases import database_workload
from bench.runner import Finding, Options, Race

AT = datetime(2026, 3, 17, 9, 0, tzinfo=UTC)
HANDS = 50


@database_workload(17, "the last place")
def last_place(options: Options) -> Iterator[Race | Finding]:
    from django.db import connections

    from havre.directory.operations import accounts
    from havre.directory.operations.shelters import add_shelter
    from havre.directory.profiles import Accepts, Contacts, Place, ShelterProfile
    from havre.people.operations import give_agreement, open_situation
    from havre.people.profiles import Member, Profile
    from havre.placements.models import Offer
    from havre.placements.operations.offers import accept_offer, make_offer
    from havre.record import audit
    from havre.record.operations import Refusal

    house = accounts.open_organisation(code="S001", kind="Shelter", by=None, at=AT)
    claire = accounts.open_account(mail="c@example.org", name="C", password="a" * 16, by=None, at=AT)
    accounts.grant_role(claire, role="shelter_manager", organisation=house, by=None, at=AT)
    nora = accounts.open_account(mail="n@example.org", name="N", password="a" * 16, by=None, at=AT)
    accounts.grant_role(nora, role="coordinator", by=None, at=AT)
    place = uuid.uuid4()
    profile = ShelterProfile(
        area="FR-50",
        accepts=Accepts(genders=["Feminine"], children=True, pregnant=True),
        places=[Place(id=str(place), label="1", size=2, free_from=date(2026, 3, 1), confirmed_on=date(2026, 3, 16))],
    )
    shelter = add_shelter(house, code="S001", profile=profile, contacts=Contacts(), address={}, by=None, at=AT)
    offers = []
    for _ in range(HANDS):
        person = open_situation(profile=Profile(household=[Member("Feminine", 24)]), by=None, at=AT)
        give_agreement(person, kind="join", how="spoken", by=None, at=AT)
        until = AT + timedelta(days=1)
        offers.append(make_offer(person, shelter_id=shelter.pk, place_id=place, answer_by=until, by=nora, at=AT).pk)
    won: list[uuid.UUID] = []
    refused: list[str] = []
    start = threading.Barrier(HANDS)

    def accept(pk: uuid.UUID) -> None:
        try:
            offer = Offer.objects.get(pk=pk)
            start.wait()
            accept_offer(offer, by=claire, at=AT)
            won.append(pk)
        except Refusal as refusal:
            refused.append(str(refusal))
        finally:
            connections.close_all()

    threads = [threading.Thread(target=accept, args=[pk]) for pk in offers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    clear = len(refused) == HANDS - 1 and all(refused)
    yield Finding(f"{HANDS} at once, acceptances", len(won), 1, len(won) == 1, note="exactly one wins")
    yield Finding(f"{HANDS} at once, refusals in words", len(refused), HANDS - 1, clear, note="none fails otherwise")
    held = Offer.objects.filter(state="accepted").count()
    yield Finding("offers accepted afterwards", held, 1, held == 1 and audit.verify().holds, note="the audit holds")
