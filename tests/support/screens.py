"""What a screen looks like, as text: the rows a terminal would show, without colours."""

from textual.app import App


def painted(app: App[object]) -> list[str]:
    """The rows on screen. Reads Textual's compositor, which has no public way to its strips."""
    return [strip.text for strip in app.screen._compositor.render_strips()]
