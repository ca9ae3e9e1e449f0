"""Sync: what goes, what comes, and the proof, in words and numbers; it can be stopped at any time."""

import threading
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from typing import Literal

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.services import Services
from csat_tui.services.sync import Progress, SyncEnd
from csat_tui.trouble import Trouble
from csat_tui.widgets.bar import bar
from csat_tui.widgets.cells import fit, wrap
from csat_tui.widgets.line import Line, Span, line, lines
from csat_tui.widgets.reader import Reader
from csat_tui.words.common import moment
from schemas.language import texts

_ = texts("csat_tui")

Step = Literal["push", "pull", "verify", "scan"]
STEPS: tuple[Step, ...] = ("push", "pull", "verify", "scan")
BAR = 28
_NO_ANSWER = ("no_network", "link_broken", "not_the_centre")


class SyncScreen(CsatScreen):
    """Starts at once. Esc stops a running sync and leaves a finished one."""

    where = "sync"

    @dataclass
    class Stepped(Message):
        """The sync has got on; only the latest step matters."""

        progress: Progress

        def can_replace(self, message: Message) -> bool:
            return isinstance(message, SyncScreen.Stepped)

    @dataclass
    class Ended(Message):
        end: SyncEnd

    def __init__(self) -> None:
        super().__init__()
        self.progress = Progress("push")
        self.end: SyncEnd | None = None
        self.trouble: Trouble | None = None
        self._stop = threading.Event()
        self._accept_removal = False

    def title_text(self) -> str:
        return _("Sync")

    def about(self) -> str:
        return _(
            "Sends what was recorded here, fetches tasks, customers and packs, and then compares both sides. "
            "Proven means: the server holds exactly what this laptop has recorded, on its disk. Stopping "
            "is always "
            "safe; nothing is counted twice."
        )

    def body(self) -> ComposeResult:
        yield Reader(self._page, id="page")

    def on_mount(self) -> None:
        self.do_again()

    @property
    def running(self) -> bool:
        """Whether a sync is under way."""
        return self.end is None and self.trouble is None

    @property
    def busy(self) -> bool:
        return self.running

    def offers(self, action: str) -> bool:
        if action == "accept_removal":
            return self.trouble is not None and self.trouble.code == "mass_removal"
        return self.running if action == "stop" else not self.running or action not in {"again", "back"}

    def do_again(self) -> None:
        self.progress, self.end, self.trouble = Progress("push"), None, None
        self._stop.clear()
        self.redraw()
        self.ask(partial(self._sync, accept_removal=self._accept_removal), self.Ended)

    def do_accept_removal(self) -> None:
        """The person has asked at the centre: it is right."""
        self._accept_removal = True
        self.do_again()
        self._accept_removal = False

    def do_stop(self) -> None:
        self._stop.set()
        self.say(lambda: _("Stopping after what is on its way ..."))

    def on_unmount(self) -> None:
        self._stop.set()

    def _sync(self, services: Services, *, accept_removal: bool) -> SyncEnd:
        return services.sync(
            self._report,
            lambda: self._stop.is_set() or self.csat.leaving.is_set(),
            accept_removal=accept_removal,
        )

    def _report(self, progress: Progress) -> None:
        self.post_message(self.Stepped(progress))

    @on(Stepped)
    def _stepped(self, message: Stepped) -> None:
        self.progress = message.progress
        self.redraw()

    @on(Ended)
    def _ended(self, message: Ended) -> None:
        self.end = message.end
        if not message.end.stopped:
            self._answers(True)
        self._finish()

    def on_csat_screen_failed(self, message: CsatScreen.Failed) -> None:
        message.prevent_default()
        self.trouble = message.trouble
        if message.trouble.code in _NO_ANSWER:
            self._answers(False)
        self._finish()

    def _answers(self, online: bool) -> None:
        """Whether the centre answers is known now: the title says so."""
        if self.csat.status is not None:
            self.csat.status = replace(self.csat.status, online=online)

    def _finish(self) -> None:
        self.say(None)
        self.redraw()
        if self.csat.leaving.is_set():
            self.csat.do_quit()

    def _page(self, width: int) -> list[Line]:
        if self.trouble is not None:
            return _trouble_lines(self.trouble, width)
        if self.end is not None:
            numbers = _so_far(self.progress) if self.end.stopped else _numbers(self.end)
            return [*self._verdict(self.end, width), (), *numbers, *_aside_lines(self.end, width)]
        return [(), *[self._step_line(step) for step in self._steps], (), *_so_far(self.progress)]

    @property
    def _steps(self) -> tuple[Step, ...]:
        """Scans stand there when there are any."""
        return STEPS if self.progress.step == "scan" else STEPS[:-1]

    def _step_line(self, step: Step) -> Line:
        place, reached = STEPS.index(step), STEPS.index(self.progress.step)
        name = fit(_step_name(step), 10)
        if place > reached:
            return line(f"   {name}", Span(_("waiting"), "dim"))
        if place < reached:
            return line(f"   {name}[{bar(Fraction(1), BAR)}]  ", Span(_("done"), "good"))
        progress = self.progress
        if not progress.total:
            return line(f"   {name}", _("under way, {n} so far", n=progress.done))
        drawn = bar(Fraction(progress.done, progress.total), BAR)
        if step == "scan":
            return line(f"   {name}[{drawn}]  {size_text(progress.done)} / {size_text(progress.total)}")
        return line(f"   {name}[{drawn}]  {progress.done} / {progress.total}")

    def _verdict(self, end: SyncEnd, width: int) -> list[Line]:
        if end.proven:
            when = moment(end.at or self.csat.now(), self.csat.now())
            all_of_them = _(
                "All {n} questionnaires are on the server, proven {when}.", n=end.responses_total, when=when
            )
            words = (
                all_of_them
                if end.responses_total
                else _("Both ends hold the same, proven {when}.", when=when)
            )
            return [(), *_indented(words, width, "good")]
        if end.stopped:
            words = _(
                "Stopped. What has arrived stays on the server, the rest is safe on this laptop and goes "
                "next time."
            )
            return [(), *_indented(words, width, "strong")]
        words = _(
            "The server does not hold what this laptop has recorded: the proof failed. Everything is "
            "safe on this "
            "laptop. Sync again with F5; if it fails again, tell your supervisor."
        )
        return [(), *_indented(words, width, "bad")]


def _step_name(step: Step) -> str:
    return {"push": _("Send"), "pull": _("Fetch"), "verify": _("Proof"), "scan": _("Scans")}[step]


def _indented(words: str, width: int, tone: str = "") -> list[Line]:
    return lines([f"   {row}" for row in wrap(words, width - 6)], tone)


def _trouble_lines(trouble: Trouble, width: int) -> list[Line]:
    return [
        (),
        *_indented(trouble.message, width, "bad"),
        (),
        *_indented(trouble.safe, width),
        *_indented(trouble.next, width),
    ]


def size_text(count: int) -> str:
    """Bytes for a person: whole below 1000, then KB or MB with one decimal (1 KB = 1000 bytes)."""
    for unit, scale in (("MB", 1_000_000), ("KB", 1000)):
        if count >= scale:
            tenths = count * 10 // scale
            return f"{tenths // 10}.{tenths % 10} {unit}"
    return f"{count} B"


def _so_far(progress: Progress) -> list[Line]:
    counts = (
        _("arrived {n}", n=progress.stored),
        _("repeated {n}", n=progress.duplicates),
        _("set aside {n}", n=progress.quarantined),
    )
    known = progress.stored or progress.duplicates or progress.quarantined
    carried = _("{size} carried so far", size=size_text(progress.bytes_up + progress.bytes_down))
    return [*([line("   " + "   ".join(counts))] if known else []), line(f"   {carried}")]


def _numbers(end: SyncEnd) -> list[Line]:
    pulled = "   ".join(f"{_collection(name)} {count}" for name, count in end.pulled.items())
    sent = _("sent {n}", n=end.stored), _("repeated {n}", n=end.duplicates)
    traffic = _("up {up}, down {down}", up=size_text(end.bytes_up), down=size_text(end.bytes_down))
    rows = [
        line("   " + "   ".join(sent) + "   " + _("questionnaires {n}", n=end.responses)),
        line("   " + _("fetched:") + f" {pulled}") if pulled else (),
        line("   " + _("{n} seconds", n=f"{end.seconds:.1f}") + f"   {traffic}"),
    ]
    if end.scans or end.scans_waiting:
        scans = _("scans sent {n}", n=end.scans), _("{n} scans waiting", n=end.scans_waiting)
        rows.append(line("   " + "   ".join(scans if end.scans_waiting else scans[:1])))
    if end.proven:
        chain = f"{end.chain[:8]}..{end.chain[-8:]}"
        rows.append(line(Span("   " + _("proof: number {n}, chain {chain}", n=end.n, chain=chain), "dim")))
    return rows


def _collection(name: str) -> str:
    names = {
        "customer": _("customers"),
        "task": _("tasks"),
        "pack": _("packs"),
        "changes": _("changes"),
    }
    return names.get(name, name)


def _aside_lines(end: SyncEnd, width: int) -> list[Line]:
    if not end.set_aside:
        return []
    head = _("{n} set aside by the server, none lost:", n=len(end.set_aside))
    rows = [row for item in end.set_aside for row in _indented(f"- {item.what}: {item.why}", width)]
    return [(), *_indented(head, width, "warn"), *rows]
