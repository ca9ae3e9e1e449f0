"""What was promised to a customer: taken down beside the questions, or in a questionnaire that asks for it.

Those taken down beside the questions are tasks as well, which say whether they were kept.
"""

from collections.abc import Mapping
from typing import Any

from csat_tui.services.customer_data import Promise

PLACES: Mapping[str, tuple[str, ...]] = {
    "op-relations": ("P_WHAT", "P_WHO", "P_WHEN"),
    "csm-visit-record": ("V4",),
}
"""Pack -> the questions that say what, by whom and until when; no other approved form asks for it."""


def promises_of(response: Mapping[str, Any]) -> list[Promise]:
    """The promises in the body of a response."""
    day = str(response["local_date"])
    made = [Promise(day, one["what"], one["who"], one["by"]) for one in response.get("promises") or ()]
    asked = _asked_for(response)
    return [*made, asked] if asked else made


def _asked_for(response: Mapping[str, Any]) -> Promise | None:
    """The promise that a questionnaire has questions for."""
    places = PLACES.get(str(response.get("pack")), ())
    words = [_text(response.get("answers", {}).get(code)) for code in places]
    what, who, until = [*words, "", "", ""][:3]
    return Promise(str(response["local_date"]), what, who, until) if what else None


def _text(answer: Any) -> str:
    return str(answer.get("text") or answer.get("value") or "") if isinstance(answer, Mapping) else ""
