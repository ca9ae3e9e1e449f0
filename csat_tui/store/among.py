"""``column IN (many values)`` with one parameter: a list of a thousand places would be compiled anew each time."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, String, column, func, select
from sqlmodel import col

from csat_tui.store.driver import json_text


def among(attribute: Any, texts: Iterable[str]) -> ColumnElement[bool]:
    """Whether the text in this column is one of these."""
    listed = func.json_each(json_text(list(texts))).table_valued(column("value", String))
    return col(attribute).in_(select(listed.c.value))
