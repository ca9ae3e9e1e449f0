"""Who passed the training quiz of which questionnaire, on this laptop (J15)."""

from typing import TYPE_CHECKING, Any

from csat_tui.laptop.opening import Laptop, now
from csat_tui.store import meta, packs

if TYPE_CHECKING:
    from csat_tui.interview.quiz import QuizItem


PRACTICE = "practice"
"""The kind of home in which nobody has to pass."""


def questions(laptop: Laptop, pack: str) -> "list[QuizItem]":
    """The quiz of the version approved last. Raises Trouble ``gone``."""
    from csat_tui.interview.quiz import quiz

    found = packs.find(laptop.store, pack)
    if found is None:
        from csat_tui.laptop import visit

        raise visit.gone()
    return quiz(found[0])


def keep(laptop: Laptop, pack: str, right: int, of: int) -> None:
    """Note how the quiz went; of several the last one that was passed stays."""
    from csat_tui.interview.quiz import passed

    told, well = _told(laptop), passed(right, of)
    if well or not told.get(pack, {}).get("passed"):
        found = packs.find(laptop.store, pack)
        version = found[0].version if found else None
        at = now().isoformat(timespec="seconds")
        told[pack] = {"version": version, "at": at, "right": right, "of": of, "passed": well}
        with laptop.store.write() as session:
            meta.put(session, _key(laptop), told)


def trained(laptop: Laptop) -> bool:
    """Whether whoever works now passed one quiz; where there is none to take, and in practice, nobody has to."""
    if laptop.home.kind == PRACTICE or any(one["passed"] for one in _told(laptop).values()):
        return True
    return not packs.any_approved(laptop.store)


def _told(laptop: Laptop) -> dict[str, Any]:
    with laptop.store.read() as session:
        kept = meta.get(session, _key(laptop))
    return dict(kept) if isinstance(kept, dict) else {}


def _key(laptop: Laptop) -> str:
    return f"quiz:{laptop.user or ''}"
