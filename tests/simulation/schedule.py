"""One schedule: a world from a seed, its steps, the end of all trouble, and what must hold then."""

import asyncio
import gc
import traceback
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from random import Random
from unittest.mock import patch

from sync.centre.migrate import newest
from tests.simulation import template
from tests.simulation.chance import decided
from tests.simulation.crash import Crash
from tests.simulation.engines import kept
from tests.simulation.world import World

STEPS = 18


@dataclass(frozen=True)
class Failure:
    """``story``: the steps up to what went wrong, which is its last line."""

    seed: int
    story: tuple[str, ...]
    trace: str

    @property
    def cause(self) -> str:
        return self.story[-1]


def run(
    seed: int, loop: asyncio.AbstractEventLoop, steps: int = STEPS, story: list[str] | None = None
) -> Failure | None:
    """Play one schedule; None when all held. ``story``: what happened is added to it."""
    random = Random(seed)
    template.ready()
    with decided(random), migrated(), kept():
        world = World(random, loop)
        try:
            for _ in range(steps):
                world.step()
            world.settle()
            world.check()
        except (Exception, Crash) as error:
            said = str(error) or type(error).__name__
            return Failure(seed, (*world.story, said), traceback.format_exc())
        finally:
            if story is not None:
                story += world.story
            world.close()
    return None


def told(seed: int) -> list[str]:
    """What happens in a schedule."""
    story: list[str] = []
    loop = asyncio.new_event_loop()
    run(seed, loop, story=story)
    loop.close()
    return story


def run_all(seeds: Iterable[int]) -> Iterator[Failure | None]:
    """One after the other."""
    loop = asyncio.new_event_loop()
    try:
        for seed in seeds:
            gc.disable()  # a tenth of the time otherwise
            yield run(seed, loop)
            gc.enable()
    finally:
        loop.close()


@contextmanager
def migrated() -> Iterator[None]:
    """The files are at the newest version; asking Alembic at each restart takes longer than the restart."""
    assert newest() is not None
    with patch("sync.centre.store.migrate", lambda engine: None):
        yield
