"""A mapping by hand, as a JSON or TOML file: which column tells which field of a source's files.

``{"columns": {"phone": "联系电话", "source_no": 3, "remark": null}, "date_order": "dmy", "header": 4,
"header_lines": 2, "sheet": "明细"}``: a column by its heading or its number from 1, null leaves the field out.
"""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, get_args

from csat_tui.importing.fields import Kind
from csat_tui.importing.limits import MAX_COLUMNS
from csat_tui.importing.mapping import Wishes, known_names
from csat_tui.importing.refusals import refusal, unreadable
from csat_tui.importing.values.dates import Order
from csat_tui.trouble import Trouble
from schemas.language import texts
from schemas.text import one_line

_ = texts("csat_tui")

_KEYS = {"columns", "date_order", "header", "header_lines", "sheet"}
_MAX_BYTES = 256 * 1024


def read_mapping(kind: Kind, path: Path) -> Wishes:
    """The mapping in a file. Raises Trouble ``file_unreadable`` or ``bad_mapping``."""
    try:
        with path.open("rb") as file:
            data = file.read(_MAX_BYTES)
    except (OSError, ValueError) as error:
        raise unreadable(path.name, getattr(error, "strerror", None) or error) from error
    try:
        text = data.decode("utf-8-sig")
        content = tomllib.loads(text) if path.suffix.lower() == ".toml" else json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _bad(
            _("It is neither JSON nor, with the ending .toml, TOML: {reason}.", reason=error)
        ) from error
    return wishes_of(kind, content)


def wishes_of(kind: Kind, content: object) -> Wishes:
    """The mapping that this content stands for. Raises Trouble ``bad_mapping``."""
    if not isinstance(content, Mapping):
        raise _bad(_("It is not an object."))
    strange = sorted(set(content) - _KEYS)
    if strange:
        raise _bad(_("It has the unknown key {key}.", key=one_line(str(strange[0]))[:40]))
    order, sheet = content.get("date_order"), content.get("sheet")
    if order is not None and order not in get_args(Order):
        raise _bad(_("date_order must be one of: {choices}.", choices=", ".join(get_args(Order))))
    if sheet is not None and not isinstance(sheet, str):
        raise _bad(_("sheet must be the name of a sheet."))
    return Wishes(
        columns=_columns(kind, content.get("columns", {})),
        order=order,
        header=_count(content, "header", None, 10_000),
        header_lines=_count(content, "header_lines", 1, 10) or 1,
        sheet=sheet,
    )


def content_of(wishes: Wishes) -> dict[str, Any]:
    """What ``wishes_of`` reads."""
    content = {
        "columns": dict(wishes.columns),
        "date_order": wishes.order,
        "header": wishes.header,
        "header_lines": wishes.header_lines if wishes.header else None,
        "sheet": wishes.sheet,
    }
    return {key: value for key, value in content.items() if value is not None}


def _columns(kind: Kind, columns: object) -> dict[str, str | int | None]:
    if not isinstance(columns, Mapping):
        raise _bad(_("columns must be an object: field and column."))
    names = known_names(kind)
    for name, column in columns.items():
        if name not in names:
            known = ", ".join(names)
            raise _bad(
                _(
                    "There is no field {field}; the fields are: {known}.",
                    field=one_line(str(name))[:40],
                    known=known,
                )
            )
        number = isinstance(column, int) and not isinstance(column, bool) and 1 <= column <= MAX_COLUMNS
        if not (column is None or isinstance(column, str) or number):
            raise _bad(_("The column of {field} must be a heading, a number from 1, or null.", field=name))
    return dict(columns)


def _count(content: Mapping[str, Any], key: str, default: int | None, most: int) -> int | None:
    value = content.get(key, default)
    if value is None or (isinstance(value, int) and not isinstance(value, bool) and 1 <= value <= most):
        return value
    raise _bad(_("{key} must be a number from 1 to {most}.", key=key, most=most))


def _bad(reason: str) -> Trouble:
    return refusal(
        "bad_mapping",
        _("The mapping cannot be used. {reason}", reason=reason),
        _("Correct the mapping file."),
    )
