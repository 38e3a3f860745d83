from __future__ import annotations

from django.urls import path

from havre.resources.views import acts, asking, detail, guests, law, listing, telephone

app_name = "resources"
_ONE = "<uuid:request_id>/"
urlpatterns = [
    path("", listing.listed, name="list"),
    path("new/", telephone.new, name="new"),
    path(f"new/{_ONE}", telephone.note, name="note"),
    path("from-call/<uuid:call_id>/", telephone.keep_call, name="keep_call"),
    path("send-link/", telephone.send_link, name="send_link"),
    path("articles/", law.articles, name="articles"),
    path("articles/<uuid:article_id>/", law.article, name="article"),
    path("articles/<uuid:article_id>/verify/", law.verify, name="verify"),
    path("review/", law.review, name="review"),
    path("review/<uuid:citation_id>/", law.reviewed, name="reviewed"),
    path("mine/", asking.mine, name="mine"),
    path("ask/", asking.new, name="ask_new"),
    path(f"ask/{_ONE}", asking.ask, name="ask"),
    path(f"ask/{_ONE}keep/", asking.keep, name="keep"),
    path(f"ask/{_ONE}discard/", asking.discard, name="discard"),
    path(f"mine/{_ONE}", asking.one, name="own"),
    path(f"mine/{_ONE}write/", asking.write, name="write"),
    path(f"mine/{_ONE}helped/", asking.rate, name="helped"),
    path("link/<str:token>/", guests.link, name="link"),
    path("guest/", guests.guest, name="guest"),
    path(_ONE, detail.detail, name="detail"),
    path(f"{_ONE}open/", detail.open_contact, name="open"),
    path(f"{_ONE}take/", acts.take, name="take"),
    path(f"{_ONE}give-back/", acts.give_back, name="give_back"),
    path(f"{_ONE}assign/", acts.assign, name="assign"),
    path(f"{_ONE}note/", acts.note, name="add_note"),
    path(f"{_ONE}ask-back/", acts.ask_back, name="ask_back"),
    path(f"{_ONE}answer/", acts.answer, name="answer"),
    path(f"{_ONE}answer/keep/", acts.keep_answer, name="keep_answer"),
    path(f"{_ONE}title/", acts.title, name="title"),
    path(f"{_ONE}assess/", acts.assess, name="assess"),
    path(f"{_ONE}call-back/", acts.call_back, name="call_back"),
    path(f"{_ONE}merge/", acts.merge, name="merge"),
    path(f"{_ONE}separate/", acts.separate, name="separate"),
    path(f"{_ONE}expert/", acts.ask_expert, name="ask_expert"),
    path(f"{_ONE}alone/", acts.go_on_alone, name="go_on_alone"),
    path(f"{_ONE}link/", acts.read_link, name="read_link"),
    path(f"{_ONE}close/", acts.close, name="close"),
    path(f"{_ONE}reopen/", acts.reopen, name="reopen"),
    path(f"{_ONE}refer/", acts.refer, name="refer"),
]
