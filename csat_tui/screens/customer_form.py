"""A few lines to fill in about a customer: a temporary one, changes, or why not to contact them any more."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from textual import on
from textual.app import ComposeResult
from textual.message import Message

from csat_tui.screens.lines_form import NAME_WIDTH, LinesForm, named, rows_of
from csat_tui.services import Services
from csat_tui.services.customer_data import Editable, Field
from csat_tui.widgets.block import Block
from csat_tui.widgets.cells import wrap
from csat_tui.widgets.fields import Field as FormField
from csat_tui.widgets.fields import Fields
from csat_tui.widgets.line import Line, Span, line
from csat_tui.words.customers import field_name
from schemas.language import texts

_ = texts("csat_tui")

Save = Callable[[Services, Mapping[str, str]], Any]
"""Keeps what was typed, by code of the field; its result is what the screen is dismissed with."""


class CustomerForm(LinesForm):
    """``title`` and ``request`` in words; ``save`` runs in a worker; ``name``: what a line is called, in
    ``name_width`` cells. ``kept_as``: the name under which what is typed is kept until it is saved, also when the
    program ends. Dismissed with None when left."""

    where = "form"

    @dataclass
    class Kept(Message):
        result: Any

    @dataclass
    class Remembered(Message):
        """What was typed here before and not saved."""

        typed: Mapping[str, str]

    def __init__(
        self,
        title: Callable[[], str],
        request: Callable[[], str],
        fields: Sequence[Field],
        save: Save,
        name: Callable[[str], str] = field_name,
        name_width: int = NAME_WIDTH,
        kept_as: str | None = None,
    ) -> None:
        super().__init__()
        self._kept_as = kept_as
        self._title_words, self._request_words = title, request
        self._asked = fields
        self._save = save
        self._line_name, self._name_width = name, name_width

    def title_text(self) -> str:
        return self._title_words()

    def about(self) -> str:
        return _(
            "Enter and Down go to the next line, Up to the one before. Saving keeps everything at once on "
            "this laptop and sends it with the next sync."
        )

    def body(self) -> ComposeResult:
        yield Block(self._request)
        names = [partial(self._line_name, field.code) for field in self._asked]
        rows = [rows_of(name(), self._name_width) for name in names]
        fields = [
            FormField(field.code, field.value, field.shown, rows=high)
            for field, high in zip(self._asked, rows, strict=True)
        ]
        yield from named(names, Fields(fields, self.finish), self._name_width)

    def on_mount(self) -> None:
        self.fields.input.focus()
        if (form := self._kept_as) is not None:
            self.ask(lambda services: services.half_typed(form), self.Remembered)

    @on(Remembered)
    def _remembered(self, message: Remembered) -> None:
        if self.fields.fill(message.typed):
            self.say(lambda: _("Taken up where it was put away."))

    @on(Fields.Moved)
    def _keep(self) -> None:
        """A line that was left is on the disk: what differs from what was shown."""
        if self._saving or self._kept_as is None or self.csat.services is None:
            return
        shown = {field.code: field.value for field in self._asked}
        told = {code: text for code, text in self.fields.typed().items() if text != shown[code]}
        try:
            self.csat.services.keep_half_typed(self._kept_as, told)
        except Exception as error:
            self.post_message(self.Failed(self.csat.trouble_of(error)))

    def do_save(self) -> None:
        if self._saving:
            return
        self._saving = True
        typed, form = self.fields.typed(), self._kept_as

        def save(services: Services) -> Any:
            result = self._save(services, typed)
            if form is not None:
                services.keep_half_typed(form, {})
            return result

        self.ask(save, self.Kept)

    @on(Kept)
    def _kept(self, message: Kept) -> None:
        self.dismiss(message.result)

    def do_back(self) -> None:
        self._keep()
        self.dismiss(None)

    def _request(self, width: int) -> list[Line]:
        return [(), *[line(Span(f"   {row}")) for row in wrap(self._request_words(), width - 6)], ()]


def temporary_form(found_by: str) -> CustomerForm:
    """Somebody not on file, with the least fields. ``found_by``: what was searched for in vain."""
    number = found_by.isascii() and any(map(str.isdigit, found_by))
    first = {"phone": found_by} if number and found_by.isdigit() else {} if number else {"name": found_by}
    fields = [Field(code, first.get(code, "")) for code in ("name", "phone", "company")]
    return CustomerForm(
        lambda: _("Temporary customer"),
        lambda: _(
            "Only the name is needed; 先生 or 女士, Mr or Ms will do. Who it is can be matched later: nothing "
            "recorded until then is lost."
        ),
        fields,
        lambda services, typed: services.add_temporary(typed),
        kept_as=f"temporary {found_by}",
    )


def change_form(edited: Editable) -> CustomerForm:
    """The fields of a customer that people change."""
    return CustomerForm(
        lambda: _("Change a customer"),
        lambda: _(
            "Only what you change is sent, field by field. A masked number stays unless a new one is typed; "
            "- empties a line."
        ),
        edited.fields,
        lambda services, typed: services.change(edited, typed),
        kept_as=f"change {edited.id}",
    )


def stop_form(id: str, name: str) -> CustomerForm:
    """Why a customer is not to be contacted any more, and on whose wish."""

    def save(services: Services, typed: Mapping[str, str]) -> bool:
        services.stop_contact(id, typed["reason"], typed["asked_by"])
        return True

    return CustomerForm(
        lambda: _("Do not contact"),
        lambda: _(
            "{name} is not contacted any more: here at once, everywhere after the next sync. Only a decision "
            "of the office lifts it.",
            name=name,
        ),
        [Field("reason"), Field("asked_by")],
        save,
        kept_as=f"stop {id}",
    )
