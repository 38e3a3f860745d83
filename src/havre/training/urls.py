from __future__ import annotations

from django.urls import path

from havre.training.views import door, evaluation, importing, listing, objectives, own, public, report, sessions

app_name = "training"
_ONE = "<uuid:session_id>/"
_WHO = "registrations/<uuid:registration_id>/"
urlpatterns = [
    path("", listing.listed, name="list"),
    path("new/", sessions.new, name="new"),
    path(f"new/{_ONE}", sessions.plan, name="plan"),
    path("programmes/", listing.programmes, name="programmes"),
    path("programmes/new/", listing.new_programme, name="new_programme"),
    path("programmes/<uuid:programme_id>/", listing.programme, name="programme"),
    path("programmes/<uuid:programme_id>/questionnaires/", evaluation.questionnaires, name="questionnaires"),
    path("results/", evaluation.results, name="results"),
    path("trainers/", listing.trainers, name="trainers"),
    path("report/", report.by_year, name="report"),
    path("report/pdf/", report.paper, name="report_paper"),
    path("calendar/", public.calendar, name="calendar"),
    path("calendar.ics", public.calendar_file, name="calendar_file"),
    path(f"calendar/{_ONE}", public.session, name="public"),
    path("link/<str:token>/", public.link, name="link"),
    path("guest/", public.guest, name="guest"),
    path("guest/sheet/", public.guest_sheet, name="guest_sheet"),
    path("guest/objectives/", objectives.guest, name="guest_objectives"),
    path("guest/certificate/", public.guest_certificate, name="guest_certificate"),
    path("check/", public.check_certificate, name="check"),
    path("mine/", own.mine, name="mine"),
    path("mine.ics", own.calendar, name="own_calendar"),
    path(f"join/{_ONE}", own.join, name="join"),
    path("mine/<uuid:registration_id>/", own.registration, name="own"),
    path("mine/<uuid:registration_id>/cancel/", own.cancel, name="own_cancel"),
    path("mine/<uuid:registration_id>/objectives/", objectives.mine, name="own_objectives"),
    path("mine/<uuid:registration_id>/sheet/", own.sheet, name="own_sheet"),
    path("mine/<uuid:registration_id>/certificate/", own.certificate, name="own_certificate"),
    path("today/", door.today, name="today"),
    path("seat/<str:code>/", door.seat, name="seat"),
    path(f"{_WHO}present/", door.present, name="present"),
    path(f"{_WHO}approve/", sessions.approve, name="approve"),
    path(f"{_WHO}cancel/", sessions.cancel, name="cancel"),
    path(f"{_WHO}reach/", sessions.reach, name="reach"),
    path(f"{_WHO}link/", sessions.renew_link, name="renew_link"),
    path(f"{_WHO}certificate/", sessions.certificate, name="certificate"),
    path(_ONE, sessions.detail, name="detail"),
    path(f"{_ONE}change/", sessions.change, name="change"),
    path(f"{_ONE}register/", sessions.register, name="register"),
    path(f"{_ONE}import/", importing.read, name="import"),
    path(f"{_ONE}teach/", sessions.teach, name="teach"),
    path("teaching/<uuid:teaching_id>/", sessions.teaching, name="teaching"),
    path(f"{_ONE}ask/", sessions.ask, name="ask"),
    path(f"{_ONE}objectives/", objectives.of_session, name="objectives"),
    path(f"{_ONE}attendance/", door.attendance, name="attendance"),
    path(f"{_ONE}sheet/", door.sheet, name="sheet"),
    path(f"{_ONE}typed/", door.type_sheet, name="type_sheet"),
    path(f"{_ONE}do/<slug:verb>/", sessions.act, name="act"),
]
