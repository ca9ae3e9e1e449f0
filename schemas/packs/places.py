"""The places in braces of a pack's wording, filled for one contact."""

import re
from collections.abc import Mapping

from schemas.packs.model import Pack

_PLACE = re.compile(r"\{([^{}]+)\}")
_UNKNOWN = "____"


def filled(pack: Pack, words: Mapping[str, str], text: str) -> str:
    """The text with the words of the pack and of this contact in its places; a line where none is known."""
    known = {**{name: str(value) for name, value in pack.parameters.items()}, **words}
    return _PLACE.sub(lambda place: known.get(place[1]) or _UNKNOWN, text)
