"""Archives that somebody hands in: what they unfold to is counted before anything of them is read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager

ZIP = b"PK\x03\x04"
"""How an archive begins, and with it every office document and workbook."""


class UnfoldsTooFar(Exception):
    """It says that it holds more than may be unfolded."""


@contextmanager
def opened(content: bytes, *, at_most: int) -> Iterator[zipfile.ZipFile]:
    """The archive, open. Raises ``UnfoldsTooFar`` beyond ``at_most`` bytes unfolded, ``zipfile.BadZipFile`` for no archive."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        if sum(part.file_size for part in packed.infolist()) > at_most:
            raise UnfoldsTooFar
        yield packed
