"""The terminal the app runs in: how it is set up before Textual is imported, and whether it is still "
"there."""

import os
import sys
from collections.abc import MutableMapping

_SETTINGS = {
    # Esc is a key of its own here and often pressed; 25 ms tell it from the start of a sequence.
    "ESCDELAY": "25",
    "TEXTUAL_ANIMATIONS": "none",
    "TEXTUAL_SMOOTH_SCROLL": "0",
}
_EXCEPT_WINDOWS = {
    # With the kitty protocol several terminals lose what a Chinese input method commits (iTerm2: yazi #4209,
    # WezTerm #7915, xterm.js #6112). Textual's Windows driver pushes the protocol regardless of this switch,
    # so there it would only turn Esc and Ctrl keys into junk.
    "TEXTUAL_DISABLE_KITTY_KEY": "1",
}


def prepare(environment: MutableMapping[str, str] = os.environ, platform: str = sys.platform) -> None:
    """Set what Textual reads once at import; a value the user has set stays."""
    settings = _SETTINGS if platform == "win32" else _SETTINGS | _EXCEPT_WINDOWS
    for name, value in settings.items():
        environment.setdefault(name, value)


def is_present() -> bool:
    """Whether standard input is a live terminal; False once the window has gone, also without a SIGHUP."""
    stream = sys.__stdin__
    try:
        return stream is not None and os.isatty(stream.fileno())
    except (OSError, ValueError):
        return False
