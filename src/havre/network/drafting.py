"""What is half typed of a difficulty, of local work or of a letter: sealed for whoever types it, until it is sent."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.forms import MultipleChoiceField
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from havre.accounts.models import User
from havre.common.forms import PlainForm
from havre.record import drafts
from havre.record.operations import Refusal

DIFFICULTY, LOCAL_WORK, LETTER = "difficulty", "local_work", "letter"
ROUTES = {DIFFICULTY: "network:tell", LOCAL_WORK: "network:note_work", LETTER: "network:write_letter"}
"""Kind of a draft → the page on which it goes on."""


class Destroyed(Refusal):
    sentence = _("Vous aviez détruit ce brouillon : rien n’est parti. Ce que vous avez tapé est là ; envoyez encore si vous le voulez quand même.")  # fmt: skip


def of_author(author: User, one: uuid.UUID) -> uuid.UUID:
    """From the id of a row to that of somebody's draft of it, and back: two who write on one letter have a draft each."""
    return uuid.UUID(int=one.int ^ author.pk.int)


@dataclass(frozen=True)
class HalfTyped:
    """The draft of one account for one row, be the row there yet or not."""

    author: User
    kind: str
    row_id: uuid.UUID

    @property
    def id(self) -> uuid.UUID:
        return of_author(self.author, self.row_id)

    @cached_property
    def kept(self) -> drafts.Kept | None:
        return drafts.find(self.author, self.kind, self.id, at=timezone.now())

    @cached_property
    def is_destroyed(self) -> bool:
        return drafts.is_destroyed(self.author, self.id)

    @property
    def saved_at(self) -> datetime | None:
        return self.kept.saved_at if self.kept else None

    def initial(self, form: type[PlainForm]) -> dict[str, Any]:
        """What was typed, as a form shows it again."""
        typed = self.kept.content if self.kept else {}
        several = {name for name, field in form.base_fields.items() if isinstance(field, MultipleChoiceField)}
        return {name: values if name in several else values[-1] for name, values in typed.items() if values}

    def keep(self, sent: QueryDict, form: type[PlainForm]) -> bool:
        """Whether it is kept: not where its author destroyed it, nor under the id of something else."""
        typed = {name: sent.getlist(name) for name in form.base_fields if name in sent}
        try:
            drafts.keep(self.author, self.kind, typed, at=timezone.now(), draft_id=self.id)
        except drafts.NotYours:
            return False
        return True

    def require(self) -> None:
        """Raises ``Destroyed``."""
        if self.is_destroyed:
            raise Destroyed

    def forget(self) -> None:
        drafts.discard(self.author, self.id)

    def destroy(self) -> None:
        drafts.destroy(self.author, self.id, at=timezone.now())
