"""When something fails that nobody foresaw: two plain lines on the terminal, the place of the error in a log.

The log gets the kind of error and where in the program it arose. Messages and values are left out: they can
hold a customer's name.
"""

from datetime import UTC, datetime
from pathlib import Path
from traceback import extract_tb

from schemas.language import texts

_ = texts("csat_tui")

MAX_LOG_BYTES = 256 * 1024


def places(error: BaseException) -> str:
    """The error's kind and the lines of code it went through, innermost last; its causes before it."""
    cause = error.__cause__ or error.__context__
    before = f"{places(cause)} ; then " if cause is not None and cause is not error else ""
    frames = [
        f"{Path(frame.filename).name}:{frame.lineno} {frame.name}"
        for frame in extract_tb(error.__traceback__)
    ]
    return f"{before}{type(error).__module__}.{type(error).__qualname__} at {' > '.join(frames)}"


def note(log: Path, error: BaseException) -> None:
    """Append the error to the log; a log that cannot be written is no reason for a second error."""
    entry = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {places(error)}\n"
    try:
        log.parent.mkdir(parents=True, exist_ok=True)
        mode = "w" if log.exists() and log.stat().st_size > MAX_LOG_BYTES else "a"
        with log.open(mode, encoding="utf-8") as file:
            file.write(entry)
    except OSError:
        return


def farewell(log: Path) -> list[str]:
    """The two lines for the person in front of the screen."""
    return [
        _("csat had to stop because of a fault in the program. Every answer you confirmed is saved."),
        _(
            "Start csat again and go on. Where the fault lies is noted, without customer data, in {log}",
            log=log,
        ),
    ]
