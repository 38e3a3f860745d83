"""``havre demo``: build a fictional network, through the real operations, in empty databases."""

from __future__ import annotations

from collections.abc import Sequence

from havre import preflight
from havre.cli import run, start
from havre.common.terminal import Parser
from havre.common.terminal import gettext as _

DEFAULT_PARTNERS = 118
DEFAULT_SEED = 1


def main(arguments: Sequence[str]) -> int:
    options = parser().parse_args(arguments)
    start.prepare(create_keys=True)
    run.migrate()
    preflight.check_keys_fit()
    if not run.is_empty():
        raise preflight.Refusal(
            _("Il y a déjà un réseau ici (%(folder)s). Donnez à HAVRE_DATA_DIR un dossier vide.")
            % {"folder": preflight.data_folder()}
        )
    from havre import demo

    demo.build(size=options.size, seed=options.seed, plant=options.plant)
    return 0


def parser() -> Parser:
    parser = Parser(
        prog="havre demo", description=_("Bâtit un réseau inventé, par les vraies opérations, dans des bases vides.")
    )
    parser.add_argument("--size", type=int, default=DEFAULT_PARTNERS, help=_("nombre de partenaires (%(default)s)"))
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED, help=_("la même graine donne le même réseau"))
    parser.add_argument("--plant", metavar="TEXT", help=_("met TEXT dans un secret et un profil de chaque sorte"))
    return parser
