from __future__ import annotations

from django.urls import URLPattern, path

from havre.journey import views

app_name = "journey"
urlpatterns: list[URLPattern] = [
    path("", views.situations, name="list"),
    path("table/", views.table, name="table"),
    path("<uuid:person_id>/", views.detail, name="detail"),
    path("<uuid:person_id>/note/", views.note, name="note"),
    path("<uuid:person_id>/close/", views.close, name="close"),
    path("<uuid:person_id>/reopen/", views.reopen, name="reopen"),
]
