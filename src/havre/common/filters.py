"""The filters of a list: what is chosen stands in the address, unless it tells too much; what is typed never does.

Typed words (a pseudonym, a name, a code), and whatever else a form names so, are posted and kept in the session, whose
payload is encrypted. The address names them by a key that opens nothing elsewhere, so that no history, log or forwarded
link tells whom somebody sought.
"""

from __future__ import annotations

import secrets

from django.http import HttpRequest, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect

from havre.common.forms import PlainForm

KEY = "mots"
SORT = "tri"
KEPT = "kept_filters"
MOST = 8
"""How many such searches a session keeps; the oldest goes first."""
LONGEST = 200
KEY_BYTES = 6


def asked(request: HttpRequest, kind: type[PlainForm]) -> QueryDict | None:
    """What a list is asked for, to fill ``kind`` with; ``None`` where nothing is.

    A kept filter that stands in the address counts for nothing, whoever wrote it there.
    """
    found = request.GET.copy()
    for name in kind.kept_names():
        found.pop(name, None)
    words = request.session.get(KEPT, {}).get(found.get(KEY), {})
    found.update({name: words[name] for name in kind.kept_names() if name in words})
    return found or None


def keep(request: HttpRequest, kind: type[PlainForm]) -> HttpResponseRedirect:
    """Take what was posted and lead to the list at an address without a kept filter; its order stays."""
    query = QueryDict(mutable=True)
    for name in kind.base_fields.keys() - kind.kept_names():
        if value := request.POST.get(name):
            query[name] = value
    if order := request.GET.get(SORT):
        query[SORT] = order
    words = {name: text for name in kind.kept_names() if (text := request.POST.get(name, "").strip()[:LONGEST])}
    if words:
        query[KEY] = _key_of(request, words)
    return redirect(f"{request.path}?{query.urlencode()}" if query else request.path)


def _key_of(request: HttpRequest, words: dict[str, str]) -> str:
    """The key of these words in this session, a new one where they were not sought yet."""
    kept: dict[str, dict[str, str]] = request.session.get(KEPT, {})
    key = next((key for key, known in kept.items() if known == words), None) or secrets.token_urlsafe(KEY_BYTES)
    latest = list(({**{k: v for k, v in kept.items() if k != key}, key: words}).items())[-MOST:]
    request.session[KEPT] = dict(latest)
    return key
