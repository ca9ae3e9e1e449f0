"""The two keys for the scan of a form, the same on every screen where a form is meant."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import on
from textual.message import Message

from csat_tui.screens.base import CsatScreen
from csat_tui.screens.paper_forms import scan_form
from csat_tui.services import Services


class ScanKeys(CsatScreen):
    """``scan_serial`` says which form is meant."""

    @dataclass
    class ToAttach(Message):
        """``proposed``: the newest file of the scan folder."""

        serial: str
        proposed: str

    @dataclass
    class ScanSaid(Message):
        """What was done, in words."""

        words: str

    _scan_shown = False

    def scan_serial(self) -> str | None:
        """The form that is meant; None when there is none."""
        return None

    def do_show_scan(self) -> None:
        if (serial := self.scan_serial()) is not None:
            self.show_scan(lambda services: services.paper().show_scan(serial))

    def show_scan(self, show: Callable[[Services], str]) -> None:
        """Have a scan opened; it is put away when this screen goes."""
        self._scan_shown = True
        self.ask(show, self.ScanSaid)

    def do_attach_scan(self) -> None:
        if (serial := self.scan_serial()) is not None:
            self.ask(
                lambda services: services.paper().newest_scan(), lambda path: self.ToAttach(serial, path)
            )

    @on(ToAttach)
    def _scan_to_attach(self, message: ToAttach) -> None:
        self.csat.push_screen(scan_form(message.serial, message.proposed), self._scan_attached)

    @on(ScanSaid)
    def _scan_said(self, message: ScanSaid) -> None:
        self._scan_attached(message.words)

    def _scan_attached(self, words: str | None) -> None:
        if words:
            self.say(lambda: words)

    def on_unmount(self) -> None:
        """The decrypted file goes when its form is no longer looked at."""
        if self._scan_shown and self.csat.services is not None:
            self.csat.services.paper().put_scan_away()
