"""The keys of answering, whichever form an input method gives them.

With a Chinese input method on, ``/`` arrives as ``、``, ``.`` as ``。`` and, in full-width mode,
``1`` as ``１``. Letters start a composition, so no letter is ever a command.
"""

_FORMS = {
    "/": "／、÷",
    "*": "＊×",
    "-": "－—–−",
    "+": "＋",
    ".": "．。·",
    "=": "＝",
    **{str(digit): chr(ord("０") + digit) for digit in range(10)},
}
_SIGNS = {form: sign for sign, forms in _FORMS.items() for form in (sign, *forms)}

DIGITS = frozenset("0123456789")


def sign_of(character: str | None) -> str | None:
    """The digit or sign (``/ * - + . =``) that this character stands for in answering, if any."""
    return _SIGNS.get(character) if character else None
