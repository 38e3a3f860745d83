"""What the key database holds: epochs, the wrapped key of each subject, and search tokens that die with it."""

from __future__ import annotations

from django.db import models


class Epoch(models.Model):
    """A key that wraps data keys, itself wrapped by the master key of its realm.

    Destroying data keys moves the others to a new epoch, so that remains of the old one anywhere are worthless.
    """

    realm = models.CharField(max_length=12)
    number = models.PositiveIntegerField()
    wrapped = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["realm", "number"], name="epoch_once")]

    def __str__(self) -> str:
        return f"{self.realm} {self.number}"


class SubjectKey(models.Model):
    """The random 256-bit data key of one subject: a person, shelter, organisation or account."""

    id = models.UUIDField(primary_key=True)
    epoch = models.ForeignKey(Epoch, on_delete=models.PROTECT, db_index=False)
    wrapped = models.BinaryField()
    unseen = models.PositiveSmallIntegerField(default=0, help_text="sweeps in a row that found no row for it")

    def __str__(self) -> str:
        return str(self.id)


class SearchToken(models.Model):
    """A keyed digest of one searchable value of a subject. Exact match only."""

    subject = models.ForeignKey(SubjectKey, on_delete=models.CASCADE)
    field = models.CharField(max_length=40)
    token = models.BinaryField()

    class Meta:
        indexes = [models.Index(fields=["field", "token"], name="search_token")]

    def __str__(self) -> str:
        return self.field
