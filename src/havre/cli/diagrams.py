"""The diagrams of states in ``docs/states/``, generated from the tables of the rooms."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from django.apps import apps

from havre.record.transitions import TABLES, diagram

FOLDER = Path(__file__).resolve().parents[3] / "docs" / "states"


def generated() -> dict[Path, str]:
    """What each file should say. Loads every room's ``states`` first, so that no table is missed."""
    for room in apps.get_app_configs():
        if room.name.startswith("havre.") and find_spec(f"{room.name}.states"):
            import_module(f"{room.name}.states")
    return {FOLDER / f"{name}.md": diagram(table) for name, table in sorted(TABLES.items())}


def stale() -> list[Path]:
    """Files that differ from the tables, are missing, or belong to no table any more."""
    wanted = generated()
    present = set(FOLDER.glob("*.md"))
    return sorted(
        [path for path, text in wanted.items() if path not in present or path.read_text(encoding="utf-8") != text]
        + [path for path in present if path not in wanted]
    )


def write() -> list[Path]:
    """Write what is stale anew; the files written or removed."""
    changed, wanted = stale(), generated()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for path in changed:
        if path in wanted:
            path.write_text(wanted[path], encoding="utf-8")
        else:
            path.unlink()
    return changed
