"""Every sentence of the interface is spaced as French is printed."""

from __future__ import annotations

from tools.typography import ROOT, faults, right, right_python, right_template

N = "\u00a0"


def test_the_parts_of_every_page_and_the_guides_are_well_spaced() -> None:
    wrong = [*faults(ROOT / "common"), *faults(ROOT / "desk")]
    assert [str(path.relative_to(ROOT)) for path, _better in wrong] == []


def test_signs_units_and_apostrophes_are_put_right() -> None:
    assert right("Pourquoi l'ouvrez-vous ?") == f"Pourquoi l’ouvrez-vous{N}?"
    assert right("« Oui » : 72 h, 14 h 05") == f"«{N}Oui{N}»{N}: 72{N}h, 14{N}h{N}05"


def test_code_is_left_alone() -> None:
    template = '<a href="?tri=a" hx-headers=\'{"a": "b"}\'>{# c\'est : ici #}{% if a %}x{% endif %}</a>'

    assert right_template(template) == template
    assert right_python("x = {'a' : 'l ; m'}\ny = _('Qui ?')\n") == f"x = {{'a' : 'l ; m'}}\ny = _('Qui{N}?')\n"
