from __future__ import annotations

from itertools import chain

from django.urls import path

from havre.training.views import door, evaluation, importing, listing, objectives, own, public, report, sessions
from havre.training.views.seminars import calls, decisions, minutes, programme, settling, travel

app_name = "training"
_ONE = "<uuid:session_id>/"
_WHO = "registrations/<uuid:registration_id>/"
_OWN = "mine/<uuid:registration_id>/"
_SLOT = "slots/<uuid:slot_id>/"
_CALL = f"calls/{_ONE}"
_CLAIM = "claims/<uuid:claim_id>/"
_SEMINARS = [
    path(f"{_ONE}programme/", programme.programme, name="seminar_programme"),
    path(_SLOT, programme.change, name="slot"),
    path(f"{_SLOT}notes/", programme.notes, name="notes"),
    path(f"{_SLOT}move/<slug:way>/", programme.move, name="move_slot"),
    path(f"{_SLOT}remove/", programme.remove, name="remove_slot"),
    path(f"{_ONE}call/", calls.desk, name="seminar_call"),
    path(f"{_ONE}call/close/", calls.close, name="close_call"),
    path(f"{_ONE}place/<slug:kind>/<uuid:of_id>/", calls.place, name="place_topic"),
    path(_CALL, calls.call, name="call"),
    path(f"{_CALL}propose/", calls.propose_new, name="propose_new"),
    path(f"{_CALL}propose/<uuid:subject_id>/", calls.propose, name="propose"),
    path(f"{_CALL}support/<slug:kind>/<uuid:of_id>/", calls.support, name="support"),
    path(f"{_ONE}minutes/", minutes.minutes, name="minutes"),
    path(f"{_ONE}minutes/paper/", minutes.paper, name="minutes_paper"),
    path(f"{_ONE}minutes/publish/", minutes.publish, name="publish_minutes"),
    path(f"{_ONE}minutes/take-back/", minutes.take_back, name="take_back_minutes"),
    path(f"{_ONE}opinion/", minutes.ask_opinion, name="ask_opinion"),
    path("decisions/", decisions.follow_up, name="follow_up"),
    path("decisions/<uuid:decision_id>/", decisions.decision, name="decision"),
    path("decisions/<uuid:decision_id>/do/<slug:verb>/", decisions.end, name="end_decision"),
    path(f"{_ONE}decide/<uuid:decision_id>/", decisions.decide, name="decide"),
    path(f"{_ONE}travel/", settling.travel, name="travel"),
    path(f"{_CLAIM}open/", settling.claim_open, name="claim_open"),
    path(f"{_CLAIM}paper/", settling.claim_paper, name="claim_paper"),
    path(f"{_CLAIM}accept/", settling.claim_accept, name="claim_accept"),
    path(f"{_CLAIM}return/", settling.claim_return, name="claim_return"),
    path(f"{_CLAIM}pay/", settling.claim_pay, name="claim_pay"),
    path(f"{_OWN}notes/<uuid:slot_id>/", programme.own_notes, name="own_notes"),
    path("guest/notes/<uuid:slot_id>/", programme.guest_notes, name="guest_notes"),
    path(f"{_OWN}minutes/", minutes.own_minutes, name="own_minutes"),
    path("guest/minutes/", minutes.guest_minutes, name="guest_minutes"),
    *chain.from_iterable(door.urls() for door in travel.DOORS),
]
urlpatterns = [
    *_SEMINARS,
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
    path("arrival/<str:code>/", public.arrival, name="arrival"),
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
