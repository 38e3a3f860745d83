from __future__ import annotations

from django.conf import settings
from django.urls import URLPattern, path

from havre.accounts.access import open_to_all
from havre.common.views import components
from havre.desk.views import find, kept, preferences, recent, today, watch

app_name = "desk"
urlpatterns: list[URLPattern] = [
    path("", today.today, name="today"),
    path("changed/", today.changed, name="changed"),
    path("own/", today.choose, name="choose"),
    path("waiting/", today.waiting, name="waiting"),
    path("watch/", watch.watch, name="watch"),
    path("watch/sheet/", watch.sheet, name="watch_sheet"),
    path("handover/<slug:kind>/", watch.handover, name="handover"),
    path("find/", find.find, name="find"),
    path("kept/", kept.show, name="kept"),
    path("kept/forget/", kept.forget, name="forget"),
    path("drafts/", kept.own_drafts, name="drafts"),
    path("recent/", recent.recent, name="recent"),
    path("recent/undo/", recent.take_back, name="take_back"),
    path("theme/", preferences.set_theme, name="theme"),
]
if settings.HAVRE_DEMO:
    urlpatterns.append(path("components/", open_to_all(components), name="components"))
