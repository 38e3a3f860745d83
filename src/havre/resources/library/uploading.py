"""A file that is too big is read to its end and kept nowhere, so that its sender gets a sentence and not a broken line."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest

from havre.common.forms import PlainForm
from havre.resources.library.files import MOST_BYTES, Missing, TooBig


class Limited(FileUploadHandler):
    """The first of the handlers: counts, and lets go of a file beyond the limit; ``request.too_big`` says so."""

    counted = 0

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        super().new_file(*args, **kwargs)
        self.counted = 0

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes:
        self.counted += len(raw_data)
        if self.counted > MOST_BYTES:
            self.request.too_big = True  # type: ignore[union-attr]
            raise SkipFile
        return raw_data

    def file_complete(self, file_size: int) -> None:
        return None


def sent_file(request: HttpRequest, form: PlainForm) -> tuple[str, bytes]:
    """Name and content of the file of a form that passed. Raises ``TooBig``, ``Missing``."""
    if getattr(request, "too_big", False):
        raise TooBig
    file = form.cleaned_data["file"]
    if file is None:
        raise Missing
    return file.name, file.read()
