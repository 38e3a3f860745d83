from __future__ import annotations

from django.urls import path

from havre.people.views import agreements, apart, find, hands, papers, profile, sealed

app_name = "people"
urlpatterns = [
    path("find/", find.find, name="find"),
    path("papers/", papers.papers, name="papers"),
    path("papers/<slug:key>/<slug:language>/", papers.paper, name="paper"),
    path("agreements/<uuid:agreement_id>/withdraw/", agreements.withdraw, name="withdraw"),
    path("<uuid:person_id>/", profile.profile, name="profile"),
    path("news/<uuid:news_id>/read/", hands.news_read, name="news_read"),
    path("<uuid:person_id>/take-over/", hands.take_over, name="take_over"),
    path("<uuid:person_id>/hand-over/", hands.hand_over, name="hand_over"),
    path("<uuid:person_id>/apart/", apart.apart, name="apart"),
    path("<uuid:person_id>/apart/keep/", apart.keep, name="apart_keep"),
    path("<uuid:person_id>/apart/lift/", apart.let_meet, name="apart_lift"),
    path("<uuid:person_id>/readers/", profile.who_read, name="readers"),
    path("<uuid:person_id>/agreements/", agreements.agreements, name="agreements"),
    path("<uuid:person_id>/agreements/new/", agreements.agree, name="agree"),
    path("<uuid:person_id>/sealed/", sealed.sealed, name="sealed"),
    path("<uuid:person_id>/sealed/<slug:section>/", sealed.open_one, name="open"),
    path("<uuid:person_id>/sealed/<slug:section>/change/", sealed.change, name="change"),
]
