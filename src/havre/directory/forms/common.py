"""What several forms of the directory ask: a version, a département, a code, numbers, who is on the telephone."""

from __future__ import annotations

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.forms import HiddenInput, IntegerField
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from havre.common.forms import (
    DayField,
    MailField,
    MomentField,
    NumberField,
    PhoneField,
    PlainForm,
    TextField,
)
from havre.directory.profiles import (
    Agreement,
    Contact,
    Contacts,
)
from havre.geo.departments import DEPARTMENTS
from havre.record.operations import OnBehalf


def version_field() -> IntegerField:
    """Carries the version of the row a form was made from, so that two clicks never both win."""
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
    version = version_field()
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


class AgreementForm(PlainForm):
    version = version_field()
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
