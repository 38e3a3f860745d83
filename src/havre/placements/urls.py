from __future__ import annotations

from havre.placements.views import search

app_name = "placements"
urlpatterns = [*search.urlpatterns]
