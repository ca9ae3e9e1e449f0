"""Everything a person can do, once: key bindings, key bar, help and palette are all made from this list.

Keys are Textual names; the first is the one shown. No command is a letter: with a Chinese input method on,
letters start a composition, and signs arrive in their full-width form, which is why those are listed too.
Every function key has a Ctrl key beside it, because terminals keep some of them for themselves.
"""

from collections.abc import Iterable

from textual.binding import Binding

from csat_tui.actions import customers, day, imports, interview, paper, program, records
from csat_tui.actions.action import Action, key_label

__all__ = ["ACTIONS", "Action", "bindings", "find", "key_label", "on_screen"]

ACTIONS = tuple(
    action
    for room in (day, imports, records, customers, interview, paper, program)
    for action in room.ACTIONS
)
"""Every action, in the order in which palette and help name them."""


def on_screen(where: str) -> list[Action]:
    """The actions of a screen in the order of its key bar, those out of the bar last."""
    valid = [action for action in ACTIONS if where in action.where]
    return sorted(valid, key=lambda action: action.rank or 1000)


def find(wish: str, actions: Iterable[Action]) -> list[Action]:
    """Those of the actions that answer to the wish; all for an empty one."""
    return [action for action in actions if action.matches(wish)]


def bindings(where: str) -> list[Binding]:
    """The key bindings of a screen; each runs ``do`` with the action's id."""
    return [
        Binding(
            ",".join(action.keys), f"do('{action.id}')", action.title, show=False, id=f"{where}.{action.id}"
        )
        for action in on_screen(where)
        if action.keys
    ]
