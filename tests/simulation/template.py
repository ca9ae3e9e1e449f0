"""A centre and its enrolled laptops before anything has happened, made once and copied for each schedule."""

import asyncio
import os
import shutil
from functools import cache
from pathlib import Path
from random import Random
from tempfile import mkdtemp
from typing import Any
from weakref import finalize

from csat_tui.store import schema
from sync.centre.store import engine_of
from tests.simulation.centre import SimulatedCentre, copy_database
from tests.simulation.chance import decided
from tests.simulation.clock import Clock, Time
from tests.simulation.laptop import SimulatedLaptop

USERS = ("li", "wang", "zhao")
OWN = tuple(f"q{n}" for n in range(4))
"""Customers that laptops change."""

PUBLISHED = tuple(f"p{n}" for n in range(4))
"""Customers that only the centre changes."""

TASKS = tuple(f"t{n}" for n in range(6))
PACK = "dlr-cs-sales"
AT = "2025-03-14T09:30:00+08:00"


class Anchor:
    """Its end is the end of the folder."""


_ANCHOR = Anchor()


def customer(id: str, **other: Any) -> dict[str, Any]:
    return {"id": id, "number": f"K{id}", "name": f"Customer {id}", **other}


@cache
def folder(_process: int) -> Path:
    """The files: ``centre.sqlite`` and one a user."""
    place = Path(mkdtemp(prefix="csat-simulation-"))
    finalize(_ANCHOR, shutil.rmtree, place, ignore_errors=True)
    loop = asyncio.new_event_loop()
    with decided(Random(0)):
        _make(place, loop)
    loop.close()
    return place


def ready() -> Path:
    """The folder of this process, made now if it is not there yet."""
    return folder(os.getpid())


def fresh_world() -> Path:
    """A folder with the files of a new world. There is one at a time in a process."""
    place = ready()
    world = place / "world"
    shutil.rmtree(world, ignore_errors=True)
    world.mkdir()
    for file in place.glob("*.*"):
        shutil.copy(file, world / file.name)
    return world


def _make(place: Path, loop: asyncio.AbstractEventLoop) -> None:
    time, draft = Time(), place / "draft"
    draft.mkdir()
    centre = SimulatedCentre(draft / "centre.sqlite", Clock(time), loop)
    centre.admin.approve(PACK)
    centre.admin.publish("customer", [customer(id, phone="100") for id in OWN])
    centre.admin.publish("task", [_task(id, n) for n, id in enumerate(TASKS)])
    for number, user in enumerate(USERS):
        _enrolled(draft, centre, time, user, number)
        shutil.move(draft / f"{user}.db", place / f"{user}.db")
    copy_database(engine_of(centre.store), centre.file, place / "centre.sqlite")
    centre.close()
    shutil.rmtree(draft)


def _enrolled(draft: Path, centre: SimulatedCentre, time: Time, user: str, number: int) -> None:
    file = draft / f"{user}.db"
    schema.bring_up_to_date(file, None, draft)
    laptop = SimulatedLaptop(user, user, file, number, time)
    laptop.enrol(_Straight(centre), centre.admin.code(user), Random(number))
    copy_database(laptop.store._writer, file, file.with_suffix(".copy"))
    laptop.close()
    for old in draft.glob(f"{user}.db*"):
        old.unlink()
    file.with_suffix(".copy").rename(file)


def _task(id: str, n: int) -> dict[str, Any]:
    return {"id": id, "type": "visit", "customer": OWN[n % len(OWN)], "due_at": AT}


class _Straight:
    def __init__(self, centre: SimulatedCentre) -> None:
        self.send = centre.deliver

    def close(self) -> None:
        pass
