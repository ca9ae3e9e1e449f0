"""Protocol code made wrong on purpose, one way at a time: the simulation has to notice each.

A mutant is a name, what is wrong, and a context manager that patches the real code while it lasts.
"""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any
from unittest.mock import patch

Patch = Callable[[], AbstractContextManager[Any]]


@dataclass(frozen=True)
class Mutant:
    """``equivalent``: why nothing can notice it; None for one that must be caught."""

    name: str
    wrong: str
    patch: Patch
    equivalent: str | None = None


MUTANTS: list[Mutant] = []


def mutant(wrong: str, equivalent: str | None = None) -> Callable[[Callable[[], Iterator[None]]], Patch]:
    """Add the patch that follows; its name is that of the function."""

    def added(function: Callable[[], Iterator[None]]) -> Patch:
        made = contextmanager(function)
        MUTANTS.append(Mutant(function.__name__, wrong, made, equivalent))
        return made

    return added


def named(name: str) -> Mutant:
    return next(one for one in MUTANTS if one.name == name)


def replaced(target: str, change: Callable[[Any], Any]) -> AbstractContextManager[Any]:
    """``module:name`` (or ``module:Class.name``) replaced by what ``change`` makes of it."""
    from importlib import import_module

    module, _, path = target.partition(":")
    owner: Any = import_module(module)
    *outer, last = path.split(".")
    for name in outer:
        owner = getattr(owner, name)
    return patch.object(owner, last, change(getattr(owner, last)))
