from __future__ import annotations

from havre.placements.views import alarms, escort, house_places, interviews, offers, search, shelter, stays, transfers

app_name = "placements"
urlpatterns = [
    *search.urlpatterns,
    *alarms.urlpatterns,
    *escort.urlpatterns,
    *interviews.urlpatterns,
    *offers.urlpatterns,
    *shelter.urlpatterns,
    *house_places.urlpatterns,
    *stays.urlpatterns,
    *transfers.urlpatterns,
]
