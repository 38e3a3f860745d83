from __future__ import annotations

from django.urls import path

from havre.referrals.views import coordination, feedback, follow, guide, report

app_name = "referrals"
urlpatterns = [
    path("", follow.mine, name="mine"),
    path("guide/", guide.guide, name="guide"),
    path("guide/reports/", guide.never_write, name="never_write"),
    path("opinions/", feedback.opinions, name="opinions"),
    path("new/", report.new, name="new"),
    path("new/<uuid:draft_id>/<int:number>/", report.step, name="step"),
    path("new/<uuid:draft_id>/<int:number>/keep/", report.autosave, name="autosave"),
    path("new/<uuid:draft_id>/route/", report.route, name="route"),
    path("new/<uuid:draft_id>/check/", report.check, name="check"),
    path("new/<uuid:draft_id>/discard/", report.discard, name="discard"),
    path("call/<uuid:draft_id>/", report.call, name="call"),
    path("<uuid:referral_id>/", follow.follow, name="follow"),
    path("<uuid:referral_id>/receipt/", follow.receipt, name="receipt"),
    path("<uuid:referral_id>/messages/", follow.read_messages, name="messages"),
    path("<uuid:referral_id>/write/", follow.write, name="write"),
    path("<uuid:referral_id>/tonight/", follow.tonight, name="tonight"),
    path("<uuid:referral_id>/end/", follow.end, name="end"),
    path("<uuid:referral_id>/feedback/", feedback.feedback, name="feedback"),
    path("<uuid:referral_id>/feedback/skip/", feedback.skip, name="skip_feedback"),
    path("<uuid:referral_id>/feedback/read/", feedback.open_opinion, name="open_opinion"),
    path("<uuid:referral_id>/read/", coordination.read, name="read"),
    path("<uuid:referral_id>/read/messages/", coordination.read_messages, name="read_messages"),
    path("<uuid:referral_id>/read/<slug:section>/", coordination.open_one, name="open"),
    path("<uuid:referral_id>/take-up/", coordination.take_up, name="take_up"),
    path("<uuid:referral_id>/answer/", coordination.answer, name="answer"),
    path("<uuid:referral_id>/spoken/", coordination.spoken, name="spoken"),
    path("<uuid:referral_id>/hand-over/", coordination.hand_over, name="hand_over"),
    path("<uuid:referral_id>/hand-over/received/", coordination.received, name="received"),
    path("<uuid:referral_id>/hand-over/sheet/", coordination.sheet, name="sheet"),
    path("<uuid:referral_id>/reopen/", coordination.reopen, name="reopen"),
]
