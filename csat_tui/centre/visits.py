"""The visits that a centre knows of."""

from csat_tui.centre.opening import centre_store
from schemas.records.visiting import Visit
from sync.centre.visits import names_of, visits


def centre_visits(
    first: str, last: str, customer: str | None, database: str | None
) -> list[tuple[Visit, str]]:
    """Visits of these days, the newest first, each with the name of its customer."""
    with centre_store(database) as store, store.reading() as session:
        found = [
            one
            for one in visits(session)
            if first <= one.held_at[:10] <= last and customer in (None, one.customer)
        ]
        names = names_of(session, {one.customer for one in found})
    return [(one, names.get(one.customer, one.customer)) for one in found]
