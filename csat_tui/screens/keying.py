"""Keying: one paper form after another, the whole form in columns in the order of the paper.

As in an interview the screen itself is the only receiver of keys, and each is committed before the next field is
drawn. Here the storing of a form is on the screen's thread as well: whoever keys sixty forms types ahead, and the
next key belongs to the next form.
"""

from collections.abc import Callable

from textual import events
from textual.app import ComposeResult

from csat_tui.actions import on_screen
from csat_tui.interview.keying import SIGNS
from csat_tui.interview.paper_form import HEAD, PaperForm
from csat_tui.interview.paper_keys import SEVERAL
from csat_tui.interview.place import END, Step
from csat_tui.keyboard import sign_of
from csat_tui.paper.desk import Desk
from csat_tui.screens.keying_head import head_of, keys_of, last_of, pace_words
from csat_tui.screens.keying_lines import Sheet, draw
from csat_tui.screens.keying_marks import marks
from csat_tui.screens.scan_keys import ScanKeys
from csat_tui.trouble import Trouble
from csat_tui.widgets.line_edit import LineEdit
from csat_tui.widgets.page import Drawn, Page
from schemas.language import texts
from schemas.paper.serial import read_serial
from schemas.text import narrow

_ = texts("csat_tui")

_DAY_DIGITS = (4, 8)
"""Digits of a day after which nothing more is expected: month and day, with the year before them."""


class KeyingScreen(ScanKeys):
    """Dismissed with a sentence for the screen before."""

    where = "keying"
    AUTO_FOCUS = ""
    CSS_PATH = "interview.tcss"

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self.edit = LineEdit.at_end(desk.form.typed if desk.form else "")
        self._said = ""
        self._saved = ""
        self._waiting = 0
        self._keys = {key: action.id for action in on_screen(self.where) for key in action.keys}

    @property
    def form(self) -> PaperForm | None:
        """The form on the desk; None while the next serial is asked for."""
        return self.desk.form

    def compose(self) -> ComposeResult:
        yield Page(self._draw)

    def on_mount(self) -> None:
        self._show()

    def about(self) -> str:
        return _(
            "One digit answers a closed item and moves on; a number moves on when it is full, else with Enter. "
            "/ not applicable, * refused, - blank, = several ticks, + illegible (then the best guess or Enter), "
            ". and two digits: a tick between two. In an empty text field = leaves the words for later. "
            "Everything is on disk before the next field is drawn."
        )

    def say(self, note: Callable[[], str] | None) -> None:
        self._said = note() if note else ""
        self._show()

    def redraw(self) -> None:
        self.query_one(Page).redraw()

    def action_do(self, action: str) -> None:
        """An action chosen in the palette."""
        self._safely(lambda: self._act(action))

    def on_key(self, event: events.Key) -> None:
        event.stop()
        self._safely(lambda: self._key(event))

    def on_paste(self, event: events.Paste) -> None:
        event.stop()
        if self.form is None or self.form.ask.kind == "text":
            self._safely(lambda: self._write(self.edit.insert(event.text)))

    def _key(self, event: events.Key) -> None:
        form = self.form
        if self.desk.clash is not None or (self.desk.question and event.key != "escape"):
            self._settle_clash(sign_of(event.character) or "")
            return
        if form is None:
            self._waiting += 1
        else:
            form.count()
        text = form is None or form.ask.kind == "text"
        edited = self.edit.key(event.key) if text else None
        if edited is not None:
            self._write(edited)
        elif action := self._keys.get(event.key):
            self._act(action)
        elif event.key == "backspace" and form is not None:
            form.erase()
        elif event.is_printable and event.character:
            self._character(event.character)

    def _settle_clash(self, sign: str) -> None:
        """A digit says what the second sheet is; any other key leaves the first as it is."""
        choices = {"1": self.desk.take_newer, "2": self.desk.take_duplicate, "3": self.desk.take_another}
        if sign in choices:
            choices[sign]()
            self._waiting = 0
            return
        self.desk.clash = None

    def _character(self, character: str) -> None:
        form = self.form
        if form is None or form.place.step in HEAD:
            self._above(self.edit.insert(narrow(character) or character))
        elif form.ask.kind == "text" and not self._is_sign(form, character):
            self._write(self.edit.insert(character))
        elif form.ask.kind != "end":
            form.press(character)
            self._store_when_full(form)

    def _is_sign(self, form: PaperForm, character: str) -> bool:
        sign = sign_of(character)
        return not self.edit.text and form.place.step is Step.VALUE and (sign in SIGNS or sign == SEVERAL)

    def _above(self, edit: LineEdit) -> None:
        """A day that is full is kept as such with its last digit, in one step; what is no day stays to be seen."""
        try:
            if self._day_is_full(edit.text):
                self.desk.head_field(edit.text)
            else:
                self._write(edit)
        except Trouble:
            self._write(edit)
            raise

    def _day_is_full(self, typed: str) -> bool:
        form = self.form
        if form is None or form.place.step is not Step.FORM_DATE or not typed.isdecimal():
            return False
        month_and_day = len(typed) == _DAY_DIGITS[0] and "01" <= typed[:2] <= "12"
        return month_and_day or len(typed) == _DAY_DIGITS[1]

    def _write(self, edit: LineEdit) -> None:
        form = self.form
        if form is None:
            self.edit = edit
            return
        form.write(edit.text)
        if form.refusal is None:
            self.edit = LineEdit(form.typed, min(edit.cursor, len(form.typed)))

    def _act(self, action: str) -> None:
        run = getattr(self, f"do_{action}", None) or getattr(self.csat, f"do_{action}")
        run()

    def do_accept(self) -> None:
        form = self.form
        if form is None:
            self._begin()
        elif form.place.step in HEAD:
            self.desk.head_field(self.edit.text)
        elif form.place.question == END and form.place.step is Step.VALUE:
            self._store()
        else:
            form.enter()
            self._store_when_full(form)

    def _begin(self) -> None:
        self.desk.begin(self.edit.text)
        if self.form is not None:
            self.form.count(self._waiting)
        self._waiting = 0

    def do_store(self) -> None:
        """Store the form as it is, from wherever one stands."""
        form = self.form
        if form is None:
            self._said = _("No form lies on the desk.")
        elif form.place.step in HEAD:
            self._said = _("The fields above the items come first.")
        elif form.settle():
            self._store()

    def do_ditto(self) -> None:
        """What the form before had: the day, and what staff fill in; between two forms, the next one with its day."""
        if self.form is None:
            self._begin()
            self.desk.ditto()
        elif not self.desk.ditto():
            self._said = _(
                "Ditto is for what staff fill in, and for the day; what a customer says is read anew."
            )

    def do_undo(self) -> None:
        """Take back the last answer, then the form itself; where none lies on the desk, the last one is opened."""
        if self.form is None:
            self.desk.reopen()
        elif self.form.untouched:
            serial = self.desk.serial
            self.desk.take_off()
            self._said = _("Form {serial} is put aside; nothing of it was keyed.", serial=serial)
        else:
            self.form.undo()

    def do_before(self) -> None:
        if self.form is not None:
            self.form.back()

    def do_after(self) -> None:
        if self.form is not None:
            self.form.forward()

    def do_remark(self) -> None:
        if self.form is not None and self.form.place.step not in HEAD:
            self.form.remark()

    def do_whose(self) -> None:
        """Look for the customer by name."""
        from csat_tui.screens.find import FindScreen

        if self.form is None or self.form.place.step is not Step.UNIT:
            self._said = _("Whose form it is is asked above the items; it can be changed on the record.")
        else:
            self.app.push_screen(FindScreen(lambda: _("Whose form is it?")), self._found)

    def _found(self, id: str | None) -> None:
        if id is not None:
            self._safely(lambda: self.desk.of_customer(id))

    def do_leave(self) -> None:
        """Stop for now; the form opens again exactly here."""
        self.desk.leave()
        self.dismiss(None)

    def scan_serial(self) -> str | None:
        if read_serial(self.desk.serial) is None:
            self._said = _("No form lies on the desk.")
            return None
        return self.desk.serial

    def _store_when_full(self, form: PaperForm) -> None:
        """A form is done when its last field is: it goes to the pile without a further key."""
        self.desk.item_keyed()
        if self.desk.question:
            return
        if form is self.form and form.place.question == END and not form.open_fields and not form.refusal:
            self._store()

    def _store(self) -> None:
        self.desk.store()
        self._saved = f"{self.csat.now():%H:%M:%S}"

    def _safely(self, change: Callable[[], None]) -> None:
        before = (self.form, self.form.place if self.form else None)
        self._said = ""
        try:
            change()
        except Exception as error:
            trouble = self.csat.trouble_of(error)
            self._said = " ".join(filter(None, (trouble.message, trouble.next)))
            self.app.bell()
        form = self.form
        after = (form, form.place if form else None)
        if after != before or (form is not None and self.edit.text != form.typed):
            self.edit = LineEdit.at_end(form.typed if form else "")
        if form is not None and form.refusal is not None:
            self.app.bell()
        if self.is_current:
            self._show()

    def _show(self) -> None:
        self.query_one(Page).show()

    def _draw(self, width: int, height: int) -> Drawn:
        desk, form = self.desk, self.form
        refusal = form.refusal.message if form is not None and form.refusal else ""
        sheet = Sheet(
            title=desk.title,
            pace=pace_words(desk.pace, desk.twice),
            head=head_of(desk),
            form=form,
            edit=self.edit,
            marks=marks(form, desk.doubts()) if form is not None else (),
            said=self._said or refusal,
            last=last_of(desk, self._saved),
            clash=desk.question,
            keys=keys_of(form),
        )
        return draw(sheet, width, height)
