"""What came of one try to reach somebody: the codes of the call desk (J3) and what each means for its task."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from schemas.language import Sentence, sentences

say = sentences("schemas")

WRONG_NUMBER = "wrong_number"

Outcome = Literal["i", "p", "r", "nc", "o", "uh", "uo", "ne"]
"""Groups of final dispositions of AAPOR Standard Definitions (``schemas.statistics.aapor.Outcomes``)."""


@dataclass(frozen=True)
class Disposition:
    """``digit``: the key on the call screen; ``reached``: somebody answered; ``ends``: why no further try is
    made, None when one may be; ``outcome``: the AAPOR group of a task that ends with it."""

    name: str
    digit: str
    words: Sentence
    outcome: Outcome
    reached: bool = False
    ends: str | None = None


_ALL = (
    Disposition("success", "1", say("Success"), "o", reached=True),
    Disposition("no_answer", "2", say("No answer"), "nc"),
    Disposition("busy", "3", say("Busy"), "nc"),
    Disposition("off", "4", say("Switched off or out of reach"), "nc"),
    Disposition(WRONG_NUMBER, "5", say("No such number, or a wrong one"), "uo", ends="wrong_number"),
    Disposition("refused", "6", say("Refused"), "r", reached=True, ends="refused"),
    Disposition("appointment", "7", say("Appointment"), "nc", reached=True),
    Disposition("not_self", "8", say("Somebody else answered"), "nc", reached=True),
    Disposition("language", "9", say("Language or hearing"), "o", reached=True),
    Disposition("broken", "0", say("Broken off"), "r", reached=True),
    Disposition("not_eligible", "", say("Not our customer, or the car was sold"), "ne", True, "not_eligible"),
    Disposition("do_not_contact", "", say("Never call again"), "r", True, "do_not_contact"),
)

DISPOSITIONS: Mapping[str, Disposition] = {each.name: each for each in _ALL}
"""Name -> disposition, in the order of the call screen.

A success without its questionnaire is an ``o`` (other): no answers came of it. A line that broke counts as a
refusal (AAPOR break-off) until the customer is reached again. The mapping is that of the Chinese desk:
unanswered, busy, switched off and somebody else are non-contacts, a wrong number is unknown."""

ENDINGS = frozenset(each.ends for each in _ALL if each.ends)
"""Reasons for which tries end a task; it is then cancelled for this reason."""


def disposition(code: str) -> Disposition | None:
    """The disposition of this name or digit; None when there is none."""
    return DISPOSITIONS.get(code) or next((each for each in _ALL if each.digit and each.digit == code), None)
