"""The evening sync of this laptop: transport, device key and store put together."""

import socket
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from csat_tui.home import folder_trouble
from csat_tui.keys.access import SealedPasses
from csat_tui.keys.device import keep_signing_key, new_signing_key, signing_key
from csat_tui.keys.recovery import HomeSafe
from csat_tui.laptop.opening import Laptop
from csat_tui.laptop.set_aside import set_aside
from csat_tui.lock import alone
from csat_tui.paper import meeting
from csat_tui.services.sync import Progress, SyncEnd
from csat_tui.store.scans import LaptopScans
from csat_tui.trouble import Trouble
from csat_tui.visiting import approvals
from schemas.language import texts
from sync.client import errors
from sync.client import progress as steps
from sync.client.bundle import TakenIn, Written, take_answer, write_bundle
from sync.client.clock import SystemClock
from sync.client.http import HttpTransport, plain_abroad
from sync.client.identity import NOTHING_GIVEN, Trust
from sync.client.identity import enrol as enrol_at
from sync.client.ports import Enrolment
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from sync.protocol.bundle import MAX_FILE, BadBundle

_ = texts("csat_tui")

REACH_SECONDS = 2.0


def sync(
    laptop: Laptop,
    report: steps.Report = lambda progress: None,
    stop: Callable[[], bool] = lambda: False,
    *,
    accept_removal: bool = False,
) -> steps.Outcome:
    """Send, fetch and prove. Raises Trouble; what was acknowledged before it stays so."""
    enrolment = laptop.log.enrolment()
    if enrolment is None:
        raise _trouble(errors.NotEnrolled())
    signer = _signer(laptop)
    transport = _transport(enrolment.url, Trust(enrolment.ca, enrolment.pins, enrolment.plain))
    once = partial(
        run_sync,
        laptop.log,
        laptop.replica,
        transport,
        signer,
        SystemClock(),
        report,
        stop=stop,
        passes=SealedPasses(laptop.home, signer.private_bytes()),
        safe=HomeSafe(laptop.home, laptop.vault),
        scans=LaptopScans(laptop.store),
        accept_removal=accept_removal,
    )
    try:
        with alone(laptop.home.sync_lock, wait_s=0):
            outcome = once()
            # What came down may say that a form keyed here, or an approval, does not count: that goes up at once.
            return once() if outcome.proven and meeting.settle(laptop) + approvals.settle(laptop) else outcome
    except errors.SyncError as error:
        raise _trouble(error) from error
    finally:
        transport.close()


def enrol(laptop: Laptop, url: str, code: str, trust: Trust = NOTHING_GIVEN) -> tuple[Enrolment, int]:
    """Register this laptop with a one-time code; how much came down. Raises Trouble. ``trust``: by what the
    centre is known, kept for every later sync.

    The key is kept before it is shown to the centre, and one that is here is used again: an answer that gets
    lost leaves no device without its key.
    """
    key = signing_key(laptop.vault) or new_signing_key()
    transport = _transport(url, trust)
    try:
        keep_signing_key(laptop.vault, key)
        signer = DeviceKey(key.private_bytes_raw())
        with alone(laptop.home.sync_lock, wait_s=0):
            return enrol_at(
                url,
                code,
                laptop.log,
                laptop.replica,
                transport,
                signer,
                SystemClock(),
                trust=trust,
                safe=HomeSafe(laptop.home, laptop.vault),
            )
    except errors.SyncError as error:
        raise _trouble(error) from error
    finally:
        transport.close()


def to_file(laptop: Laptop, file: Path) -> Written:
    """Write what the centre does not have to a file, signed and encrypted. Raises Trouble."""
    try:
        with alone(laptop.home.sync_lock, wait_s=0):
            written = write_bundle(laptop.log, laptop.replica, _signer(laptop))
        file.write_bytes(written.data)
    except errors.SyncError as error:
        raise _trouble(error) from error
    except BadBundle as error:
        raise _unfit_file(error.code) from error
    except OSError as error:
        raise folder_trouble(file.parent, error) from error
    return written


def scans_waiting(laptop: Laptop) -> int:
    """How many scans only a sync over the network takes along; a file leaves them out."""
    return LaptopScans(laptop.store).count()


def from_file(laptop: Laptop, file: Path, *, accept_removal: bool = False) -> TakenIn:
    """Take in the centre's answer to such a file. Raises Trouble."""
    try:
        with file.open("rb") as opened:
            data = opened.read(MAX_FILE + 1)
        with alone(laptop.home.sync_lock, wait_s=0):
            return take_answer(
                laptop.log, laptop.replica, _signer(laptop), data, accept_removal=accept_removal
            )
    except errors.SyncError as error:
        raise _trouble(error) from error
    except OSError as error:
        raise folder_trouble(file.parent, error) from error


def follow(laptop: Laptop, url: str) -> None:
    """The same centre answers at another address from now on."""
    enrolment = laptop.log.enrolment()
    if enrolment is not None and enrolment.url != url:
        laptop.log.enrolled(replace(enrolment, url=url))


def reachable(laptop: Laptop) -> bool:
    """Whether something answers at the centre's address; a proof that it is the centre takes a sync."""
    enrolment = laptop.log.enrolment()
    address = urlsplit(enrolment.url) if enrolment else None
    if address is None or address.hostname is None:
        return False
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        socket.create_connection((address.hostname, port), REACH_SECONDS).close()
    except OSError:
        return False
    return True


def _transport(url: str, trust: Trust) -> HttpTransport:
    if plain_abroad(url) and not trust.plain:
        raise Trouble(
            "plain_http",
            _("The address begins with http:, so everything could be read on its way."),
            _("Nothing was sent."),
            _("Use the https address, or enrol with --allow-plain-http where the network itself is safe."),
        )
    return HttpTransport(url, trust.ca, trust.pins)


def _signer(laptop: Laptop) -> DeviceKey:
    key = signing_key(laptop.vault)
    if key is None:
        raise _no_device_key()
    return DeviceKey(key.private_bytes_raw())


def sync_for_screen(
    laptop: Laptop,
    report: Callable[[Progress], None],
    stopped: Callable[[], bool],
    *,
    accept_removal: bool = False,
) -> SyncEnd:
    """The same for the sync screen. A stop is an end like any other, not an error."""

    def passed_on(step: steps.Progress) -> None:
        report(Progress(step=step.phase, done=step.done, total=step.total, bytes_up=step.bytes))

    try:
        outcome = sync(laptop, passed_on, stopped, accept_removal=accept_removal)
    except Trouble as trouble:
        if trouble.code == errors.Stopped.code:
            return SyncEnd(proven=False, stopped=True)
        raise
    return SyncEnd(
        proven=outcome.proven,
        responses=outcome.responses,
        responses_total=outcome.responses_total,
        stored=outcome.pushed,
        duplicates=outcome.duplicates,
        pulled={"changes": outcome.pulled},
        n=outcome.n,
        chain=outcome.chain,
        seconds=outcome.seconds,
        bytes_up=outcome.bytes_up,
        bytes_down=outcome.bytes_down,
        at=datetime.now(),
        scans=outcome.scans,
        scans_waiting=outcome.scans_waiting,
        set_aside=set_aside(laptop),
    )


def _trouble(error: errors.SyncError) -> Trouble:
    return Trouble(error.code, str(error.message), str(error.safe), str(error.next))


def _unfit_file(code: str) -> Trouble:
    return Trouble(
        code,
        _("What has to be sent does not fit into one file."),
        _("Everything recorded is on this laptop."),
        _("Sync over the network."),
    )


def _no_device_key() -> Trouble:
    return Trouble(
        "unknown_device",
        _("The signing key of this laptop is not here: the folder was copied, or the keyring is another."),
        _("Everything recorded is on this laptop."),
        _("Ask for an enrolment code and run: csat enrol URL CODE"),
    )
