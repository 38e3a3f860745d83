"""Reads JSON strictly: what does not fit is refused with its path, its value and what was expected."""

import json
import math
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Sequence
from datetime import date
from typing import Any, NoReturn, TypeVar

Number = int | float
Words = tuple[str, str]
"""The same sentence in French and in English."""

T = TypeVar("T")
MISSING = object()
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_SHOWN = 60


class BadProblem(ValueError):
    """A problem that cannot be taken as it is; says where, what stands there and what was expected."""

    def __init__(self, path: str, value: object, expected: Words) -> None:
        super().__init__(path)
        self.path = path
        self.value = value
        self.expected = expected

    def message(self, lang: str = "fr") -> str:
        french, english = self.expected
        if lang == "en":
            return f"{self.path}: {_shown(self.value, 'missing')}, expected {english}"
        return f"{self.path} : {_shown(self.value, 'absent')}, attendu : {french}"

    def __str__(self) -> str:
        return self.message()


def _shown(value: object, missing: str) -> str:
    if value is MISSING:
        return missing
    try:
        text = json.dumps(value, ensure_ascii=True, default=str)
    except (ValueError, RecursionError):
        text = f"{type(value).__name__}"
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class _Object(dict[str, Any]):
    """A JSON object that remembers a key it was given twice."""

    repeated: str | None = None


def _object(pairs: list[tuple[str, Any]]) -> _Object:
    result = _Object(pairs)
    if len(result) < len(pairs):
        result.repeated = _first_repeated(key for key, _ in pairs)
    return result


def _first_repeated(keys: Iterable[str]) -> str | None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            return key
        seen.add(key)
    return None


def _constant(name: str) -> NoReturn:
    raise ValueError(name)


def load(data: bytes) -> Any:
    """The JSON value in these bytes of UTF-8. Raises ``BadProblem`` for anything else."""
    try:
        return json.loads(data.decode("utf-8"), object_pairs_hook=_object, parse_constant=_constant)
    except UnicodeDecodeError as error:
        raise BadProblem("$", f"byte {error.start}", ("un texte en UTF-8", "text in UTF-8")) from None
    except json.JSONDecodeError as error:
        at = f"{error.msg}: line {error.lineno} column {error.colno}"
        raise BadProblem("$", at, ("du JSON", "JSON")) from None
    except (ValueError, RecursionError) as error:
        raise BadProblem(
            "$", str(error), ("du JSON aux nombres finis, peu imbriqué", "JSON with finite numbers, not deeply nested")
        ) from None


def fields(value: Any, path: str, required: Collection[str], optional: Collection[str] = ()) -> dict[str, Any]:
    """An object with all required keys and no unknown or repeated one."""
    if not isinstance(value, dict):
        raise BadProblem(path, value, ("un objet", "an object"))
    if isinstance(value, _Object) and value.repeated is not None:
        raise BadProblem(
            _key(path, value.repeated), value[value.repeated], ("une seule fois cette clé", "this key once")
        )
    for key in value:
        if key not in required and key not in optional:
            known = ", ".join([*required, *optional])
            raise BadProblem(_key(path, key), value[key], (f"une clé parmi {known}", f"a key among {known}"))
    for key in required:
        if key not in value:
            raise BadProblem(_key(path, key), MISSING, ("cette clé", "this key"))
    return value


def _key(path: str, key: str) -> str:
    plain = key if key.isidentifier() else json.dumps(key)
    return plain if path == "$" else f"{path}.{plain}"


def items(value: Any, path: str, read: Callable[[Any, str], T]) -> tuple[T, ...]:
    if not isinstance(value, list):
        raise BadProblem(path, value, ("une liste", "a list"))
    return tuple(read(item, f"{path}[{n}]") for n, item in enumerate(value))


def distinct(found: Sequence[Hashable], path: str, raw: Any) -> None:
    """Refuses a list that holds the same value twice."""
    if len(set(found)) == len(found):
        return
    seen: set[Hashable] = set()
    for n, item in enumerate(found):
        if item in seen:
            raise BadProblem(f"{path}[{n}]", raw[n], ("une valeur pas encore dans la liste", "a value not yet listed"))
        seen.add(item)


def text(value: Any, path: str) -> str:
    """A string of at least one character that can be written as UTF-8."""
    if not isinstance(value, str) or not value:
        raise BadProblem(path, value, ("un texte non vide", "a text that is not empty"))
    try:
        value.encode("utf-8")
    except UnicodeEncodeError:
        raise BadProblem(path, value, ("un texte Unicode valide", "valid Unicode text")) from None
    return value


def text_or_null(value: Any, path: str) -> str | None:
    return None if value is None else text(value, path)


def flag(value: Any, path: str) -> bool:
    if not isinstance(value, bool):
        raise BadProblem(path, value, ("true ou false", "true or false"))
    return value


def code(allowed: Collection[str], what: Words) -> Callable[[Any, str], str]:
    def read(value: Any, path: str) -> str:
        if not isinstance(value, str) or value not in allowed:
            raise BadProblem(path, value, what)
        return value

    return read


def codes(value: Any, path: str, read: Callable[[Any, str], str]) -> tuple[str, ...]:
    """A list of strings without repetition."""
    found = items(value, path, read)
    distinct(found, path, value)
    return found


def integer(value: Any, path: str, least: int, most: int | None = None) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least or (most is not None and value > most):
        if most is None:
            raise BadProblem(path, value, (f"un entier d’au moins {least}", f"an integer of at least {least}"))
        raise BadProblem(path, value, (f"un entier de {least} à {most}", f"an integer from {least} to {most}"))
    return value


def number(value: Any, path: str, least: Number, most: Number | None = None) -> Number:
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not _finite(value)
        or value < least
        or (most is not None and value > most)
    ):
        if most is None:
            raise BadProblem(path, value, (f"un nombre d’au moins {least}", f"a number of at least {least}"))
        raise BadProblem(path, value, (f"un nombre de {least} à {most}", f"a number from {least} to {most}"))
    return value


def _finite(value: Number) -> bool:
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def day(value: Any, path: str) -> date:
    if isinstance(value, str) and _DATE.fullmatch(value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise BadProblem(path, value, ("une date AAAA-MM-JJ", "a date YYYY-MM-DD"))


def day_or_null(value: Any, path: str) -> date | None:
    return None if value is None else day(value, path)
