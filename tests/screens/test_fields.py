"""Lines to fill in, of which one is typed in: keys, clicks and jumps between them."""

from textual.app import App, ComposeResult

from csat_tui.screens.jump import targets
from csat_tui.widgets.fields import Field, Fields


class Form(App[None]):
    """Three lines; ``finished`` counts Enter in the last."""

    finished = 0

    def compose(self) -> ComposeResult:
        self.fields = Fields([Field("a", "alt"), Field("b", hint="***"), Field("c")], self._finish, 1)
        yield self.fields

    def on_mount(self) -> None:
        self.fields.input.focus()

    def _finish(self) -> None:
        self.finished += 1


async def test_what_stands_in_a_line_is_replaced_by_what_is_typed_and_the_others_stay() -> None:
    async with Form().run_test(size=(40, 6)) as pilot:
        await pilot.press("x", "up", "n", "e", "u", "down", "end", "y")
        assert pilot.app.query_one(Fields).typed() == {"a": "neu", "b": "xy", "c": ""}


async def test_enter_in_the_last_line_ends_the_form_and_the_ends_stop() -> None:
    app = Form()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.press("down", "tab", "down", "z", "enter", "enter")
        assert (app.finished, app.fields.code, app.fields.typed()["c"]) == (2, "c", "z")


async def test_a_click_or_a_jump_goes_to_a_line() -> None:
    app = Form()
    async with app.run_test(size=(40, 6)) as pilot:
        await pilot.click(offset=(5, 2))
        assert app.fields.code == "c"
        places = targets(app.screen)
        assert [place.y for place in places] == [0, 1, 2]
        places[0].go()
        assert app.fields.code == "a"


async def test_the_input_method_finds_its_place_in_the_line_that_is_typed_in() -> None:
    async with Form().run_test(size=(40, 6)) as pilot:
        await pilot.press("down", "王")
        assert pilot.app.cursor_position == (2, 2)
