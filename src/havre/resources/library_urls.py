from __future__ import annotations

from django.urls import path

from havre.resources.views import documents, library, library_desk, library_more, searches, themes

app_name = "library"
_PAGE = "desk/<uuid:page_id>/"
urlpatterns = [
    path("", library.home, name="home"),
    path("new/", library_more.new, name="new"),
    path("new/letter/<uuid:letter_id>/", library_more.letter, name="letter"),
    path("theme/<slug:theme>/print/", themes.theme, name="theme"),
    path("theme/<slug:theme>/copy/", themes.copy, name="copy"),
    path("suggest/", library.suggest, name="suggest"),
    path("searches/", searches.listed, name="searches"),
    path("searches/new/", searches.new, name="new_search"),
    path("searches/<uuid:search_id>/", searches.one, name="search"),
    path("searches/<uuid:search_id>/open/", searches.opened, name="open_search"),
    path("searches/<uuid:search_id>/remove/", searches.remove, name="remove_search"),
    path("searches/<uuid:search_id>/bring-back/", searches.bring_back, name="bring_back_search"),
    path("documents/<uuid:document_id>/", library.document, name="document"),
    *(
        path(f"documents/<uuid:document_id>/{verb}/", documents.act, {"verb": verb}, name=f"{verb}_document")
        for verb in documents.VERBS
    ),
    path("desk/", library_desk.listed, name="desk"),
    path("desk/new/", library_desk.write, name="write"),
    path("desk/from/<uuid:request_id>/", library_desk.from_answer, name="from_answer"),
    path("desk/reviewed/<uuid:citation_id>/", library_desk.reviewed, name="reviewed"),
    path(_PAGE, library_desk.one, name="one"),
    *(
        path(f"{_PAGE}{verb.replace('_', '-')}/", library_desk.act, {"verb": verb}, name=verb)
        for verb in library_desk.VERBS
    ),
    path(f"{_PAGE}replace/", library_desk.replace, name="replace"),
    path(f"{_PAGE}documents/", documents.add, name="add_document"),
    path("<slug:language>/<slug:slug>/", library.page, name="page"),
    path("<slug:language>/<slug:slug>/print/", library.printed, name="printed"),
    path("<slug:language>/<slug:slug>/<int:number>/", library.edition, name="edition"),
]
