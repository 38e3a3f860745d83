"""Addresses. Each names a room; none carries more than a random id."""

from __future__ import annotations

from allauth.account.views import LogoutView
from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path

from havre.accounts.access import open_to_all, open_to_signed_in
from havre.common.views import seen
from havre.desk.views.alive import heartbeat
from havre.desk.views.gate import SignIn, demo_sign_in
from havre.desk.views.preferences import set_language

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", open_to_all(SignIn.as_view()), name="account_login"),
    path("sign-out/", open_to_signed_in(LogoutView.as_view()), name="account_logout"),
    path("heartbeat/", heartbeat, name="heartbeat"),
    path("language/", set_language, name="choose_language"),
    path("seen/", open_to_all(seen), name="seen"),
    path("situations/", include("havre.journey.urls")),
    path("calls/", include("havre.intake.urls")),
    path("advice/", include("havre.resources.urls")),
    path("library/", include("havre.resources.library_urls")),
    path("people/", include("havre.people.urls")),
    path("referrals/", include("havre.referrals.urls")),
    path("assessments/", include("havre.assessments.urls")),
    path("placements/", include("havre.placements.urls")),
    path("network/", include("havre.directory.urls")),
    path("life/", include("havre.network.urls")),
    path("surveys/", include("havre.surveys.urls")),
    path("training/", include("havre.training.urls")),
    path("numbers/", include("havre.evaluation.urls")),
    path("record/", include("havre.record.urls")),
    path("", include("havre.desk.urls")),
]
if settings.HAVRE_DEMO:
    urlpatterns.insert(0, path("sign-in/seat/", demo_sign_in, name="demo_sign_in"))

handler400 = "havre.desk.views.errors.bad_request"
handler403 = "havre.desk.views.errors.forbidden"
handler404 = "havre.desk.views.errors.not_found"
handler500 = "havre.desk.views.errors.failed"
