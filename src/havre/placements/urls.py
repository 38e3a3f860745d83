from __future__ import annotations

from havre.placements.views import alarms, escort, interviews, offers, rounds, search, shelter, stays, transfers

app_name = "placements"
urlpatterns = [
    *search.urlpatterns,
    *alarms.urlpatterns,
    *escort.urlpatterns,
    *interviews.urlpatterns,
    *offers.urlpatterns,
    *rounds.urlpatterns,
    *shelter.urlpatterns,
    *stays.urlpatterns,
    *transfers.urlpatterns,
]
