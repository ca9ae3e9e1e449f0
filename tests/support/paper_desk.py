"""A laptop with a paper desk: packs, units, a batch; and the keying screen in the whole app, driven by keys."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from textual.events import Key
from textual.pilot import Pilot

from csat_tui.app import CsatApp
from csat_tui.home import open_home
from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.services import LaptopServices
from csat_tui.paper import batches
from csat_tui.paper.batches import Arrival
from csat_tui.paper.desk import Desk
from csat_tui.screens.keying import KeyingScreen
from csat_tui.store import operations
from schemas.packs.model import Pack
from schemas.packs.resolve import library_content, read
from schemas.paper.serial import Serial
from schemas.records.identity import form_id
from schemas.records.operations import FormOp, MailingOp, Operation
from schemas.records.paper import PaperBatch
from sync.client.ports import Enrolment
from tests.support.interviews import _is_name, _typed
from tests.support.laptop import NOW
from tests.support.practice_laptop import opened
from tests.support.screens import painted, settle
from tests.support.store_samples import customer_change, pack_change

P09, P12 = "op-qpm-written", "itops-pm"
RECEIVED = date(2026, 11, 19)


def make(home: Path) -> None:
    """Enrolled for zhao, with both packs and one unit."""
    open_home(home, kind="practice")
    with opened(home) as laptop:
        laptop.log.enrolled(Enrolment("http://127.0.0.1:9", "d1", 1, "zhao", "华星照明", mark="2L36"))
        units = [customer_change("u1", name="苏州分公司", number="SZ01")]
        laptop.replica.apply([pack_change(name=P09), pack_change(name=P12), *units], "1")


@contextmanager
def desk_laptop(home: Path) -> Iterator[Laptop]:
    make(home)
    with opened(home) as laptop:
        yield laptop


def batch_of(laptop: Laptop, pack: str = P12, declared: int = 3) -> PaperBatch:
    arrival = Arrival("mail", RECEIVED, declared, sender="苏州分公司")
    return batches.open_batch(laptop, read(library_content(pack)), arrival)


def issued(laptop: Laptop, pack: Pack, forms: int) -> None:
    """A mailing of so many forms that went out at the beginning of the month, each to a unit of its own."""
    units = [customer_change(f"u{n}", name="苏州分公司", number=f"SZ{n:02d}") for n in range(2, forms + 1)]
    laptop.replica.apply(units, "2")
    told = {"user": "zhao", "at": "2026-11-01T09:00:00+08:00", "base_version": 0}
    fields = {"series": "26Q4", "pack": pack.pack, "pack_version": pack.version, "issued_on": "2026-11-01"}
    made: list[Operation] = [MailingOp(id=new_id(), record="m1", fields={**fields, "issued": forms}, **told)]
    for number in range(1, forms + 1):
        form = {"serial": serial(number), "mailing": "m1", "customer": f"u{number}", "fate": "issued"}
        made.append(FormOp(id=new_id(), record=form_id(serial(number)), fields=form, **told))
    operations.record(laptop.store, made)


def serial(number: int) -> str:
    return str(Serial("26Q4", number))


@dataclass
class AtDesk:
    """The app with the keying screen of a batch; ``pressed``: keys so far."""

    app: CsatApp
    pilot: Pilot[str]
    desk: Desk
    pressed: int = 0

    @property
    def rows(self) -> list[str]:
        return painted(self.app)

    @property
    def screen(self) -> str:
        return "\n".join(self.rows)

    async def keys(self, line: str) -> None:
        """Keys by name, other words typed; none waits for the screen."""
        for word in line.split():
            for event in [Key(word, None)] if _is_name(word) else [_typed(c) for c in word]:
                self.pressed += 1
                self.app.post_message(event)
        await settle(self.pilot)


@asynccontextmanager
async def at_desk(
    laptop: Laptop, batch: PaperBatch, log: Path, operator: str = "zhao", desk: type[Desk] = Desk
) -> AsyncIterator[AtDesk]:
    """The keying screen of a batch, on top of Today."""
    services = LaptopServices(laptop)
    app = CsatApp(lambda _passphrase: services, log=log, now=lambda: NOW)
    held = desk(laptop, batch, operator)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        app.push_screen(KeyingScreen(held))
        await settle(pilot)
        yield AtDesk(app, pilot, held)


def key_form(desk: Desk, digits: str, day: str = "1115") -> None:
    """Key the form on top with a digit an item and no words, and store it."""
    desk.begin("")
    form = desk.form
    assert form is not None
    if form.head:
        desk.head_field(day)
        form = desk.form
        assert form is not None
    form._clock = lambda: 0  # no time passes, so that screens look the same each time
    for digit in digits:
        form.press(digit)
    form.enter()
    desk.store()
