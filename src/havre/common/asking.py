"""How a lower room asks what only a room above it knows: it declares the question, the other one answers it.

As an event goes upwards with what happened, a question goes upwards and comes back with an answer.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")


class Question(Generic[P, T]):
    """Called like the function that answers it; ``otherwise`` answers as long as no room above does."""

    def __init__(self, otherwise: Callable[P, T]) -> None:
        self._answer = otherwise

    def answered_by(self, answer: Callable[P, T]) -> None:
        """Ask ``answer`` from now on; called once, from ``AppConfig.ready``."""
        self._answer = answer

    def __call__(self, *args: P.args, **kwargs: P.kwargs) -> T:
        return self._answer(*args, **kwargs)
