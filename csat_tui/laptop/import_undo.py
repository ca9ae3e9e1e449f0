"""Take an import back, as long as nothing hangs on what it brought; all of it or nothing."""

from collections.abc import Sequence

from csat_tui.laptop.ids import new_id
from csat_tui.laptop.opening import Laptop, now
from csat_tui.store import imports
from csat_tui.store.operations import here
from csat_tui.trouble import Trouble
from schemas.language import texts

_ = texts("csat_tui")

NAMED = 3
ENTITIES = ("customer", "event", "project")
CALLED_BY = ("number", "source_no", "name", "plate")


def undo(laptop: Laptop, batch: str) -> int:
    """Undo the import of this id; how many records it concerned. Raises Trouble ``not_found`` or ``in_use``."""
    at = now().isoformat(timespec="seconds")
    try:
        return imports.undo(laptop.store, batch, new_id, at=at, user=laptop.user)
    except KeyError as error:
        raise Trouble(
            "not_found",
            _("There is no import of this id that was applied on this laptop and not yet taken back."),
            _("Nothing was changed."),
            _("Check the id; it was shown when the file was imported."),
        ) from error
    except imports.StillUsed as error:
        raise Trouble(
            "in_use",
            _(
                "{n} of its records are in use, or were changed since: {names}.",
                n=len(error.records),
                names=_names(laptop, error.records),
            ),
            _("Nothing was changed; the import stays as it is."),
            _("Correct these records one by one instead."),
        ) from error


def _names(laptop: Laptop, records: Sequence[str]) -> str:
    """What the first of them are called."""
    bodies = [body for entity in ENTITIES for body in here(laptop.store, entity, records[:NAMED]).values()]
    names = [" ".join(str(body[key]) for key in CALLED_BY if body.get(key)) for body in bodies]
    return ", ".join(names) + (" ..." if len(records) > NAMED else "")
