from __future__ import annotations

from django.urls import URLPattern, path

from havre.surveys.views import answering, builder, paper, results, sendings

app_name = "surveys"
urlpatterns: list[URLPattern] = [
    path("", builder.index, name="list"),
    path("new/", builder.start, name="start"),
    path("mine/", answering.mine, name="mine"),
    path("mine/<uuid:invitation_id>/", answering.answer_own, name="answer"),
    path("link/", answering.answer_by_link, name="answer_link"),
    path("link/thanks/", answering.thanks, name="thanks"),
    path("link/reminder/", answering.reminded, name="reminded"),
    path("link/<slug:link>/", answering.take_link, name="take_link"),
    path("sendings/<uuid:sending_id>/", sendings.detail, name="sending"),
    path("sendings/<uuid:sending_id>/open/", sendings.open_now, name="open_sending"),
    path("sendings/<uuid:sending_id>/close/", sendings.close, name="close_sending"),
    path("sendings/<uuid:sending_id>/prolong/", sendings.prolong, name="prolong"),
    path("sendings/<uuid:sending_id>/remind/", sendings.remind, name="remind"),
    path("sendings/<uuid:sending_id>/links/", sendings.links, name="links"),
    path("sendings/<uuid:sending_id>/paper/", paper.type_in, name="type_paper"),
    path("sendings/<uuid:sending_id>/results/", results.detail, name="results"),
    path("sendings/<uuid:sending_id>/texts/", results.texts, name="texts"),
    path("invitations/<uuid:invitation_id>/paper/", paper.type_named, name="type_named"),
    path("answers/<uuid:answer_id>/", results.one_answer, name="one_answer"),
    path("editions/<uuid:edition_id>/preview/", paper.preview, name="preview"),
    path("editions/<uuid:edition_id>/paper/", paper.sheet, name="paper"),
    path("<uuid:survey_id>/", builder.detail, name="detail"),
    path("<uuid:survey_id>/cover/", builder.cover, name="cover"),
    path("<uuid:survey_id>/sections/new/", builder.add_section, name="add_section"),
    path("<uuid:survey_id>/sections/<int:number>/", builder.section, name="section"),
    path("<uuid:survey_id>/sections/<int:number>/remove/", builder.remove_section, name="remove_section"),
    path("<uuid:survey_id>/sections/<int:number>/ask/<slug:kind>/", builder.add_question, name="add_question"),
    path("<uuid:survey_id>/questions/<slug:key>/", builder.question, name="question"),
    path("<uuid:survey_id>/questions/<slug:key>/<slug:verb>/", builder.gesture, name="gesture"),
    path("<uuid:survey_id>/publish/", builder.publish, name="publish"),
    path("<uuid:survey_id>/next/", builder.next_edition, name="next_edition"),
    path("<uuid:survey_id>/retire/", builder.retire, name="retire"),
    path("<uuid:survey_id>/reopen/", builder.reopen, name="reopen"),
    path("<uuid:survey_id>/send/", sendings.plan, name="plan"),
    path("<uuid:survey_id>/compare/", results.compare, name="compare"),
]
