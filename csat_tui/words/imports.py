"""What became of a file, in words: the same for the command and for the screens."""

from collections.abc import Sequence

from csat_tui.importing.tally import Tally
from csat_tui.services.imports import Done, Verdict
from schemas.language import texts

_ = texts("csat_tui")


def verdict_name(verdict: Verdict | None) -> str:
    """What becomes of a row, in a word; None: whatever becomes of it."""
    names = {
        "new": _("new"),
        "known": _("known"),
        "changed": _("changed"),
        "rejected": _("rejected"),
        "passed": _("passed over"),
    }
    return names[verdict] if verdict else _("all rows")


def counts(tally: Tally) -> tuple[str, str]:
    """How many rows there are of each outcome; and what else is to be known of them."""
    outcomes = _(
        "{rows} rows: {new} new, {known} known, {changed} changed, {rejected} rejected.",
        rows=tally.rows,
        new=tally.new,
        known=tally.known,
        changed=tally.changed,
        rejected=tally.rejected,
    )
    further = _(
        "Without a telephone: {missing}. Not to be contacted: {stop}. Customers new on file: {customers}.",
        missing=tally.missing_phone,
        stop=tally.do_not_contact,
        customers=tally.new_customers,
    )
    return outcomes, further


def balance(done: Done) -> str:
    """The rows of an import as a sum, to be held against the system they came from."""
    return _(
        "{rows} rows = {new} new + {known} known + {changed} changed + {rejected} rejected",
        rows=done.rows,
        new=done.new,
        known=done.known,
        changed=done.changed,
        rejected=done.rejected,
    )


def before(days: Sequence[str]) -> list[str]:
    """That this file was imported already, where it was."""
    return [_("This very file was imported before, on {when}.", when=", ".join(days))] if days else []


def due(count: int) -> str:
    """How many tasks became due with it."""
    return _("Tasks that became due: {n}.", n=count)


def taken_back(records: int) -> str:
    """What taking it back came to."""
    return _("Taken back: {n} records are as they were before.", n=records)
