from __future__ import annotations

from havre.placements.views import (
    alarms,
    escort,
    house_places,
    interviews,
    offers,
    on_the_way,
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
    *interviews.urlpatterns,
    *offers.urlpatterns,
    *rounds.urlpatterns,
    *on_the_way.urlpatterns,
    *residents.urlpatterns,
    *shelter.urlpatterns,
    *house_places.urlpatterns,
    *stays.urlpatterns,
    *transfers.urlpatterns,
    *travel_board.urlpatterns,
]
