"""What was promised to a customer, read out of the questionnaires that have a place for it.

Whether a promise was kept is recorded nowhere, so all of them are shown.
"""

from collections.abc import Mapping
from typing import Any

from csat_tui.customer_data import Promise

PLACES: Mapping[str, tuple[str, ...]] = {
    "op-relations": ("P_WHAT", "P_WHO", "P_WHEN"),
    "csm-visit-record": ("V4",),
}
"""Pack -> the questions that say what, by whom and until when; no other approved form asks for it."""


def promise_of(response: Mapping[str, Any]) -> Promise | None:
    """The promise in the body of a response; None when it holds none."""
    places = PLACES.get(str(response.get("pack")), ())
    words = [_text(response.get("answers", {}).get(code)) for code in places]
    what, who, until = [*words, "", "", ""][:3]
    return Promise(str(response["local_date"]), what, who, until) if what else None


def _text(answer: Any) -> str:
    return str(answer.get("text") or answer.get("value") or "") if isinstance(answer, Mapping) else ""
