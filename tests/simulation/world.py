"""Laptops, a centre and the network between them; a step is one thing that somebody or chance does."""

import asyncio
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from schemas.records import operations as ops
from sync.client.errors import SyncError, UnknownDevice
from sync.client.progress import Outcome
from tests.simulation import checks, template
from tests.simulation.centre import SimulatedCentre
from tests.simulation.chance import Mix
from tests.simulation.clock import Clock, Time
from tests.simulation.crash import Crash
from tests.simulation.laptop import SimulatedLaptop
from tests.simulation.network import Network, Promises, Wire
from tests.simulation.packs import OTHER_PACK, PACK

MOST_LAPTOPS = 4
LONGEST_RUN = 400
"""Statements, calls and requests of a sync, about: where a laptop may die."""

DAMAGES = (
    "DELETE FROM customer WHERE id = (SELECT min(id) FROM customer)",
    "UPDATE customer SET version = version + 1 WHERE id = (SELECT max(id) FROM customer WHERE version > 0)",
)

CHANGES = ("fields", "fields", "fields", "new", "attempt", "task", "task_again", "merge", "dnc", "amend")
"""What somebody does beside recording."""

STORING = ("apply", "apply", "acknowledge", "rewind", "renumber", "begin_reset", "finish_reset", "proven")
"""Calls of a sync that store what it has done."""

SHORTEST_CALL = 12
"""Statements of one of them, about."""

LONGEST_RECORD = 40
"""The same of something that is recorded."""


class World:
    """Everything that happens is decided by ``random``. ``story`` says what did."""

    def __init__(self, random: Random, loop: asyncio.AbstractEventLoop) -> None:
        self.folder = folder = template.fresh_world()
        self.random, self.time = random, Time()
        self.mix = Mix(random)
        self.story: list[str] = []
        self.centre = SimulatedCentre(folder / "centre.sqlite", Clock(self.time), loop)
        self.network = Network(self.centre, random, self.mix, self.time, self.story.append)
        self.network.meanwhile = self.another_syncs
        self.damaged = False
        self._syncing: list[SimulatedLaptop] = []
        users = template.USERS[: random.choice((2, 2, 3))]
        self.laptops = [self._laptop(user, user, n) for n, user in enumerate(users)]
        self._numbers = 0
        self._backups: dict[str, tuple[Path, list[str]]] = {}
        self._centre_backup: tuple[Path, Promises] | None = None
        self.back_up_centre()
        for laptop in self.laptops:
            self._back_up(laptop)

    def close(self) -> None:
        for laptop in self.laptops:
            laptop.close()
        self.centre.close()

    def step(self) -> None:
        """One thing happens, then what was promised must still be there."""
        name = self.mix.step(self.random)
        self.story.append(name)
        self.time.passes(self.random.choice((1, 60, 3600)))
        getattr(self, name)()

    def settle(self) -> None:
        """Nothing goes wrong any more: two sync with what waits for its pack, which holds up nobody; when that is
        approved everybody does."""
        self.story.append("settle")
        self.network.quiet = True
        while self.network.late:
            self.network.deliver_one_late()
        for laptop in self.laptops[-2:]:
            checks.proof_is_true(self, laptop, self.sync_until_proven(laptop))
        self.approve()
        for laptop in self.laptops:
            checks.proof_is_true(self, laptop, self.sync_until_proven(laptop))

    def check(self) -> None:
        checks.all_ends_equal(self)

    def sync_until_proven(self, laptop: SimulatedLaptop) -> Outcome:
        """On a good network a run ends in its proof; a laptop whose device went with a backup enrols again."""
        wire = Wire(self.network, laptop.point)
        try:
            outcome = laptop.sync(wire, self.random)
        except UnknownDevice:
            laptop.enrol(wire, self.centre.admin.code(laptop.user), self.random)
            outcome = laptop.sync(wire, self.random)
        assert outcome.proven, f"{laptop.name}: no proof on a good network"
        return outcome

    # What people do

    def record(self) -> None:
        self._record(self._anyone())

    def _record(self, laptop: SimulatedLaptop) -> None:
        for _ in range(self.random.randint(1, 3)):
            tasks, id = laptop.tasks(), self._new_id("r")
            about: dict[str, Any] = {"customer": self._customer(laptop)}
            luck = self.random.random()
            if luck < 0.2:
                about = {"customer": None, "temp": {"name": "Somebody"}}
            elif luck < 0.4 and tasks:
                about["task"] = self.random.choice(tasks)
            pack = OTHER_PACK if self.random.random() < 0.2 else PACK
            laptop.fill(id, pack, self.random.randint(0, 100), self._dies_at(LONGEST_RECORD), **about)

    def change(self) -> None:
        self._change(self._anyone())

    def _change(self, laptop: SimulatedLaptop) -> None:
        """One operation of some kind."""
        id, customer = self._new_id("o"), self._customer(laptop)
        dies_at = self._dies_at(LONGEST_RECORD)
        kind = self.random.choice(CHANGES)
        match kind:
            case "fields":
                field = self.random.choice(("phone", "phone", "plate"))
                laptop.change(id, dies_at, customer, **{field: f"v-{id}"})
            case "new":
                number = f"N{self.random.randrange(3)}"
                laptop.do(
                    ops.CustomerOp,
                    id,
                    dies_at,
                    record=f"c-{id}",
                    fields={"name": f"v-{id}", "number": number},
                )
            case "attempt":
                tasks = laptop.tasks()
                about = {"task": self.random.choice(tasks)} if tasks else {"customer": customer}
                outcome = self.random.choice(("no_answer", "refusal", ops.DO_NOT_CONTACT))
                laptop.do(ops.AttemptMade, id, dies_at, disposition=outcome, note=f"v-{id}", **about)
            case "task_again":
                laptop.change_task(id, dies_at, self.random)
            case "amend":
                score = self.random.randint(0, 100)
                laptop.amend(self._new_id("a"), score, dies_at, self.random)
            case "task":
                fields = {"type": "callback", "customer": customer, "due_at": template.AT}
                given = {"assignee": laptop.user} if self.random.random() < 0.5 else {}
                laptop.do(ops.TaskOp, id, dies_at, record=f"t-{id}", fields=fields | given)
            case "merge":
                laptop.do(ops.Merge, id, dies_at, customer=customer, into=self._customer(laptop))
            case "dnc":
                about = {"customer": self.random.choice((customer, *template.PUBLISHED))}
                laptop.do(ops.DoNotContact, id, dies_at, reason=f"v-{id}", **about)

    def decide(self) -> None:
        laptop = self._anyone()
        found = laptop.open_proposals()
        if found:
            proposal = self.random.choice(found)
            accept = self.random.random() < 0.5
            laptop.do(ops.Decision, self._new_id("o"), proposal=proposal["id"], accept=accept)

    def sync(self) -> None:
        self._sync(self._anyone())

    def another_syncs(self) -> None:
        """In the middle of somebody's run another syncs, or he himself goes on working, or the centre is restored."""
        if len(self._syncing) != 1:
            return
        [running], luck = self._syncing, self.random.random()
        if luck < 0.1:
            self.restore_centre()
        elif luck < 0.45:
            self._works_on(running)
        else:
            others = [laptop for laptop in self.laptops if laptop is not running]
            twins = [laptop for laptop in others if laptop.device == running.device]
            self._sync(self.random.choice(twins or others))

    def _works_on(self, laptop: SimulatedLaptop) -> None:
        dies_at, within = laptop.point.left, laptop.point.within
        laptop.point.arm(None)
        crashes, self.mix.laptop_crashes = self.mix.laptop_crashes, 0.0
        self._change(laptop)
        laptop.point.arm(dies_at, within)
        self.mix.laptop_crashes = crashes

    # What the centre does

    def publish(self) -> None:
        chosen = self.random.choice(template.PUBLISHED)
        if self.random.random() < 0.3:
            self.centre.admin.withdraw("customer", [chosen])
        else:
            company = f"{self.random.random()}"
            self.centre.admin.publish("customer", [template.customer(chosen, company=company)])

    def region(self) -> None:
        user = self.random.choice(template.USERS)
        self.centre.admin.user(user, region=self.random.choice(("main", "north")))

    def approve(self) -> None:
        self.centre.admin.approve(OTHER_PACK.pack)

    # What goes wrong

    def deliver_late(self) -> None:
        self.network.deliver_one_late()

    def clocks(self) -> None:
        self._anyone().set_clock(timedelta(days=self.random.choice((-9000, -400, 0, 1, 2000, 20000))))

    def crash_centre(self) -> None:
        self.centre.restart()
        checks.promises_kept(self)

    def back_up_centre(self) -> None:
        target = self.folder / "centre.backup"
        self.centre.back_up(target)
        self._centre_backup = (target, self.network.promises.copy())

    def restore_centre(self) -> None:
        checks.promises_kept(self)
        assert self._centre_backup is not None
        source, promises = self._centre_backup
        self.centre.restore(source)
        self.network.restored = True
        self.network.promises = promises.copy()

    def centre_falls_back(self) -> None:
        """It is restored between two runs of a laptop, whose token still serves; others may be there first."""
        laptop = self._anyone()
        self.publish()
        self._sync(laptop)
        if self.random.random() < 0.5:
            self.back_up_centre()
            self._record(laptop)
            self._sync(laptop)
        self.restore_centre()
        for _ in range(self.random.randrange(4)):
            self.publish()
        if self.random.random() < 0.5:
            self._record(laptop)
        self._sync(laptop)

    def laptop_falls_back(self) -> None:
        """A backup is put back and worked with at once, while the token of the run before still serves."""
        laptop = self._anyone()
        self._record(laptop)
        self._sync(laptop)
        self._restore(laptop)
        self._record(laptop)
        self._sync(laptop)

    def back_up_laptop(self) -> None:
        self._back_up(self._anyone())

    def restore_laptop(self) -> None:
        self._restore(self._anyone())

    def _restore(self, laptop: SimulatedLaptop) -> None:
        checks.log_is_whole(laptop)
        laptop.restore(*self._backups[laptop.name])

    def clone_laptop(self) -> None:
        """The whole home, key included, on a second machine."""
        if len(self.laptops) >= MOST_LAPTOPS:
            return
        original = self._anyone()
        name = f"clone{len(self.laptops)}"
        kept = original.back_up(self.folder / f"{name}.db")
        clone = self._laptop(name, original.user, original.seed)
        clone.kept = kept
        self.laptops.append(clone)
        self._back_up(clone)
        for twin in (original, clone):
            self._record(twin)

    def damage_record(self) -> None:
        """A record that came down is not what it was: the proof finds it, and it is read anew."""
        laptop = self._anyone()
        self.damaged = True
        laptop.execute(self.random.choice(DAMAGES))

    def damage_log(self) -> None:
        """A bit of an entry that is not sent yet is another: it must not arrive."""
        laptop = self._anyone()
        seq = laptop.log.acknowledged().n + 1
        before = [body for n, _id, body in checks.logged(laptop) if n == seq]
        if not before:
            return
        flipped = bytes([before[0][0] ^ 1]) + before[0][1:]
        laptop.execute("UPDATE log SET body = ? WHERE seq = ?", flipped, seq)
        assert self._tried(laptop) is None, f"{laptop.name}: proven with a damaged entry"
        assert all(item.body != flipped for item in checks.items(self)), "a damaged entry arrived"
        laptop.execute("UPDATE log SET body = ? WHERE seq = ?", before[0], seq)

    def _arm(self, laptop: SimulatedLaptop) -> None:
        """It may die anywhere in the run, as often as not where something is stored for good."""
        dies_at = self._dies_at(LONGEST_RUN)
        if dies_at is not None and self.random.random() < 0.5:
            laptop.point.arm(dies_at % SHORTEST_CALL, self.random.choice(STORING))
        else:
            laptop.point.arm(dies_at)

    def _dies_at(self, within: int) -> int | None:
        return self.random.randrange(within) if self.random.random() < self.mix.laptop_crashes else None

    def _sync(self, laptop: SimulatedLaptop) -> None:
        self._syncing.append(laptop)
        came = checks.came_down(laptop)
        self._arm(laptop)
        outcome = self._tried(laptop)
        laptop.point.arm(None)
        self._syncing.remove(laptop)
        checks.page_and_cursor_are_one(self, laptop, came, checks.came_down(laptop))
        checks.own_work_is_seen(self, laptop)
        checks.log_is_whole(laptop)
        checks.acknowledged_is_promised(self, laptop)
        if outcome is not None and outcome.proven:
            checks.proof_is_true(self, laptop, outcome)

    def _tried(self, laptop: SimulatedLaptop) -> Outcome | None:
        wire = Wire(self.network, laptop.point)
        try:
            return laptop.sync(wire, self.random)
        except SyncError as error:
            self.story.append(f"{laptop.name}: {error.code}")
        except Crash:
            self.story.append(f"{laptop.name} dies")
            laptop.restart()
        return None

    def _back_up(self, laptop: SimulatedLaptop) -> None:
        target = self.folder / f"{laptop.name}.backup"
        self._backups[laptop.name] = (target, laptop.back_up(target))

    def _laptop(self, name: str, user: str, seed: int) -> SimulatedLaptop:
        return SimulatedLaptop(name, user, self.folder / f"{name}.db", seed, self.time)

    def _anyone(self) -> SimulatedLaptop:
        laptop = self.random.choice(self.laptops)
        self.story.append(f"  {laptop.name}")
        return laptop

    def _customer(self, laptop: SimulatedLaptop) -> str:
        """Often the same: people meet where something happens."""
        if self.random.random() < 0.5:
            return template.OWN[0]
        return self.random.choice([id for id in laptop.customers() if id not in template.PUBLISHED] or ["q0"])

    def _new_id(self, kind: str) -> str:
        self._numbers += 1
        return f"{kind}{self._numbers}"
