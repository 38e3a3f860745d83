"""Documents that those who come take along. Sealed under the key of the session; gone once their time has passed."""

from __future__ import annotations

from base64 import b64decode, b64encode
from datetime import date, timedelta

from django.db import models
from django.db.models import Q

from havre.countries.fr.training import MATERIALS_AFTER
from havre.training.models import OfSession, Session
from havre.vault.fields import PROFILE, SealedField

LONGEST_NAME = 120
LONGEST_MODULE = 160


class MaterialQuerySet(models.QuerySet["SessionMaterial"]):
    def light(self) -> MaterialQuerySet:
        """In the order in which they came, without what is in them."""
        return self.defer("content").order_by("number")

    def over(self, today: date) -> MaterialQuerySet:
        """Nobody who came reads them any more: their time has passed, or the session was cancelled."""
        before = today - timedelta(days=MATERIALS_AFTER.value)
        return self.filter(Q(session__ends_on__lt=before) | Q(session__state="cancelled"))


class SessionMaterial(OfSession):
    """A file for participants, of one module or (``module`` empty) of the whole session."""

    session = models.ForeignKey(Session, on_delete=models.PROTECT, related_name="materials")
    number = models.PositiveSmallIntegerField()
    module = models.CharField(max_length=LONGEST_MODULE, blank=True, help_text="title of a module of the programme")
    type = models.CharField(max_length=4)
    size = models.PositiveIntegerField(help_text="bytes")
    added_on = models.DateField()
    name = SealedField(kind=PROFILE, help_text="as whoever added it calls it")
    content = SealedField(kind=PROFILE, help_text="the file, as Base64")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["session", "number"], name="material_in_order")]

    @property
    def file_name(self) -> str:
        """As it is sent: the name that somebody gave it stays sealed."""
        return f"document-{self.number}.{self.type}"

    def seal_file(self, content: bytes) -> None:
        self.size = len(content)
        self.seal("content", b64encode(content).decode())

    def unseal_file(self) -> bytes:
        return b64decode(self.unseal("content"))
