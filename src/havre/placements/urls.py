from __future__ import annotations

from havre.placements.views import (
    alarms,
    escort,
    first_days,
    house_places,
    interviews,
    offers,
    on_the_way,
    referrer,
    residents,
    rounds,
    search,
    shelter,
    stays,
    transfers,
    travel_board,
)

app_name = "placements"
urlpatterns = [
    *search.urlpatterns,
    *alarms.urlpatterns,
    *escort.urlpatterns,
    *first_days.urlpatterns,
    *interviews.urlpatterns,
    *offers.urlpatterns,
    *rounds.urlpatterns,
    *on_the_way.urlpatterns,
    *referrer.urlpatterns,
    *residents.urlpatterns,
    *shelter.urlpatterns,
    *house_places.urlpatterns,
    *stays.urlpatterns,
    *transfers.urlpatterns,
    *travel_board.urlpatterns,
]
