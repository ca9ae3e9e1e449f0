"""Three laptops and a centre through weeks of bad luck: the real client, the real centre, a seed a story.

Whatever happens, once the links are good again every record that any laptop still has is at the centre once,
every laptop holds what was published, and every sync ends in its proof.
"""

import shutil
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from random import Random

import pytest

from sync.centre.read import items
from sync.client.errors import SyncError
from sync.client.ports import Answered, TransportError
from tests.support.sync_centre import PACK, Laptop, LocalCentre, customer

SEEDS = range(12)
STEPS = 40


class World:
    """Everything is decided by the seed; ``recorded`` is the oracle."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.random = Random(seed)
        self.centre = LocalCentre(folder / "centre.sqlite")
        self.centre.admin.approve(PACK)
        self.centre.link = self.bad_link
        self.quiet = True
        self.laptops = [Laptop(self.centre).enrol(f"user{n}") for n in range(3)]
        self.backups = [self.copy(laptop) for laptop in self.laptops]
        self.late: list[Callable[[], Answered]] = []
        self.count = 0
        self.back_up_centre()
        self.quiet = False

    def bad_link(self, method: str, path: str, deliver: Callable[[], Answered]) -> Answered:
        luck = 1.0 if self.quiet else self.random.random()
        if luck < 0.08:
            raise TransportError("cut")
        if luck < 0.12:
            self.late.append(deliver)
            raise TransportError("stalled")
        answered = deliver()
        if luck < 0.20:
            raise TransportError("cut")
        return deliver() if luck < 0.26 else answered

    def step(self) -> None:
        laptop = self.random.choice(self.laptops)
        self.random.choices(
            [
                lambda: self.record(laptop),
                lambda: self.sync(laptop),
                self.publish,
                self.deliver_late,
                self.back_up_centre,
                self.restore_centre,
                lambda: self.back_up(laptop),
                lambda: self.restore(laptop),
            ],
            weights=[30, 30, 12, 8, 4, 3, 4, 4],
        )[0]()

    def record(self, laptop: Laptop) -> None:
        for _ in range(self.random.randint(1, 4)):
            self.count += 1
            laptop.record(f"r{self.count}")

    def sync(self, laptop: Laptop) -> None:
        stop_at = self.random.randint(2, 30)
        asked = [0]

        def stop() -> bool:
            asked[0] += 1
            return not self.quiet and asked[0] > stop_at

        try:
            laptop.sync(stop)
        except SyncError:
            assert not self.quiet

    def publish(self) -> None:
        n = self.random.randint(0, 6)
        if self.random.random() < 0.3:
            self.centre.admin.withdraw("customer", [str(n)])
        else:
            self.centre.admin.publish("customer", [customer(str(n), company=str(self.random.random()))])

    def deliver_late(self) -> None:
        if self.late:
            self.late.pop(self.random.randrange(len(self.late)))()

    def back_up_centre(self) -> None:
        self.centre.shut()
        shutil.copy(self.centre.file, self.centre.file.with_suffix(".backup"))
        self.centre.open()

    def restore_centre(self) -> None:
        self.centre.shut()
        for old in self.centre.file.parent.glob(f"{self.centre.file.name}-*"):
            old.unlink()
        shutil.copy(self.centre.file.with_suffix(".backup"), self.centre.file)
        self.centre.open()

    def copy(self, laptop: Laptop) -> Laptop:
        return Laptop(self.centre, laptop.key, deepcopy(laptop.log), deepcopy(laptop.replica))

    def back_up(self, laptop: Laptop) -> None:
        self.backups[self.laptops.index(laptop)] = self.copy(laptop)

    def restore(self, laptop: Laptop) -> None:
        n = self.laptops.index(laptop)
        self.laptops[n] = self.copy(self.backups[n])

    def settle(self) -> None:
        self.quiet = True
        for laptop in self.laptops:
            assert laptop.sync().proven

    def check(self) -> None:
        at_centre = [item.id for item in items(self.centre.store)]
        assert len(at_centre) == len(set(at_centre))
        for laptop in self.laptops:
            assert {id for _, id, _ in laptop.log.bodies} <= set(at_centre)
        rows = [laptop.replica.rows for laptop in self.laptops]
        assert rows[0] == rows[1] == rows[2]


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_arrives_once_whatever_happened(tmp_path: Path, seed: int) -> None:
    world = World(tmp_path, seed)
    try:
        for _ in range(STEPS):
            world.step()
        world.settle()
        world.check()
    finally:
        world.centre.close()
