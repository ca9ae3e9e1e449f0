"""Which digits choose which option: on the screen, in paper entry and as printed on a form, the same everywhere."""

from collections.abc import Sequence

from schemas.packs.form import Tick
from schemas.packs.parts import Option

Choice = Option | Tick


def keyed(options: Sequence[Choice]) -> tuple[tuple[str, Choice], ...]:
    """The digits that choose each option: its own code where all are single digits, else its number."""
    own = all(len(option.code) == 1 and option.code in "0123456789" for option in options)
    return tuple((option.code if own else str(n), option) for n, option in enumerate(options, 1))
