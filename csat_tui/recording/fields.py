"""What stands in a recorded line beside the answers: each field read, or a fault with its place and what is wrong."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from csat_tui.interview.entry import Refusal, accept_text
from csat_tui.recording.more import KEYS
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

FLAGS = {
    "external": ("manufacturer", "media", "government"),
    "to_gm": (True, False),
    "major": (True, False),
    "dissatisfied": (True, False),
    "satisfied": (True, False),
}
"""What staff may note beside the answers (R04), and the values each takes."""


_KEYS = frozenset(
    (
        *("id", "pack", "version", "customer", "temp", "event", "task", "channel"),
        *("fill_method", "occurred_at", "answers", "remark", "remarks", "flags", "amends", "reason", "void"),
        *KEYS,
    )
)


LONGEST_ID = 64


def unknown_keys(line: Mapping[str, Any]) -> Iterator[Refusal]:
    """A fault for each key that no line has."""
    for key in sorted(set(line) - _KEYS):
        shown = one_line(str(key))[:40]
        yield Refusal(shown, "unknown_key", _("There is no key {key} in a line.", key=shown))


def one_of(
    line: Mapping[str, Any], key: str, allowed: tuple[str, ...], default: str | None, faults: list[Refusal]
) -> str | None:
    """The value under this key, one of those allowed; None with a fault."""
    value = line.get(key, default)
    if value in allowed:
        return str(value)
    message = _("{key} must be one of: {choices}.", key=key, choices=", ".join(allowed))
    faults.append(Refusal(key, "not_allowed", message))
    return None


def occurred_at(line: Mapping[str, Any], faults: list[Refusal]) -> str:
    """The time the contact took place, ISO 8601 with its offset; empty with a fault."""
    value = line.get("occurred_at")
    try:
        moment = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        message = _("occurred_at must be a time with its offset, like 2026-11-22T09:30:00+08:00.")
        faults.append(Refusal("occurred_at", "not_a_time", message))
        return ""
    return moment.isoformat()


def temporary(line: Mapping[str, Any]) -> dict[str, str]:
    """Name, telephone and company of somebody who is not on file."""
    given = line.get("temp") or {}
    return {key: one_line(str(given[key])) for key in ("name", "phone", "company") if given.get(key)}


def flags_of(line: Mapping[str, Any], faults: list[Refusal]) -> dict[str, Any]:
    """What staff noted beside the answers (R04)."""
    flags = line.get("flags") or {}
    if not isinstance(flags, Mapping):
        faults.append(Refusal("flags", "wrong_type", _("flags must be an object.")))
        return {}
    for name, value in flags.items():
        if name not in FLAGS or value not in FLAGS[name] or isinstance(value, int) != isinstance(value, bool):
            message = _(
                "The flag {name} is unknown or has a value it cannot have.", name=one_line(str(name))[:40]
            )
            faults.append(Refusal(f"flags.{one_line(str(name))[:40]}", "not_allowed", message))
    return dict(flags)


def remark_of(line: Mapping[str, Any], faults: list[Refusal]) -> str | None:
    """The remark on the whole contact; None without one."""
    said = line.get("remark")
    if said in (None, ""):
        return None
    answer = accept_text("remark", None, str(said))
    if isinstance(answer, Refusal):
        faults.append(answer)
        return None
    return answer.text


def optional(line: Mapping[str, Any], key: str) -> str | None:
    """The value under this key as text; None where there is none."""
    value = line.get(key)
    return str(value) if value not in (None, "") else None
