from __future__ import annotations

from havre.placements.views import (
    alarms,
    escort,
    first_days,
    interviews,
    offers,
    referrer,
    search,
    shelter,
    stays,
    transfers,
)

app_name = "placements"
urlpatterns = [
    *search.urlpatterns,
    *alarms.urlpatterns,
    *escort.urlpatterns,
    *interviews.urlpatterns,
    *first_days.urlpatterns,
    *offers.urlpatterns,
    *referrer.urlpatterns,
    *shelter.urlpatterns,
    *stays.urlpatterns,
    *transfers.urlpatterns,
]
