"""How a column heading is compared: without blanks, brackets and signs, in ASCII forms, lower case."""

import re
from functools import cache

from csat_tui.importing.fields import FIELDS, Kind
from schemas.text import narrow

_IN_BRACKETS = re.compile(r"[(\[【<][^)\]】>]*[)\]】>]")
_OWN_NAME = 1000
_SIGNS = re.compile(r"[\s:：*#_\-./、,，·|'\"“”]+")


def plain(heading: str) -> str:
    """The heading without what systems put around it: ``* 联系电话（必填）：`` is ``联系电话``."""
    text = narrow(heading).lower()
    return _SIGNS.sub("", _IN_BRACKETS.sub("", text)) or _SIGNS.sub("", text)


@cache
def synonyms(kind: Kind) -> dict[str, list[tuple[int, str]]]:
    """Plain heading -> the fields it may stand for, with its rank among the headings of each. Our own names of the
    fields come behind all of them: what a ticket system calls Number is not our number of the customer."""
    known: dict[str, list[tuple[int, str]]] = {}
    for field in FIELDS[kind]:
        own = [(_OWN_NAME, field.name), (_OWN_NAME, field.label.message)]
        for rank, heading in [*enumerate(field.headings.split()), *own]:
            known.setdefault(plain(heading), []).append((rank, field.name))
    return known
