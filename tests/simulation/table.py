"""Which mutant is caught, after how many schedules, and by what."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from tests.simulation import mutants_of_the_centre, mutants_of_the_client, template
from tests.simulation.mutants import MUTANTS, Mutant
from tests.simulation.schedule import run_all

ALL = MUTANTS
MODULES = (mutants_of_the_client, mutants_of_the_centre)


@dataclass(frozen=True)
class Caught:
    """``schedules`` None: not within the limit. ``cause``: what did not hold."""

    mutant: Mutant
    schedules: int | None
    seed: int | None = None
    cause: str = ""


def hunt(mutant: Mutant, limit: int, first_seed: int = 1) -> Caught:
    """Play schedules until one notices."""
    template.ready()
    with mutant.patch():
        for number, failure in enumerate(run_all(range(first_seed, first_seed + limit)), 1):
            if failure is not None:
                return Caught(mutant, number, failure.seed, failure.cause)
    return Caught(mutant, None)


def hunt_all(limit: int, names: Iterable[str] = ()) -> Iterator[Caught]:
    wanted = set(names)
    for mutant in ALL:
        if not wanted or mutant.name in wanted:
            yield hunt(mutant, limit)


HEAD = "| mutant | what is wrong | schedules | noticed by |\n|---|---|---|---|"


def line(one: Caught) -> str:
    """A line of the table of docs/proofs.md."""
    noticed = one.cause.splitlines()[0] if one.schedules else one.mutant.equivalent or "**nothing**"
    return f"| `{one.mutant.name}` | {one.mutant.wrong} | {one.schedules or '-'} | {noticed} |"
