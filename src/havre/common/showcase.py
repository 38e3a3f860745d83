"""Every part in every state, for the page that shows them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any, NamedTuple

from django.core.paginator import Paginator
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from havre.common import charts, parts, stale
from havre.common.forms import (
    ChoiceField,
    ChoicesField,
    DayField,
    LongTextField,
    MailField,
    MomentField,
    NumberField,
    PhoneField,
    PlainForm,
    SelectField,
    TextField,
    YesField,
)
from havre.common.shapes import SHAPES


class _Outline(NamedTuple):
    area: str
    name: str
    path: str
    label_x: float
    label_y: float


def _square(area: str, x: int, y: int) -> _Outline:
    return _Outline(area, area, f"M{x},{y}h120v100h-120z", x + 60, y + 50)


class Questions(PlainForm):
    """One question of each kind."""

    keeper = ChoiceField(
        lazy("Qui veille sur la personne jusqu’à son départ ?"),
        choices=[
            ("us", lazy("Notre service")),
            ("other", lazy("Un autre service")),
            ("nobody", lazy("Personne pour l’instant")),
        ],
        subs={
            "other": lazy("hôtel social, hôpital, famille d’accueil…"),
            "nobody": lazy("nous vous donnons les numéros qui répondent cette nuit"),
        },
        hint=lazy("Trouver une place prend quelques jours. D’ici là, elle reste protégée sur place."),
        reads=lazy("Lu par la coordination seulement"),
    )
    phone = PhoneField(
        lazy("À quel numéro joindre ce service ce soir ?"),
        reads=lazy("Scellé. Ouvert seulement pour appeler, chaque fois au registre"),
        required=True,
    )
    agreed = ChoiceField(
        lazy("Est-elle d’accord pour que vous nous parliez d’elle ?"),
        choices=[("yes", lazy("Oui")), ("later", lazy("Pas encore")), ("unknown", lazy("Je ne sais pas"))],
        row=True,
        hint=lazy("Son accord peut être repris à tout moment. Porter plainte n’est jamais une condition."),
        reads=lazy("Lu par la coordination et par elle"),
    )
    wish = LongTextField(
        lazy("Que souhaite-t-elle, dans ses mots ?"),
        optional=lazy("si vous le savez"),
        reads=lazy("Scellé. Des faits et ses mots, pas d’avis"),
    )
    leaves_on = DayField(
        lazy("Quel jour part-elle ?"),
        small=True,
        not_before=timezone.localdate,
        reads=lazy("Lu par la coordination et par le lieu d’accueil"),
    )
    called_at = MomentField(lazy("Quand a-t-il répondu ?"), small=True, not_after=timezone.now)
    children = NumberField(lazy("Combien d’enfants l’accompagnent ?"), small=True, max_value=15)
    languages = ChoicesField(
        lazy("Quelles langues parle-t-elle ?"),
        small=True,
        row=True,
        choices=[("en", lazy("anglais")), ("fr", lazy("français")), ("pcm", lazy("pidgin")), ("ro", lazy("roumain"))],
    )
    area = SelectField(
        lazy("Dans quel département est-elle ?"),
        small=True,
        choices=[("21", "Côte-d’Or"), ("29", "Finistère"), ("50", "Manche")],
        reads=lazy("Lu par la coordination seulement"),
    )
    name = TextField(lazy("Qui oriente ?"), small=True)
    mail = MailField(lazy("À quelle adresse vous écrire ?"), small=True)
    told = YesField(lazy("Elle est d’accord pour que nous le disions au lieu d’accueil"), small=True)


def _bad_answers() -> QueryDict:
    data = QueryDict(mutable=True)
    data.update(
        {
            "keeper": "other",
            "phone": "06 00 00 00 0",
            "wish": "« Être loin, et que mon fils aille à l’école. »",
            "leaves_on": (timezone.localdate() - timedelta(days=5)).isoformat(),
            "agreed": "yes",
            "area": "50",
        }
    )
    data.setlist("languages", ["en", "pcm"])
    return data


def _way() -> parts.Way:
    done = [_("Appel"), _("Orientation"), _("Évaluation"), _("Recherche")]
    to_come = [_("Entretien"), _("Voyage"), _("Accueil"), _("Suivi")]
    return parts.Way(
        [
            *(
                parts.Step(name, "done", when)
                for name, when in zip(done, ("12 mars", "12 mars", "13 mars", "14 mars"), strict=True)
            ),
            parts.Step(_("Proposition"), "now", _("depuis lundi")),
            *(parts.Step(name) for name in to_come),
        ]
    )


def _events() -> list[parts.Event]:
    now = timezone.localtime().replace(hour=10, minute=12, second=0, microsecond=0)
    opened, confirmed = now, now - timedelta(minutes=32)
    yesterday, before = now - timedelta(days=1, hours=2), now - timedelta(days=4)
    return [
        parts.Event(opened, _("« Joindre sans danger » ouvert"), _("par vous, pour préparer l’entretien"), "lock-open"),
        parts.Event(
            confirmed,
            _("Le service qui oriente confirme la garde jusqu’à vendredi"),
            _("par téléphone, inscrit par vous en son nom"),
            "phone",
            written_at=confirmed + timedelta(minutes=12),
        ),
        parts.Event(
            yesterday,
            _("Place demandée à un lieu d’accueil"),
            _("par vous, sous la référence 5YD-48"),
            "send",
            key=True,
        ),
        parts.Event(
            before, _("Risque fixé : élevé"), _("par Samuel P. ; la règle proposait moyen"), "shield-check", key=True
        ),
    ]


def _map() -> parts.Map:
    columns, rows = 5, 4
    outlines = [_square(f"A{x}{y}", 10 + x * 124, 10 + y * 104) for y in range(rows) for x in range(columns)]
    kinds: dict[str, parts.Kind] = {
        "A43": "danger", "A33": "near", "A42": "near", "A32": "near", "A00": "fit", "A01": "fit", "A30": "fit",
        "A13": "level-1", "A12": "level-2",
    }  # fmt: skip
    return parts.Map.of(
        outlines,
        "0 0 640 432",
        title=_("Carte d’exemple : un département à éviter, trois trop près, trois places qui conviennent."),
        kinds=kinds,
        ranks={"A00": 1, "A01": 2, "A30": 3},
        legend=[
            ("danger", _("à éviter (1)")),
            ("near", _("trop près (3)")),
            ("fit", _("place qui convient")),
            ("", _("assez loin")),
        ],
        key="carte",
    )  # fmt: skip


def _places() -> list[parts.Place]:
    return [
        parts.Place(
            1,
            "S058-1",
            _("Manche, à 666 km"),
            _("libre, confirmée hier"),
            _("studio pour deux, dès vendredi"),
            reasons=[
                parts.Reason("yes", _("pidgin parlé par l’équipe, sa première langue")),
                parts.Reason("yes", _("soutien psychologique et garde d’enfant")),
                parts.Reason("half", _("département ni souhaité ni écarté")),
                parts.Reason("no", _("pas de cours de français sur place")),
            ],
            cost=_("Si Alix prend cette place, Noa en garde quatre et Swann toujours aucune."),
        ),
        parts.Place(
            2,
            "S104-1",
            _("Meurthe-et-Moselle, à 448 km"),
            _("à appeler : confirmée il y a 21 jours"),
            fresh=False,
            reasons=[
                parts.Reason("yes", _("cours de français, garde d’enfant")),
                parts.Reason("no", _("objectif de l’année atteint")),
            ],
        ),
    ]


def _seals() -> list[parts.Seal]:
    locked = parts.Seal(
        key="identite",
        name=_("Identité"),
        about=_("Nom, date de naissance, papiers."),
        who=_("vous, l’astreinte, la juriste"),
        ask_url="?ouvrir=identite",
        open_url="?",
        close_url="?",
        purposes=[("call", _("Appeler le lieu")), ("travel", _("Préparer le voyage")), ("other", _("Autre motif"))],
    )
    asked = replace(locked, key="lieu", name=_("Lieu pressenti"), face="ask", who=_("vous, l’astreinte"))
    unsure = replace(asked, key="sante", name=_("Santé"), error=_("Choisissez un motif : il s’inscrit au registre."))
    opened = replace(locked, key="joindre", name=_("Joindre sans danger"))
    started = timezone.now() - timedelta(minutes=4)
    return [locked, asked, unsure, opened.opened(purpose=_("préparer l’entretien"), at=started)]


def _bars() -> charts.Bars:
    return charts.Bars(
        _("Qui oriente"),
        _("Classe"),
        [
            charts.Bar(_("Associations"), 43, 38),
            charts.Bar(_("Santé"), 17, None),
            charts.Bar(_("Police, justice, prison"), 12, 19),
            charts.Bar(_("Autres services"), None, 6),
        ],
        "2025",
        "2024",
    )


def _columns() -> charts.Columns:
    counts = [66, 68, None, 92, 82, 0, 41]
    years = [
        charts.YearCount(2019 + n, count, 66 if n == 0 else None, running=n == 6, current=n == 3)
        for n, count in enumerate(counts)
    ]
    return charts.Columns(_("Personnes accueillies, année après année"), years, "parts", _("Accueillies"))


def _dots() -> charts.Dots:
    rows = [("2025", 4, 6, 9), ("2024", 3, 7, 14), ("2023", None, 8, None), ("2022", None, None, None)]
    return charts.Dots(
        _("Jours jusqu’à une place"),
        _("Année"),
        _("Milieu (quarts)"),
        [
            charts.Dot(year, low, middle, high, "–" if middle is None else str(middle), year == "2025")
            for year, low, middle, high in rows
        ],
        target=7,
        target_words=_("Jours jusqu’à une place"),
        end=15,
    )


def _stale() -> stale.Stale:
    form = Questions(QueryDict("name=CHU, service social&children=1&languages=en&languages=fr"))
    current = {"name": "CHU, urgences", "children": 1, "languages": ["en", "ro"]}
    return stale.Stale(action="?", differences=stale.differences(form, current), kept=[("version", "4")], back="?")


def context(request: HttpRequest) -> dict[str, Any]:
    """All that the page of parts shows; nothing in it is about anybody."""
    heads = [
        parts.Column(_("Attend depuis"), sort="since"),
        parts.Column(_("Situation"), sort="name"),
        parts.Column(_("Étape")),
        parts.Column(_("Ce qui vient")),
        parts.Column(_("À qui")),
    ]
    bad = Questions(_bad_answers(), auto_id="again_%s")
    bad.is_valid()
    return {
        "shapes": [(name, word) for name, word in zip(SHAPES, _shape_words(), strict=True)],
        "days": [1, 2, 5, 9],
        "way": _way(),
        "events": _events(),
        "map": _map(),
        "places": _places(),
        "bars": _bars(),
        "columns_by_year": _columns(),
        "dots": _dots(),
        "excluded": [
            parts.Excluded("S002-1", "Bouches-du-Rhône", [_("dans une zone à éviter")]),
            parts.Excluded(
                "S031-1", "Isère", [_("trop près : 68,7 km, il en faut 200"), _("pas libre avant le 14 avril")]
            ),
        ],
        "seals": _seals(),
        "form": Questions(initial={"area": "29"}),
        "bad": bad,
        "columns": parts.columns(request, heads, default="since"),
        "page": Paginator(range(132), 20).page(2),
        "stale": _stale(),
        "kept_at": timezone.now(),
        "alarm": parts.Alarm(
            _("arrivée non confirmée depuis 1 h 04. Sacha B8R-42, attendue à 9 h 10."),
            _("Judith L. est prévenue. Sans réponse, l’alarme monte à Marc T. à 10 h 25."),
            url="?",
            action_url="?",
        ),
        "facts": [
            (_("Appeler"), _("06 00 00 00 00, de 9 h à 11 h")),
            (_("Mot convenu"), _("« La pharmacie rappelle »")),
        ],
    }


def _shape_words() -> list[str]:
    return [
        _("Reçue"), _("Évaluation"), _("Recherche"), _("Proposition"), _("Entretien"), _("En route"), _("Accueillie"),
        _("En pause"), _("Non retenue"), _("Close"), _("À confirmer"), _("En retard"), _("Alarme"), _("Libre"),
    ]  # fmt: skip
