"""A result as text for people: what fits, what would help, who goes where."""

from collections import Counter
from typing import Any

from havre.placements.engine.rules import REFUSALS
from havre.placements.engine.words import count, figure, rule, say

_PLACES = ("place", "place"), ("places", "places")
_UNPLACED = {
    "refused": ("demande refusée", "request refused"),
    "exploratory": ("recherche exploratoire", "exploratory search"),
    "no_candidate": ("aucune place ne convient", "no place fits"),
    "outbid": ("les places qui conviennent vont à d’autres", "the places that fit go to others"),
}


def to_table(result: dict[str, Any], lang: str) -> str:
    lines = [line for found in result["results"] for line in _request(found, lang)]
    if "assignment" in result:
        lines += _assignment(result["assignment"], lang)
    return "\n".join(lines) + "\n"


def _request(found: dict[str, Any], lang: str) -> list[str]:
    if found["status"] == "refused":
        words = {refusal.code: refusal.words for refusal in REFUSALS}
        return [found["request"], *(f"  {say(lang, *words[code])}" for code in found["refusals"]), ""]
    total = found["candidates_total"]
    places = count(total, lang, *_PLACES)
    french = f"{found['request']} : {places} {'convient' if total < 2 else 'conviennent'}"
    lines = [say(lang, french, f"{found['request']}: {places} {'fits' if total == 1 else 'fit'}")]
    lines += _aligned([_candidate(n, row, lang) for n, row in enumerate(found["candidates"], 1)])
    counts = Counter(reason["code"] for row in found["excluded"] for reason in row["reasons"])
    if counts:
        listed = ", ".join(f"{rule(code, lang)} {figure(number, lang)}" for code, number in counts.most_common())
        excluded = count(len(found["excluded"]), lang, *_PLACES)
        lines.append(say(lang, f"  écartées : {excluded} ({listed})", f"  excluded: {excluded} ({listed})"))
    lines += [f"  {change['text']}" for change in found["relaxations"]]
    return [*lines, ""]


def _candidate(n: int, row: dict[str, Any], lang: str) -> list[str]:
    km = "" if row["km"] is None else f"{figure(row['km'], lang)} km"
    call = say(lang, "à appeler", "to call") if row["to_call"] else ""
    best = max(row["reasons"], key=lambda reason: reason["value"] * reason["weight"])
    return [str(n), row["place"], figure(row["score"], lang), km, call, best["text"]]


def _assignment(found: dict[str, Any], lang: str) -> list[str]:
    proven = found["proven"]
    head = (
        say(lang, "Ensemble : le mieux possible", "Together: the best there is")
        if proven
        else say(lang, "Ensemble : le mieux trouvé à temps", "Together: the best found in time")
    )
    rows = [[pair["request"], "→", pair["place"]] for pair in found["pairs"]]
    rows += [[row["request"], "–", say(lang, *_UNPLACED[row["reason"]])] for row in found["unplaced"]]
    return [head, *_aligned(rows)]


def _aligned(rows: list[list[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  " + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows]
