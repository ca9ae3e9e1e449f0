"""The scans of paper forms at a centre, for its commands."""

from collections.abc import Sequence

from csat_tui.centre.opening import administration, centre_store
from csat_tui.paper.mailings import demand_serial
from sync.centre import scans
from sync.centre.tables import ScanRow


def give(serial: str, number: int | None, database: str | None) -> bytes:
    """The bytes of a form's scan, noted in the audit log. Raises Trouble ``unknown_serial``, ``no_scan``."""
    meant = str(demand_serial(serial))
    with administration(database) as admin:
        return admin.scan(meant, number)


def listed(serial: str | None, database: str | None) -> Sequence[ScanRow]:
    """Those that are there whole. Raises Trouble ``unknown_serial``."""
    meant = str(demand_serial(serial)) if serial else None
    with centre_store(database) as store, store.reading() as session:
        found = scans.listed(session, meant)
        session.expunge_all()
        return found
