"""``havre match``: the placement engine on a problem file."""

import argparse
import math
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NoReturn

from havre.common.terminal import Parser, language
from havre.common.terminal import gettext as _
from havre.placements.engine import BadProblem, parse, solve, stream
from havre.placements.engine.table import to_table

BAD_INPUT = 2
NOT_READ = 141
"""As a program that the signal of a closed pipe ended."""


class _Refused(Exception):
    """What was asked cannot be done as asked; the text says why."""


class _Parser(Parser):
    def error(self, message: str) -> NoReturn:
        raise _Refused(f"{self.format_usage().strip()}\n{self.prog}: {message}")


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="havre match", description=_("Range les places pour chaque demande d’un problème."))
    parser.add_argument("problem", metavar="PROBLEM.json", help=_("fichier du problème ; - lit l’entrée standard"))
    parser.add_argument("--assign", action="store_true", help=_("affecte aussi les demandes ensemble"))
    parser.add_argument("--top", type=_count, metavar="N", help=_("nombre de places écrites par demande"))
    parser.add_argument("--lang", choices=("fr", "en"), default=language(), help=_("langue des phrases"))
    parser.add_argument("--output", choices=("json", "table"), default="json", help=_("table : pour être lue"))
    parser.add_argument("--seconds", type=_seconds, default=30.0, metavar="S", help=_("temps laissé à l’affectation"))
    return parser


def _count(text: str) -> int:
    if not text.isascii() or not text.isdigit():
        raise argparse.ArgumentTypeError(_("%(text)r : il faut un entier, 0 au moins") % {"text": text})
    return int(text)


def _seconds(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = math.nan
    if not (math.isfinite(seconds) and seconds >= 0):
        raise argparse.ArgumentTypeError(_("%(text)r : il faut un nombre de secondes, 0 au moins") % {"text": text})
    return seconds


def main(argv: Sequence[str] | None = None) -> int:
    """Writes the result; 2, with the reason on standard error and nothing on standard output, on bad input."""
    try:
        options = _parser().parse_args(argv)
        pieces = _answer(options)
    except _Refused as refused:
        print(refused, file=sys.stderr)
        return BAD_INPUT
    return _write(pieces)


def _write(pieces: Iterable[bytes]) -> int:
    """Onto standard output; a reader that has enough (``| head``) ends it without a word."""
    try:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # Python's own last flush meets no error
        return NOT_READ
    return 0


def _answer(options: argparse.Namespace) -> Iterable[bytes]:
    data = _read(options.problem)
    wanted = {"assign": options.assign, "top": options.top, "lang": options.lang, "seconds": options.seconds}
    try:
        problem = parse(data)
        if options.output == "table":
            return [to_table(solve(problem, **wanted), options.lang).encode()]
        return stream(problem, **wanted)
    except BadProblem as bad:
        raise _Refused(f"havre match: {bad.message(options.lang)}") from None


def _read(name: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise _Refused(f"havre match: {name}: {reason}") from None


if __name__ == "__main__":
    sys.exit(main())
