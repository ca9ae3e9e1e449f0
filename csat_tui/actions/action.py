"""What an action is, and a key as a person reads it."""

from dataclasses import dataclass

from schemas.language import texts

translate = texts("csat_tui")


def later(message: str) -> str:
    """Marks a text for the catalogue; it is translated when shown, because the language can change."""
    return message


@dataclass(frozen=True)
class Action:
    """``search``: pinyin, its initials and English words by which the palette finds it without an input
    method. ``rank`` orders the key bar; 0 keeps it out of the bar. ``where``: the screens on which it does
    something. Without ``keys`` it is reached by the palette, where the first search word finds it."""

    id: str
    title: str
    keys: tuple[str, ...]
    where: tuple[str, ...]
    search: str
    about: str
    rank: int = 0

    @property
    def name(self) -> str:
        """The title in the current language."""
        return translate(self.title)

    @property
    def explanation(self) -> str:
        """One sentence on what it does, in the current language."""
        return translate(self.about)

    @property
    def label(self) -> str:
        """The key as a person reads it: ``Ctrl+S``; empty where only the palette has it."""
        return key_label(self.keys[0]) if self.keys else ""

    @property
    def ways(self) -> tuple[str, ...]:
        """Every way to it as a person reads it: the keys, else what to type in the palette."""
        return tuple(map(key_label, self.keys)) or (f"Ctrl+P {self.search.split()[0]}",)

    def matches(self, wish: str) -> bool:
        """Whether every word of the wish is found in the title, the search words or the explanation."""
        haystack = f"{self.name} {self.title} {self.search} {self.label}".casefold()
        return all(word in haystack for word in wish.casefold().split())


_SPECIAL = {
    "enter": "Enter",
    "escape": "Esc",
    "up": "Up",
    "down": "Down",
    "left": "Left",
    "right": "Right",
    "space": "Space",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "right_square_bracket": "]",
    "question_mark": "?",
    "fullwidth_question_mark": "？",
}


def key_label(key: str) -> str:
    """A Textual key name as it stands on the keyboard."""
    if key.startswith("ctrl+"):
        return f"Ctrl+{key_label(key.removeprefix('ctrl+'))}"
    return _SPECIAL.get(key, key.upper())
