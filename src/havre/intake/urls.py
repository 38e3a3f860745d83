from __future__ import annotations

from django.urls import path

from havre.intake.views import calls, enquiries, notes

app_name = "intake"
_CALL = "<uuid:call_id>/"
urlpatterns = [
    path("", calls.listed, name="list"),
    path("new/", notes.new, name="new"),
    path("asked/", enquiries.new, name="asked"),
    path(_CALL, calls.call, name="call"),
    path(f"{_CALL}open/", calls.open_call, name="open"),
    path(f"{_CALL}missed/", calls.missed, name="missed"),
    path(f"{_CALL}note/", notes.note, name="note"),
    path(f"{_CALL}keep/", notes.keep, name="keep"),
    path(f"{_CALL}discard/", notes.discard, name="discard"),
    path(f"{_CALL}asked/", enquiries.enquiry, name="enquiry"),
]
