"""The questions of an assessment, part by part. None is about complaint or cooperation (law 1, R6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from havre.assessments.content import Actor, Danger, Decision, Trafficking, Zone
from havre.assessments.models import RiskLevel
from havre.assessments.zones import DEFAULT_RADIUS_KM, LARGEST_RADIUS_KM, read_spots, spot_words
from havre.common.forms import ChoiceField, ChoicesField, LongTextField, NumberField, PlainForm, SelectField, TextField
from havre.countries.fr.danger import JUSTICE_FACTS, THREATENED, THREATENING, THREATS
from havre.countries.fr.network import NOT_ADMITTED
from havre.countries.fr.people import LANGUAGES
from havre.countries.fr.policy import LIKELIHOOD, MIN_KM, SEVERITY
from havre.countries.fr.trafficking import CONTROL, DECISION_MAKERS, EXPLOITATION, RECRUITMENT, TRAFFICKING_STATUS
from havre.people.questions import COORDINATION_READS, choices_of

FEWEST_ZONES, FEWEST_ACTORS, MOST_ROWS = 3, 1, 20


class Versioned(PlainForm):
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class TraffickingForm(Versioned):
    exploitation = ChoicesField(
        _("Qu’a-t-elle subi ?"), choices=choices_of(EXPLOITATION), row=True, reads=COORDINATION_READS
    )
    means = ChoicesField(
        _("Par quels moyens la tenait-on ?"), choices=choices_of(CONTROL), row=True, reads=COORDINATION_READS
    )
    recruitment = ChoicesField(
        _("Comment a-t-elle été approchée ?"), choices=choices_of(RECRUITMENT), row=True, reads=COORDINATION_READS
    )
    status = ChoiceField(
        _("Que concluez-vous ?"),
        choices=choices_of(TRAFFICKING_STATUS),
        hint=_("C’est un repérage. La reconnaissance officielle appartient à d’autres."),
        reads=COORDINATION_READS,
    )
    body = SelectField(_("Qui conclut ?"), choices=choices_of(DECISION_MAKERS), small=True, reads=COORDINATION_READS)
    reasons = LongTextField(
        _("Pour quelles raisons ?"),
        hint=_("Des faits, en peu de mots : ce qu’elle a dit, ce qui a été vu. Ni nom, ni adresse."),
        reads=COORDINATION_READS,
        max_length=2000,
    )

    @staticmethod
    def answers(content: Trafficking) -> dict[str, Any]:
        decided = content.decided
        return {
            "exploitation": content.exploitation,
            "means": content.means,
            "recruitment": content.recruitment,
            "status": decided.status if decided else "",
            "body": decided.body if decided else "NGO",
            "reasons": decided.reasons if decided else "",
        }


class OpinionForm(Versioned):
    status = ChoiceField(
        _("Quel est votre avis ?"), choices=choices_of(TRAFFICKING_STATUS), required=True, reads=COORDINATION_READS
    )
    reasons = LongTextField(
        _("Pour quelles raisons ?"), max_length=2000, hint=_("Des faits, en peu de mots."), reads=COORDINATION_READS
    )


class SignForm(Versioned):
    sign = LongTextField(
        _("Qu’avez-vous remarqué ?"),
        hint=_("Un fait, pas un soupçon. Il ne décide de rien. Laissez vide pour retirer la note."),
        reads=_("Scellé : lu par qui suit la situation et par l’astreinte, à chaque fois inscrit au registre"),
        max_length=1000,
    )


class DangerForm(Versioned):
    """Zones and actors are numbered rows: as many as there are, and a few empty ones.

    The page sends back how many it showed, as ``zones`` and ``actors``.
    """

    severity = ChoiceField(
        _("Si le danger se réalise, quelle gravité ?"), choices=choices_of(SEVERITY), row=True, reads=COORDINATION_READS
    )
    likelihood = ChoiceField(
        _("Quelle probabilité, là où elle est ?"), choices=choices_of(LIKELIHOOD), row=True, reads=COORDINATION_READS
    )

    def __init__(self, *args: Any, zones: int = FEWEST_ZONES, actors: int = FEWEST_ACTORS, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone_count = self._count("zones", zones)
        self.actor_count = self._count("actors", actors)
        for n in range(self.zone_count):
            self._add_zone(n)
        for n in range(self.actor_count):
            self._add_actor(n)

    def _count(self, name: str, least: int) -> int:
        sent = str(self.data.get(name, "")) if self.is_bound else ""
        asked = int(sent) if sent.isascii() and sent.isdecimal() and len(sent) < 4 else 0
        return min(MOST_ROWS, max(least, asked))

    def _add_zone(self, n: int) -> None:
        self.fields[f"zone_{n}_where"] = TextField(
            _("Où ?"), small=True,
            hint="" if n else _("Des départements (06, 83), une commune, un code postal, ou un point."),
        )  # fmt: skip
        self.fields[f"zone_{n}_radius"] = NumberField(
            _("Combien de kilomètres autour ?"), small=True, max_value=LARGEST_RADIUS_KM,
            hint="" if n else _("Pour une commune ou un point. Vide : 30 km."),
        )  # fmt: skip
        self.fields[f"zone_{n}_why"] = TextField(_("Pourquoi ?"), small=True, reads=COORDINATION_READS)

    def _add_actor(self, n: int) -> None:
        self.fields[f"actor_{n}_role"] = SelectField(
            _("Qui menace ?"), choices=choices_of(THREATENING), small=True, empty=_("Personne de plus"),
            hint=_("Un rôle, jamais un nom."),
        )  # fmt: skip
        self.fields[f"actor_{n}_targets"] = ChoicesField(
            _("Qui est menacé ?"), choices=choices_of(THREATENED), row=True, small=True
        )
        self.fields[f"actor_{n}_threats"] = ChoicesField(
            _("Ce qu’il faut savoir"), choices=choices_of(THREATS), row=True, small=True, reads=COORDINATION_READS
        )

    @property
    def zone_rows(self) -> Iterator[list[Any]]:
        for n in range(self.zone_count):
            yield [self[f"zone_{n}_{part}"] for part in ("where", "radius", "why")]

    @property
    def actor_rows(self) -> Iterator[list[Any]]:
        for n in range(self.actor_count):
            yield [self[f"actor_{n}_{part}"] for part in ("role", "targets", "threats")]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["all_zones"] = [zone for n in range(self.zone_count) for zone in self._zones(n, cleaned)]
        cleaned["all_actors"] = [
            Actor(role, cleaned.get(f"actor_{n}_targets", []), cleaned.get(f"actor_{n}_threats", []))
            for n in range(self.actor_count)
            if (role := self._role(n, cleaned))
        ]
        return cleaned

    def _zones(self, n: int, cleaned: dict[str, Any]) -> list[Zone]:
        where, why = cleaned.get(f"zone_{n}_where", ""), cleaned.get(f"zone_{n}_why", "")
        if not where:
            if why and f"zone_{n}_where" not in self.errors:
                self.add_error(f"zone_{n}_where", _("Dites où. Le reste est gardé."))
            return []
        try:
            spots = read_spots(where)
        except ValidationError as error:
            self.add_error(f"zone_{n}_where", error)
            return []
        radius = cleaned.get(f"zone_{n}_radius")
        radius = DEFAULT_RADIUS_KM if radius is None else radius
        return [Zone(spot.area, spot.town, spot.lat, spot.lon, 0 if spot.area else radius, why) for spot in spots]

    def _role(self, n: int, cleaned: dict[str, Any]) -> str:
        role: str = cleaned.get(f"actor_{n}_role", "")
        said = cleaned.get(f"actor_{n}_targets") or cleaned.get(f"actor_{n}_threats")
        if said and not role and f"actor_{n}_role" not in self.errors:
            self.add_error(f"actor_{n}_role", _("Dites qui, par un rôle. Le reste est gardé."))
        return role

    @staticmethod
    def answers(danger: Danger) -> dict[str, Any]:
        found: dict[str, Any] = {
            "severity": str(danger.severity or ""),
            "likelihood": str(danger.likelihood or ""),
        }
        for n, zone in enumerate(danger.zones):
            found |= {
                f"zone_{n}_where": spot_words(zone),
                f"zone_{n}_radius": None if zone.area else int(zone.radius_km),
                f"zone_{n}_why": zone.why,
            }
        for n, actor in enumerate(danger.actors):
            found |= {
                f"actor_{n}_role": actor.role,
                f"actor_{n}_targets": actor.targets,
                f"actor_{n}_threats": actor.threats,
            }
        return found


class FactForm(Versioned):
    """``agreed`` is asked only where her agreement is not in force yet."""

    kind = ChoiceField(_("Quel fait ?"), choices=choices_of(JUSTICE_FACTS), required=True, reads=COORDINATION_READS)
    text = TextField(
        _("En peu de mots"),
        hint=_(
            "Le fait et sa date, rien d’autre de la procédure. Il peut rapprocher d’une protection, jamais l’inverse."
        ),
        required=True,
        reads=COORDINATION_READS,
    )
    agreed_how = ChoiceField(
        _("Comment a-t-elle donné son accord pour cela ?"),
        choices=[("spoken", _("de vive voix")), ("written", _("par écrit"))],
        row=True,
        reads=COORDINATION_READS,
    )
    agreed_language = SelectField(_("Dans quelle langue ?"), choices=choices_of(LANGUAGES), small=True)

    def __init__(self, *args: Any, agreed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if agreed:
            del self.fields["agreed_how"], self.fields["agreed_language"]


def _level_subs() -> dict[str, Any]:
    return {
        level: ngettext("à %(km)s km au moins", "à %(km)s km au moins", figure.value) % {"km": figure.value}
        for level, figure in MIN_KM.items()
    }


class RiskForm(Versioned):
    level = ChoiceField(
        _("Quel niveau fixez-vous ?"),
        choices=RiskLevel.choices,
        row=True,
        required=True,
        reads=COORDINATION_READS,
    )
    reason = TextField(_("Pour quelle raison ?"), reads=COORDINATION_READS, hint=_("Un fait, même court."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].subs = _level_subs()  # type: ignore[attr-defined]


DECISIONS = [
    ("search", _("Chercher une place")),
    ("on_hold", _("Mettre en attente")),
    ("redirected", _("Réorienter")),
    ("not_eligible", _("Dire que c’est hors du cadre")),
    ("declined", _("Écrire qu’elle ne le souhaite pas")),
]


class DecisionForm(Versioned):
    decision = ChoiceField(
        _("Que décidez-vous ?"), choices=DECISIONS, required=True, reads=COORDINATION_READS,
        hint=_("Porter plainte n’est jamais une condition."),
    )  # fmt: skip
    reason = LongTextField(_("Pour quelle raison ?"), rows=2, max_length=2000, reads=COORDINATION_READS)
    code = SelectField(
        _("Raison pour les chiffres de l’année"), choices=choices_of(NOT_ADMITTED), small=True,
        optional=_("si elle n’est pas accueillie"),
    )  # fmt: skip
    instead = LongTextField(
        _("Qu’a-t-il été proposé à la place ?"), rows=2, max_length=2000, optional=_("si elle n’est pas accueillie"),
        reads=COORDINATION_READS,
    )  # fmt: skip

    @staticmethod
    def answers(decision: Decision) -> dict[str, Any]:
        return {
            "decision": decision.kind,
            "reason": decision.reason,
            "code": decision.code,
            "instead": decision.instead,
        }


class ReopenForm(Versioned):
    reason = TextField(_("Pourquoi la rouvrir ?"), reads=COORDINATION_READS)
