"""Packs as XLSForm workbooks and back: bytes in, bytes out, no file is touched.

The sheets ``survey``, ``choices`` and ``settings`` are what every XLSForm tool reads. What XLSForm has no column for
stands in the sheet ``csat`` as path and JSON value, so that a pack comes back as it went.
"""

import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from typing import Any

from schemas.canonical import plain
from schemas.language import texts
from schemas.packs import xlsform_survey as survey
from schemas.packs.source import PackSourceError
from schemas.text import clean

_ = texts("schemas")

Content = dict[str, Any]
Rows = list[list[str]]

MAX_BYTES = 20_000_000
MAX_UNPACKED = 100_000_000
MAX_ROWS = 5_000
MAX_COLUMNS = 60

_SETTINGS = ("form_title", "form_id", "version", "default_language")
_IN_SHEETS = frozenset({"questionnaire", "scales"})


def write(content: Content) -> bytes:
    """A resolved pack as an XLSForm workbook."""
    from openpyxl import Workbook  # 0.15 s that only import and export need

    book = Workbook()
    book.remove(book.active)
    form = content.get("questionnaire", {"items": []})
    scales = content.get("scales", {})
    for name, rows in (
        ("survey", survey.survey_rows(form, scales)),
        ("choices", survey.choice_rows(scales)),
        ("settings", _settings_rows(content)),
        ("csat", list(_rest_rows(content))),
    ):
        _fill(book.create_sheet(name), rows)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(data: bytes) -> Content:
    """The pack that a workbook holds: complete when ``write`` made it, else its form with a first set of keys.

    Raises ``PackSourceError`` when it is no workbook, too large, or has no readable survey sheet.
    """
    sheets = _sheets(data)
    if "survey" not in sheets:
        raise PackSourceError(_("The workbook has no sheet named survey. Is it an XLSForm?"))
    settings = next(survey.records(sheets.get("settings", [])), {})
    content = _rest(sheets.get("csat", [])) or _new_pack(settings)
    scales = survey.scales_from(sheets.get("choices", []), content.pop("scales", {}))
    form, used = survey.form_from(sheets["survey"], scales, content.pop("questionnaire", {}))
    return {**content, "questionnaire": form, "scales": {**used, **scales}}


def _settings_rows(content: Content) -> Rows:
    title = content.get("title", {})
    return [list(_SETTINGS), [title.get("zh", ""), content["pack"], content["version"], "中文 (zh)"]]


def _rest_rows(content: Content) -> Iterator[list[str]]:
    """Everything but what the other sheets show: path, then the value as JSON."""
    yield ["key", "value"]
    for key, value in content.items():
        if key not in _IN_SHEETS:
            yield [key, _json(value)]
    form = content.get("questionnaire", {})
    yield ["questionnaire", _json({k: v for k, v in form.items() if k not in ("items", "computed")})]
    yield [
        "scales",
        _json({name: survey.bare_scale(scale) for name, scale in content.get("scales", {}).items()}),
    ]


def _rest(rows: Rows) -> Content:
    found: Content = {}
    for record in survey.records(rows):
        try:
            found[record["key"]] = json.loads(record.get("value", "null"), parse_float=str)
        except (ValueError, RecursionError, KeyError) as error:
            raise PackSourceError(
                _("The sheet csat is damaged. Delete it to import the form alone.")
            ) from error
    return found


def _new_pack(settings: Mapping[str, str]) -> Content:
    name = settings.get("form_id") or "imported-form"
    title = settings.get("form_title") or name
    return {
        "pack": name,
        "version": settings.get("version") or "1.0.0",
        "schema": "csat-pack/1",
        "title": {"zh": title, "en": title},
        "respondent_types": ["customer"],
        "cadence": "any",
        "modes": {"main": "phone"},
        "scoring": {"contact_score": {"kind": "none"}},
    }


def _fill(sheet: Any, rows: Rows) -> None:
    """Writes texts as texts: a leading ``=`` must never become a formula."""
    for r, row in enumerate(rows, 1):
        for c, text in enumerate(row, 1):
            if text != "":
                cell = sheet.cell(row=r, column=c)
                cell.value = text
                cell.data_type = "s"
                cell.quotePrefix = text[0] in "=+-@"


def _sheets(data: bytes) -> dict[str, Rows]:
    from openpyxl import load_workbook

    _refuse_bombs(data)
    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
        return {sheet.title.lower(): _rows(sheet) for sheet in book.worksheets}
    except PackSourceError:
        raise
    except Exception as error:  # openpyxl raises whatever its XML and zip readers raise
        raise PackSourceError(_("The workbook cannot be read. Save it as .xlsx and try again.")) from error


def _refuse_bombs(data: bytes) -> None:
    too_large = PackSourceError(_("The workbook is too large for a questionnaire."))
    if len(data) > MAX_BYTES:
        raise too_large
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                raise too_large
    except zipfile.BadZipFile as error:
        raise PackSourceError(_("The workbook cannot be read. Save it as .xlsx and try again.")) from error


def _rows(sheet: Any) -> Rows:
    found: Rows = []
    for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=MAX_COLUMNS, values_only=True):
        found.append([_cell(value) for value in row])
    return found


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return clean(str(value)).strip()


def _json(value: object) -> str:
    return json.dumps(plain(value), ensure_ascii=False)
