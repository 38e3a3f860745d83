from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from havre.accounts.access import open_to_all
from havre.common.views import components
from havre.desk.views import (
    absence,
    downloads,
    find,
    help,
    kept,
    lacks,
    preferences,
    recent,
    since,
    today,
    watch,
)  # fmt: skip

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", today.today, name="today"),
    path("changed/", today.changed, name="changed"),
    path("own/", today.choose, name="choose"),
    path("waiting/", today.waiting, name="waiting"),
    path("lacks/", lacks.lacks, name="lacks"),
    path("watch/", watch.watch, name="watch"),
    path("watch/sheet/", watch.sheet, name="watch_sheet"),
    path("handover/<slug:kind>/", watch.handover, name="handover"),
    path("since/", since.since, name="since"),
    path("absence/", absence.absence, name="absence"),
    path("absence/<uuid:absence_id>/end/", absence.come_back, name="absence_end"),
    path("find/", find.find, name="find"),
    path("kept/", kept.show, name="kept"),
    path("kept/forget/", kept.forget, name="forget"),
    path("drafts/", kept.own_drafts, name="drafts"),
    path("recent/", recent.recent, name="recent"),
    path("recent/undo/", recent.take_back, name="take_back"),
    path("downloads/", downloads.listed, name="downloads"),
    path("downloads/<slug:table>/take/", downloads.take, name="download"),
    path("downloads/<slug:table>/ask/", downloads.ask, name="download_ask"),
    path("downloads/<uuid:export_id>/confirm/", downloads.confirm, name="download_confirm"),
    path("downloads/<uuid:export_id>/refuse/", downloads.refuse, name="download_refuse"),
    path("downloads/<uuid:export_id>/file/", downloads.take_confirmed, name="download_take"),
    path("help/", help.contents, name="help"),
    path("help/<slug:guide>/", help.guide, name="guide"),
    path("theme/", preferences.set_theme, name="theme"),
]
if settings.HAVRE_DEMO:
    urlpatterns.append(path("help/tour/step/", help.tour, name="tour"))
    urlpatterns.append(path("components/", open_to_all(components), name="components"))
