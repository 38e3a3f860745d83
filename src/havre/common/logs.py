"""What a log says of an address: which kind it was, never the key in it."""

from __future__ import annotations

import logging
import re

_KEY = re.compile(r"(?<![\w-])(?![0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}(?![\w-]))[\w-]{20,}")
"""A long piece of an address that is no id: the token of a personal link, of a calendar, the code of a sheet."""


class WithoutKeys(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(_KEY.sub("…", one) if isinstance(one, str) else one for one in record.args)
        return True
