"""A fictional network, built by the real operations from one seed. It can never become a live one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from havre.demo.progress import Progress

SIZE, SEED = 118, 1


@dataclass(frozen=True)
class DemoAccount:
    """An account of the demonstration, as the terminal shows it."""

    sign_in: str
    password: str
    role: str


def accounts() -> list[DemoAccount]:
    """Who can sign in, the seats of the sign-in page first."""
    from havre.demo.network import PASSWORD
    from havre.desk.seats import COLLEAGUES, SEATS

    return [DemoAccount(seat.mail, PASSWORD, str(seat.sentence)) for seat in (*SEATS, *COLLEAGUES)]


def build(*, size: int = SIZE, seed: int = SEED, plant: str | None = None, progress: Progress | None = None) -> None:
    """Build the network as of now, in empty databases of a demonstration.

    ``size`` is the number of partners, ``plant`` a text that goes into one secret and one working profile of every
    kind, a draft and a message included. Raises ``NotADemo`` where the keys are those of a live network.
    """
    from havre.demo.builder import build_network
    from havre.demo.progress import OnStderr

    build_network(size=size, seed=seed, plant=plant, progress=progress or OnStderr())
