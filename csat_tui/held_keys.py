"""Keys typed while a screen is on its way: they wait, and reach that screen in their order."""

from textual.events import Event, Key, Paste

LEAVES = "ctrl+q"


class HeldKeys:
    """Between ``begin`` and ``take`` nothing that is typed reaches the screen that will be covered."""

    def __init__(self) -> None:
        self._held: list[Event] | None = None

    @property
    def waiting(self) -> bool:
        """Whether keys are held."""
        return self._held is not None

    def begin(self) -> None:
        """Hold keys from now on."""
        self._held = self._held or []

    def keeps(self, event: Event) -> bool:
        """Take this event if it is something typed and keys are held; leaving csat is always possible. Keys that the
        covered screen was given before come by here again when it has no use for them."""
        typed = isinstance(event, Paste) or (isinstance(event, Key) and event.key != LEAVES)
        if self._held is None or not typed:
            return False
        self._held.append(event)
        return True

    def take(self) -> list[Event]:
        """What was held, anew and in the order of typing; keys go their way again."""
        held, self._held = sorted(self._held or [], key=lambda event: event.time), None
        return [_anew(event) for event in held]

    def drop(self) -> None:
        """No screen comes: what was meant for it is meant for no other."""
        self._held = None


def _anew(event: Event) -> Event:
    if isinstance(event, Key):
        return Key(event.key, event.character)
    return Paste(event.text) if isinstance(event, Paste) else event
