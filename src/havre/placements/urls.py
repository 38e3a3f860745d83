from __future__ import annotations

from havre.placements.views import alarms, escort, interviews, offers, shelter, stays, transfers

app_name = "placements"
urlpatterns = [
    *alarms.urlpatterns,
    *escort.urlpatterns,
    *interviews.urlpatterns,
    *offers.urlpatterns,
    *shelter.urlpatterns,
    *stays.urlpatterns,
    *transfers.urlpatterns,
]
