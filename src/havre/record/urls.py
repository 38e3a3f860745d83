from __future__ import annotations

from django.urls import URLPattern, path

from havre.record import views

app_name = "record"
urlpatterns: list[URLPattern] = [
    path("", views.entries, name="list"),
    path("verify/", views.verify, name="verify"),
]
