"""What a frame is made of: one unit for each contact that might be due."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any


@dataclass(frozen=True)
class Unit:
    """One contact that might be due. ``key``: what it is known by in its pack, the same on every laptop;
    ``day``: when what it is about was closed (or fell due); ``groups``: what it can be stratified by, name ->
    value; ``due``: the day it is to be done by where the list says so, else None."""

    key: tuple[str, ...]
    customer: str
    day: date
    events: tuple[str, ...] = ()
    project: str | None = None
    due: date | None = None
    purpose: str | None = None
    severity: str | None = None
    assignee: str | None = None
    groups: Mapping[str, str] = field(default_factory=dict)
    about: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """``event`` or ``project`` -> its record, for the condition of the frame."""
    visits: tuple[date, ...] = ()
    """The days on which the customer came, up to this one."""


@dataclass(frozen=True)
class Frame:
    """The units that may be drawn from, and how many were left out for which reason."""

    units: tuple[Unit, ...]
    left_out: Mapping[str, int] = field(default_factory=dict)
