"""The one page of the barest Django."""

from django.contrib.auth import get_user_model
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

PAGE = "<!doctype html><html><title>Bare</title><ul>{% for one in people %}<li>{{ one }}</li>{% endfor %}</ul></html>"


def page(request: HttpRequest) -> HttpResponse:
    people = get_user_model().objects.order_by("pk")[:20]
    template = engines["django"].from_string(PAGE)
    return HttpResponse(template.render({"people": people, "user": request.user}))


urlpatterns = [path("", page)]
