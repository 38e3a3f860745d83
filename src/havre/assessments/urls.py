from __future__ import annotations

from django.urls import path

from havre.assessments.views import detail, parts, planted, safety

app_name = "assessments"
urlpatterns = [
    path("<uuid:person_id>/", detail.detail, name="detail"),
    path("<uuid:person_id>/facts/", parts.trafficking, name="trafficking"),
    path("<uuid:person_id>/opinion/", parts.opinion, name="opinion"),
    path("<uuid:person_id>/avoid/", parts.danger, name="danger"),
    path("<uuid:person_id>/copied/", parts.fact, name="fact"),
    path("<uuid:person_id>/level/", parts.risk, name="risk"),
    path("<uuid:person_id>/decision/", parts.decision, name="decide"),
    path("<uuid:person_id>/reopen/", parts.reopen, name="reopen"),
    path("<uuid:person_id>/asked/", safety.open_calls, name="asked_open"),
    path("<uuid:person_id>/note/", planted.open_note, name="planted_open"),
    path("<uuid:person_id>/note/change/", planted.change, name="planted"),
]
