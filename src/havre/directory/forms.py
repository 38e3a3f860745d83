"""What the pages of the directory ask."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib.auth.hashers import check_password
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.forms import HiddenInput, IntegerField, PasswordInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import Organisation, OrganisationKind, User
from havre.accounts.roles import ROLES
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
from havre.countries.fr.network import SERVICES
from havre.countries.fr.people import GENDERS, LANGUAGES
from havre.countries.fr.trafficking import EXPLOITATION
from havre.directory import wording
from havre.directory.models import ShelterKind
from havre.directory.profiles import (
    AVAILABLE,
    BLOCKED,
    OUT_OF_SERVICE,
    Accepts,
    Agreement,
    Contact,
    Contacts,
    PartnerCard,
    Place,
    ShelterProfile,
)
from havre.geo.departments import DEPARTMENTS, regions
from havre.record.operations import OnBehalf

READ_BY_COORDINATION = _("Lu par la coordination et par le lieu d’accueil")
OFTEN_SPOKEN = (
    "fr", "en", "pcm", "bin", "yo", "es", "pt", "ro", "bg", "sq", "ru", "uk", "ar", "ary", "zh", "it",
)  # fmt: skip


def _version() -> IntegerField:
    return IntegerField(required=False, widget=HiddenInput)


def areas() -> list[tuple[str, str]]:
    return [(department.area, f"{department.name} ({department.code})") for department in DEPARTMENTS]


class ByPhone(PlainForm):
    """What a coordinator types for a house that is on the telephone."""

    by_phone_who = TextField(_("Qui vous parle ?"), small=True, optional=_("au téléphone"), max_length=80)
    by_phone_when = MomentField(
        _("Quand était-ce ?"), small=True, optional=_("vide : maintenant"), not_after=timezone.now
    )

    def on_behalf(self) -> OnBehalf | None:
        """Who spoke; ``None`` where nobody was on the telephone."""
        who: str = self.cleaned_data.get("by_phone_who", "")
        return OnBehalf(who, self.cleaned_data.get("by_phone_when")) if who else None


class FilterForm(PlainForm):
    """The filters of the list. Whoever may not learn where a house stands chooses among the regions that are told."""

    code = TextField(_("Code"), small=True, max_length=12)
    kind = SelectField(
        _("Type"),
        small=True,
        empty=_("Tous"),
        choices=[*ShelterKind.choices, ("partner", _("autre partenaire"))],
    )
    region = SelectField(_("Région"), small=True, empty=_("Toutes"), choices=lambda: [(r, r) for r in regions()])
    accepts = SelectField(
        _("Accueille"),
        small=True,
        empty=_("Peu importe"),
        choices=lambda: [
            *GENDERS.choices(wording.language()),
            ("children", _("des enfants")),
            ("pregnant", _("une grossesse")),
            ("animals", _("des animaux")),
        ],
    )
    language = SelectField(
        _("Langue parlée"),
        small=True,
        empty=_("Peu importe"),
        choices=lambda: LANGUAGES.choices(wording.language()),
    )
    state = SelectField(
        _("Places"),
        small=True,
        empty=_("Toutes"),
        choices=[("free", _("une place libre")), ("call", _("à confirmer")), ("paused", _("en pause"))],
    )

    def __init__(self, *args: Any, locate: bool, told: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not locate:
            del self.fields["state"]
            self.fields["region"] = SelectField(
                _("Région"), small=True, empty=_("Toutes"), choices=[(r, r) for r in sorted(told)]
            )

    def asked(self) -> dict[str, Any]:
        """What is asked; an answer outside the lists asks nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class ProfileForm(PlainForm):
    """The working profile of a house. ``area`` is asked of those who keep the directory only."""

    version = _version()
    area = SelectField(
        _("Dans quel département ?"),
        choices=areas,
        reads=_("Scellé. Lu par la coordination et la chargée de projet"),
        required=True,
    )
    genders = ChoicesField(
        _("Qui accueillez-vous ?"), choices=lambda: GENDERS.choices(wording.language()), row=True, small=True
    )
    children = YesField(_("Des enfants avec leur parent"))
    pregnant = YesField(_("Une personne enceinte"))
    animals = YesField(_("Un animal"))
    languages = ChoicesField(
        _("Quelles langues parle l’équipe ?"),
        choices=lambda: [(code, LANGUAGES.label(code, wording.language())) for code in OFTEN_SPOKEN],
        row=True,
        small=True,
    )
    more_languages = ChoicesField(
        _("Et parmi celles-ci ?"),
        choices=lambda: [pair for pair in LANGUAGES.choices(wording.language()) if pair[0] not in OFTEN_SPOKEN],
        row=True,
        small=True,
    )
    services = ChoicesField(
        _("Qu’offrez-vous sur place ou tout près ?"),
        choices=lambda: SERVICES.choices(wording.language()),
        row=True,
        small=True,
    )
    expertise = ChoicesField(
        _("Quelles formes d’exploitation l’équipe connaît-elle bien ?"),
        choices=lambda: EXPLOITATION.choices(wording.language()),
        row=True,
        small=True,
    )
    night_staff = YesField(_("Quelqu’un veille sur place la nuit"))
    rules = LongTextField(
        _("Quelles règles faut-il connaître avant de venir ?"),
        small=True,
        hint=_("Visites, téléphone, horaires. Ni adresse, ni nom : la personne lit ceci avant de choisir."),
        max_length=2000,
    )

    def __init__(self, *args: Any, locate: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not locate:
            del self.fields["area"]

    @staticmethod
    def values(profile: ShelterProfile) -> dict[str, Any]:
        return {
            "area": profile.area,
            "genders": profile.accepts.genders,
            "children": profile.accepts.children,
            "pregnant": profile.accepts.pregnant,
            "animals": profile.accepts.animals,
            "languages": [code for code in profile.languages if code in OFTEN_SPOKEN],
            "more_languages": [code for code in profile.languages if code not in OFTEN_SPOKEN],
            "services": profile.services,
            "expertise": profile.expertise,
            "night_staff": profile.night_staff,
            "rules": profile.rules,
        }

    def profile(self, present: ShelterProfile) -> ShelterProfile:
        """What was answered, put into the profile as it stands."""
        said = self.cleaned_data
        return replace(
            present,
            area=said.get("area") or present.area,
            accepts=Accepts(said["genders"], said["children"], said["pregnant"], said["animals"]),
            languages=[*said["languages"], *said["more_languages"]],
            services=said["services"],
            expertise=said["expertise"],
            night_staff=said["night_staff"],
            rules=said["rules"],
        )


_CODE = re.compile(r"[A-Z]{1,4}[0-9]{0,5}")


def clean_code(typed: str) -> str:
    """A code without meaning outside: a few capitals, then figures."""
    code = re.sub(r"\s", "", typed).upper()
    if not _CODE.fullmatch(code):
        raise ValidationError(
            _("Un code a quelques lettres puis des chiffres, comme S119. Ce que vous avez tapé est gardé."),
            code="code",
        )
    return code


class NumbersForm(PlainForm):
    """Name and numbers of an organisation; sealed."""

    name = TextField(_("Comment s’appelle cette organisation ?"), reads=_("Scellé. Ouvert pour appeler, au registre"))
    phone = PhoneField(_("Son numéro de jour ?"), small=True)
    night_phone = PhoneField(_("Son numéro de nuit ?"), small=True, optional=_("s’il y en a un"))


class AddShelterForm(NumbersForm):
    """A new house: what is needed to write it down; its profile follows on the next page."""

    code = TextField(
        _("Quel code lui donnez-vous ?"),
        hint=_("Le code circule à la place du nom. Il ne rappelle ni la ville, ni l’association."),
        small=True,
        required=True,
        max_length=8,
    )
    kind = ChoiceField(
        _("Qu’est-ce que c’est ?"), choices=ShelterKind.choices, initial=ShelterKind.SHELTER, row=True, required=True
    )
    area = SelectField(
        _("Dans quel département ?"),
        choices=areas,
        required=True,
        reads=_("Scellé. Lu par la coordination et la chargée de projet"),
    )
    lines = LongTextField(
        _("Son adresse ?"),
        rows=2,
        small=True,
        max_length=400,
        reads=_("Scellé à part. Ouvert par l’astreinte et par ce lieu seulement"),
    )
    town = TextField(_("Sa commune ?"), small=True)
    field_order = ["code", "kind", "area", "name", "phone", "night_phone", "lines", "town"]

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])


class PartnerForm(PlainForm):
    """The card of a partner."""

    version = _version()
    area = SelectField(_("Dans quel département ?"), choices=areas, small=True)
    specialised = YesField(_("Spécialisé dans la traite"))
    note = LongTextField(
        _("Que faut-il savoir de ce partenaire ?"),
        small=True,
        hint=_("Ni nom de personne accueillie, ni adresse."),
        max_length=2000,
    )

    @staticmethod
    def values(card: PartnerCard) -> dict[str, Any]:
        return {"area": card.area, "specialised": card.specialised, "note": card.note}

    def card(self, present: PartnerCard) -> PartnerCard:
        said = self.cleaned_data
        return replace(present, area=said["area"], specialised=said["specialised"], note=said["note"])


class AddPartnerForm(NumbersForm):
    """A new partner: an organisation, its card, how to reach it."""

    code = TextField(
        _("Quel code lui donnez-vous ?"),
        hint=_("Le code circule à la place du nom."),
        small=True,
        required=True,
        max_length=12,
    )
    kind = SelectField(_("Qu’est-ce que c’est ?"), choices=OrganisationKind.choices, required=True, small=True)
    area = SelectField(_("Dans quel département ?"), choices=areas, small=True)
    specialised = YesField(_("Spécialisé dans la traite"))
    field_order = ["code", "kind", "area", "specialised", "name", "phone", "night_phone"]

    def clean_code(self) -> str:
        return clean_code(self.cleaned_data["code"])

    def card(self) -> PartnerCard:
        return PartnerCard(area=self.cleaned_data["area"], specialised=self.cleaned_data["specialised"])


def contacts_of(said: dict[str, Any]) -> Contacts:
    """The secret contacts from the answers of a form."""
    people = [
        Contact(*(said.get(f"person_{number}_{part}", "") for part in ("name", "role", "phone", "mail")))
        for number in range(1, ContactsForm.PEOPLE + 1)
    ]
    return Contacts(
        name=said["name"],
        phone=said["phone"],
        night_phone=said["night_phone"],
        people=[person for person in people if any((person.name, person.phone, person.mail))],
    )


class ContactsForm(NumbersForm):
    """All that is sealed about how to reach an organisation; sent whole, it replaces what was there."""

    PEOPLE = 3
    version = _version()
    person_1_name = TextField(_("Première personne à appeler"), small=True)
    person_1_role = TextField(_("Son rôle"), small=True)
    person_1_phone = PhoneField(_("Son numéro"), small=True)
    person_1_mail = MailField(_("Son adresse électronique"), small=True)
    person_2_name = TextField(_("Deuxième personne"), small=True)
    person_2_role = TextField(_("Son rôle"), small=True)
    person_2_phone = PhoneField(_("Son numéro"), small=True)
    person_2_mail = MailField(_("Son adresse électronique"), small=True)
    person_3_name = TextField(_("Troisième personne"), small=True)
    person_3_role = TextField(_("Son rôle"), small=True)
    person_3_phone = PhoneField(_("Son numéro"), small=True)
    person_3_mail = MailField(_("Son adresse électronique"), small=True)

    @classmethod
    def values(cls, contacts: Contacts) -> dict[str, Any]:
        found: dict[str, Any] = {
            "name": contacts.name,
            "phone": contacts.phone,
            "night_phone": contacts.night_phone,
        }
        for number, person in enumerate(contacts.people[: cls.PEOPLE], 1):
            for part in ("name", "role", "phone", "mail"):
                found[f"person_{number}_{part}"] = getattr(person, part)
        return found


class AddressForm(PlainForm):
    """Where the house stands; sent whole, it replaces what was there."""

    version = _version()
    lines = LongTextField(_("Son adresse ?"), rows=2, required=True, max_length=400)
    town = TextField(_("Sa commune ?"), small=True, required=True)
    access = LongTextField(
        _("Comment y vient-on ?"), small=True, hint=_("Gare, tram, digicode."), rows=2, max_length=400
    )


class AgreementForm(PlainForm):
    version = _version()
    since = DayField(_("Depuis quel jour la convention vaut-elle ?"), small=True)
    until = DayField(_("Jusqu’à quel jour ?"), small=True, optional=_("vide : sans terme"))
    yearly_target = NumberField(
        _("Combien de personnes par an ce partenaire pense-t-il accueillir ?"), small=True, max_value=50, required=True
    )

    @staticmethod
    def values(agreement: Agreement) -> dict[str, Any]:
        return {"since": agreement.since, "until": agreement.until, "yearly_target": agreement.yearly_target}

    def agreement(self) -> Agreement:
        said = self.cleaned_data
        return Agreement(since=said["since"], until=said["until"], yearly_target=said["yearly_target"])


class PauseForm(ByPhone):
    version = _version()
    since = DayField(_("À partir de quel jour ?"), small=True, required=True)
    until = DayField(_("Jusqu’à quel jour ?"), small=True, optional=_("vide : jusqu’à nouvel ordre"))
    reason = TextField(
        _("Pourquoi ?"), small=True, required=True, hint=_("Travaux, équipe au complet, congés."), max_length=120
    )
    field_order = ["since", "until", "reason", "by_phone_who", "by_phone_when"]


PLACE_KINDS = list(wording.PLACE_KINDS.items())


class PlaceForm(ByPhone):
    """What a place is."""

    version = _version()
    label = TextField(
        _("Comment l’appelez-vous ?"),
        small=True,
        hint=_("« 1 », « studio ». Ni rue, ni nom."),
        required=True,
        max_length=40,
    )
    kind = ChoiceField(_("C’est"), choices=PLACE_KINDS, row=True, small=True, required=True)
    size = NumberField(_("Pour combien de personnes ?"), small=True, min_value=1, max_value=12, required=True)
    accessible = YesField(_("Accessible en fauteuil roulant"))
    field_order = ["label", "kind", "size", "accessible", "by_phone_who", "by_phone_when"]

    @staticmethod
    def values(place: Place) -> dict[str, Any]:
        return {"label": place.label, "kind": place.kind, "size": place.size, "accessible": place.accessible}


class AddPlaceForm(PlaceForm):
    free_from = DayField(_("Libre à partir de quel jour ?"), small=True, optional=_("vide : pas encore"))
    field_order = ["label", "kind", "size", "accessible", "free_from", "by_phone_who", "by_phone_when"]


class StatusForm(ByPhone):
    """Block a place or reopen it."""

    version = _version()
    status = ChoiceField(
        _("Peut-on y accueillir quelqu’un ?"),
        choices=[
            (AVAILABLE, _("Oui")),
            (BLOCKED, _("Non, elle est bloquée")),
            (OUT_OF_SERVICE, _("Non, elle est hors service")),
        ],
        subs={
            BLOCKED: _("gardée pour quelqu’un d’autre, équipe trop chargée"),
            OUT_OF_SERVICE: _("travaux, sinistre"),
        },
        small=True,
        required=True,
    )
    reason = TextField(_("Pourquoi ?"), small=True, optional=_("si elle est fermée"), max_length=120)
    until = DayField(_("Jusqu’à quel jour ?"), small=True, optional=_("vide : jusqu’à nouvel ordre"))
    field_order = ["status", "reason", "until", "by_phone_who", "by_phone_when"]

    @staticmethod
    def values(place: Place) -> dict[str, Any]:
        return {"status": place.status, "reason": place.reason, "until": place.status_until}


class FreeForm(ByPhone):
    """What a house says of one place: free, or not, perhaps from a later day."""

    free_from = DayField(_("Libre à partir de quel jour ?"), small=True, optional=_("si vous le savez"))


class OpenAccountForm(PlainForm):
    """A new account, opened while its owner is on the telephone."""

    name = TextField(
        _("Comment ses collègues l’appellent-ils ?"),
        hint=_("Prénom et initiale : « Judith L. »."),
        required=True,
        max_length=60,
    )
    mail = MailField(
        _("Son adresse électronique ?"),
        required=True,
        reads=_("Scellée. Elle sert à se connecter, personne ne la relit"),
    )
    role = ChoiceField(
        _("Que fera-t-elle ou il dans Havre ?"),
        choices=[(key, role.name) for key, role in ROLES.items()],
        subs={key: role.sentence for key, role in ROLES.items()},
        required=True,
    )
    language = ChoiceField(_("Dans quelle langue ?"), choices=User.LANGUAGES, initial="fr", row=True, required=True)
    field_order = ["name", "mail", "role", "organisation", "language"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field()
        self.order_fields(self.field_order)

    def chosen_organisation(self) -> Organisation | None:
        return Organisation.objects.filter(code=self.cleaned_data["organisation"] or None).first()


def organisation_field(*, small: bool = False) -> SelectField:
    """By code and kind: whoever keeps accounts learns no name of a house."""
    found = Organisation.objects.order_by("code")
    return SelectField(
        _("Dans quelle organisation ?"),
        hint=_("Pour un lieu d’accueil ou un service qui oriente. Vide pour les autres."),
        choices=[(one.code, f"{one.code} · {one.get_kind_display()}") for one in found],
        empty=_("Aucune"),
        small=small,
    )


class AccountFilterForm(PlainForm):
    name = TextField(_("Nom"), small=True, max_length=60)
    role = SelectField(_("Rôle"), small=True, empty=_("Tous"), choices=[(k, r.name) for k, r in ROLES.items()])
    organisation = TextField(_("Code de l’organisation"), small=True, max_length=12)

    def asked(self) -> dict[str, str]:
        """What is asked; an answer outside the lists asks nothing."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class GrantForm(PlainForm):
    role = SelectField(_("Quel rôle ?"), choices=[(k, r.name) for k, r in ROLES.items()], small=True, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"] = organisation_field(small=True)
        self.order_fields(self.field_order)

    def chosen_organisation(self) -> Organisation | None:
        return Organisation.objects.filter(code=self.cleaned_data["organisation"] or None).first()


class DutyForm(PlainForm):
    """One shift."""

    user = SelectField(_("Qui ?"), choices=list, required=True, small=True)
    rank = ChoiceField(
        _("À quel rang ?"),
        choices=[("1", _("d’astreinte")), ("2", _("seconde")), ("3", _("cheffe de service"))],
        initial="1",
        row=True,
        small=True,
        required=True,
    )
    starts_at = MomentField(_("Depuis"), small=True, required=True)
    ends_at = MomentField(_("Jusqu’à"), small=True, required=True)

    def __init__(self, *args: Any, team: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.team = {str(user.pk): user for user in team}
        self.fields["user"] = SelectField(
            _("Qui ?"), choices=[(key, user.name) for key, user in self.team.items()], required=True, small=True
        )

    def shift(self) -> dict[str, Any]:
        said = self.cleaned_data
        starts_at: datetime = said["starts_at"]
        return {
            "user": self.team[said["user"]],
            "rank": int(said["rank"]),
            "starts_at": starts_at,
            "ends_at": said["ends_at"],
        }


class PreferencesForm(PlainForm):
    language = ChoiceField(
        _("Dans quelle langue lisez-vous ?"), choices=User.LANGUAGES, row=True, small=True, required=True
    )
    theme = ChoiceField(
        _("Quelles couleurs ?"),
        choices=[("", _("Celles de la machine")), ("light", _("Claires")), ("dark", _("Sombres"))],
        row=True,
        small=True,
    )


def _password(question: Any, *, autocomplete: str, hint: Any = "") -> TextField:
    return TextField(
        question,
        small=True,
        required=True,
        hint=hint,
        strip=False,
        autocomplete=autocomplete,
        widget=PasswordInput(),
    )


class PasswordForm(PlainForm):
    """One's own password: the present one, then the new one twice."""

    present = _password(_("Votre mot de passe d’aujourd’hui"), autocomplete="current-password")
    new = _password(
        _("Le nouveau"),
        autocomplete="new-password",
        hint=_("Douze signes au moins : trois mots qui ne vont pas ensemble suffisent."),
    )
    again = _password(_("Le nouveau, encore une fois"), autocomplete="new-password")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_present(self) -> str:
        typed: str = self.cleaned_data["present"]
        if not check_password(typed, self.user.password):
            raise ValidationError(_("Ce n’est pas votre mot de passe d’aujourd’hui. Retapez-le."), code="wrong")
        return typed

    def clean_new(self) -> str:
        typed: str = self.cleaned_data["new"]
        validate_password(typed)
        return typed

    def clean(self) -> dict[str, Any]:
        said = super().clean() or self.cleaned_data
        if said.get("new") and said.get("again") and said["new"] != said["again"]:
            self.add_error("again", _("Les deux ne sont pas pareils. Retapez le nouveau deux fois."))
        return said
