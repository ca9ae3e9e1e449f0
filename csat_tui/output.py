"""What a command prints: only what was asked for on standard output, everything else on standard error."""

import json
import re
import sys
from collections.abc import Iterable
from typing import Any

import click

from csat_tui.trouble import Trouble
from schemas.canonical import plain
from schemas.text import clean

DONE, NOT_SO, WRONG_USE, CANNOT_NOW = 0, 1, 2, 3
"""Exit codes: done · the thing asked for is not so · wrong use · cannot now."""

NOT_SO_CODES = {
    *(
        "not_proven",
        "conflict",
        "invalid",
        "not_found",
        "unknown_rule",
        "unknown_wave",
        "vectors_failed",
        "in_use",
    ),
    *("no_backup", "damaged_backup", "file_exists", "living_home", "living_database", "wrong_home"),
    *("unbalanced", "unverified", "nothing_due", "series_taken", "came_back", "other_batch", "keyed_before"),
    *("own_keying", "not_drawn", "no_difference", "not_met"),
    *("mass_removal", "has_drafts", "enrolled_user", "unknown_person", "wrong_pin", "not_allowed"),
    *("no_scan", "not_a_scan", "scan_too_large"),
    *(
        "not_a_table",
        "no_header",
        "column_missing",
        "bad_mapping",
        "password_protected",
        "strict_workbook",
        "no_such_sheet",
    ),
    *("too_large", "unknown_pack", "list_needed", "no_list", "no_frame"),
    *("no_plan", "no_line", "plan_gaps", "approved_before", "visited", "role_needed"),
}

_OBEYED = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
"""Control characters and directional marks that JSON itself leaves as they are."""

json_option = click.option("--json", "as_json", is_flag=True, help="JSON on standard output.")


def json_text(value: object) -> str:
    """The value as one line of JSON, keys in the order given; what a terminal would obey is escaped."""
    text = json.dumps(value, ensure_ascii=False, default=plain)
    return _OBEYED.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


def emit(value: object, as_json: bool, text: str) -> None:
    """Print one result: as JSON, or the text for a person, who may be at a terminal."""
    click.echo(json_text(value) if as_json else clean(text))


def emit_lines(rows: Iterable[tuple[object, str]], as_json: bool) -> None:
    """Print several results, one a line."""
    for value, text in rows:
        emit(value, as_json, text)
        sys.stdout.flush()


def say_error(text: str) -> None:
    """A line for a person on standard error."""
    click.echo(clean(text), err=True)


def fail(trouble: Trouble, as_json: bool) -> int:
    """Report a trouble; the exit code it stands for."""
    error: dict[str, Any] = trouble.as_dict()
    if as_json:
        click.echo(json_text({"error": error}))
    else:
        say_error("\n".join(text for text in (trouble.message, trouble.safe, trouble.next) if text))
    return NOT_SO if trouble.code in NOT_SO_CODES else CANNOT_NOW
