"""Send the scans of paper forms: after everything else, in pieces, each from where the centre has it.

Nothing waits for them: what is recorded meanwhile goes first, and whatever stops them leaves the proof as it is.
"""

from collections.abc import Callable

from schemas.paper.scan import PIECE_BYTES
from sync.client.conversation import Conversation, Refused
from sync.client.errors import CentreFailed
from sync.client.ports import Scans, ScanToSend, TransportError
from sync.client.progress import Progress, Report
from sync.protocol import messages
from sync.protocol.signing import to_text
from sync.protocol.wire import MAX_ITEMS

SMALLEST_PIECE = 4 * 1024
OF_THE_FILE = {"bad_scan", "bad_request", "too_large"}
"""Refusals that say something of this one file: it stays here, and the others go on."""


def send_scans(
    talk: Conversation, scans: Scans, device: str, ahead: Callable[[], None], report: Report
) -> None:
    """Send every scan that waits. ``ahead`` is called before each piece, for what goes first. Raises a SyncError;
    what the centre has of a scan by then, it keeps."""
    waiting = scans.waiting()
    total = sum(scan.size for scan in waiting)
    before = 0
    for scan in waiting:

        def moved(held: int, before: int = before) -> None:
            report(Progress("scan", before + held, total, talk.meter.up + talk.meter.down))

        try:
            _send(_Sending(talk, scans, device, scan, ahead, moved))
        except CentreFailed as failed:
            if failed.fault not in OF_THE_FILE:
                raise
            scans.refused(scan.id, failed.fault)
        before += scan.size


def _send(sending: "_Sending") -> None:
    """A file that did not arrive as it is here is sent once more from its beginning: the centre may have had its first
    pieces from another laptop."""
    try:
        sending.whole(sending.scan.held)
    except CentreFailed as failed:
        if failed.fault != "bad_scan":
            raise
        sending.whole(0)


def ask_again(talk: Conversation, scans: Scans, device: str) -> None:
    """Ask whether the centre still has what it once had whole (it may have been restored from a backup), the latest
    first; what it lacks waits again."""
    sent = scans.sent(MAX_ITEMS)
    if sent:
        request = messages.ScansRequest(device=device, ids=list(sent))
        scans.lost(talk.ask("POST", "scans", messages.ScansMissing, request).missing)


class _Sending:
    """One scan on its way. Pieces become smaller when the link breaks, and larger again when it holds."""

    def __init__(
        self,
        talk: Conversation,
        scans: Scans,
        device: str,
        scan: ScanToSend,
        ahead: Callable[[], None],
        moved: Callable[[int], None],
    ) -> None:
        self.scan = scan
        self._talk, self._scans, self._device = talk, scans, device
        self._ahead, self._moved = ahead, moved
        self._size = PIECE_BYTES
        self._back = 0

    def whole(self, held: int) -> None:
        """Send what is missing behind the first ``held`` bytes."""
        while held < self.scan.size:
            self._moved(held)
            self._ahead()
            try:
                there = self._send(held)
            except TransportError as error:
                self._size = max(self._size // 2, SMALLEST_PIECE)
                self._talk.patience.link_failed(error)
                continue
            except Refused as refused:
                raise CentreFailed(refused.fault.code) from refused
            self._check(held, there)
            held = there
            self._size = min(self._size * 2, PIECE_BYTES)
            self._scans.note(self.scan.id, held)
        self._moved(held)

    def _send(self, start: int) -> int:
        scan = self.scan
        request = messages.ScanRequest(
            device=self._device,
            serial=scan.serial,
            sha256=scan.sha256,
            size=scan.size,
            kind=scan.kind,
            name=scan.name,
            at=scan.at,
            start=start,
            data=to_text(self._scans.piece(scan.id, start, self._size)),
        )
        return self._talk.once("POST", "scan", messages.ScanHeld, request).held

    def _check(self, before: int, there: int) -> None:
        """A centre may have less than it said, once: it was restored meanwhile. One that goes back and back is not
        followed for ever."""
        self._back += there <= before
        if not 0 <= there <= self.scan.size or self._back > 1:
            raise CentreFailed("scan")
