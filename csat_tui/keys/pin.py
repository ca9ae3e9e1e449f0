"""PINs of the people of one laptop: told apart by them, not protected from who has the passphrase.

Kept as an Argon2id hash with its own salt inside the encrypted database; the parameters are those of the passphrase
(``csat_tui.keys.sealed``) and stand in the hash.
"""

from typing import TYPE_CHECKING

from csat_tui.keys.sealed import PARAMETERS
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.text import narrow

if TYPE_CHECKING:
    from argon2 import PasswordHasher

_ = texts("csat_tui")

SHORTEST, LONGEST = 4, 12


def read_pin(typed: str) -> str:
    """The digits of what was typed, whichever form an input method gave them. Raises Trouble ``weak_pin``."""
    digits = narrow(typed).strip()
    if not (digits.isascii() and digits.isdigit() and SHORTEST <= len(digits) <= LONGEST):
        raise _weak()
    if len(set(digits)) == 1 or digits in "01234567890123" or digits in "32109876543210":
        raise _weak()
    return digits


def hashed(pin: str) -> str:
    """The hash that is kept."""
    return str(_hasher().hash(pin))


def fits(kept: str, typed: str) -> bool:
    """Whether what was typed is the PIN that was hashed."""
    from argon2.exceptions import VerifyMismatchError

    try:
        return bool(_hasher().verify(kept, narrow(typed).strip()))
    except VerifyMismatchError:
        return False


def _hasher() -> "PasswordHasher":
    from argon2 import PasswordHasher

    return PasswordHasher(PARAMETERS["time"], PARAMETERS["memory_kib"], PARAMETERS["lanes"])


def _weak() -> Trouble:
    return Trouble(
        "weak_pin",
        _("A PIN is {n} to {most} digits, not all the same and not in a row.", n=SHORTEST, most=LONGEST),
        _("Nothing was changed."),
        _("Choose another one."),
    )
