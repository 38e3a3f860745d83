from __future__ import annotations

from django.urls import URLPattern, path

from havre.evaluation import views

app_name = "evaluation"
urlpatterns: list[URLPattern] = [
    path("", views.latest, name="latest"),
    path("<int:year>/", views.year, name="year"),
    path("<int:year>/<slug:name>.csv", views.table, name="table"),
]
