"""A row of the file made into values, passed over, or rejected with the reason. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache, partial
from typing import Any, NamedTuple

from csat_tui.importing.field import Field
from csat_tui.importing.fields import REQUIRED, Kind, field_named
from csat_tui.importing.header import Column, Header, repeats
from csat_tui.importing.table import Row
from csat_tui.importing.values.dates import Order, read_date
from csat_tui.importing.values.faults import Fault, says_nothing, spoilt
from csat_tui.importing.values.phones import no_phone, read_phones
from csat_tui.importing.values.vehicles import Vehicle, no_vehicle, read_plated, read_vin
from csat_tui.importing.values.words import read_code
from schemas.language import texts

_ = texts("csat_tui")

_TOTAL = re.compile(
    r"(?:本页|本日|本月|当日|当月|总)?(?:合计|总计|小计|共计|累计|汇总|总数|总和|total|subtotal|grandtotal|sum)(?:[:：]?\d*(?:[条笔单台辆人户个]|人次)?|[:：].{1,20})",
    re.IGNORECASE,
)
_FOOT = re.compile(
    r"(?:制表|打印|导出|审核|复核|经办|报表|备注[:：]|说明[:：]|注[:：]|以上|统计|操作员|数据来源|第\s*\d+\s*页|共\s*\d+\s*[条页行笔]|总?记录数|签字|printed|exported|page\b)",
    re.IGNORECASE,
)
_BEGINNINGS = frozenset("本当总合小共累汇记tsg制打导审复经报备说注以统操数第签pe")
"""Characters that a total or a note below the table begins with; hardly any row of the table does."""
_GROUP_TOTAL = re.compile(r".{1,20}(?:小计|合计|总计)[:：]?")
_ENDINGS = frozenset("计:：")
_MOBILE_DIGITS = 11
_SIGNS = frozenset("-—=_*~－")
"""What lines are drawn with."""
_COUNT = re.compile(r"[\d,.]+\s*(?:条|笔|单|台|辆|人|户|个|位|家|人次)?")
_NAMES = {"name", "customer_name"}
"""Fields that no count is a value of: below ``合计`` stands how many there are."""
_BLANKS = re.compile(r"\s+")
_PHONES = {"phone", "phone_alt", "customer_phone"}
_HARDLY_TWICE = (read_code, read_phones, read_plated, read_vin)
KEPT = 4096
"""Different cells of a column whose values are kept at hand."""


@dataclass(frozen=True, slots=True)
class Rejection:
    """Why a row is not imported. ``code`` is stable; ``field`` the field it is about, if one."""

    line: int
    code: str
    message: str
    field: str | None = None

    def as_dict(self) -> dict[str, Any]:
        """For JSON output."""
        named = {"line": self.line, "code": self.code, "message": self.message}
        return named | ({"field": self.field} if self.field else {})


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A line that is no data: ``code`` total, foot or header."""

    line: int
    code: str


class Parsed(NamedTuple):
    """What a row tells: field -> value as its reader gives it; fields that say nothing are left out."""

    line: int
    values: dict[str, Any]


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one file. ``localised``: a time without offset -> with the one of this place."""

    kind: Kind
    header: Header
    columns: Mapping[str, Column]
    order: Order | None
    today: date
    localised: Callable[[str], str]
    delimited: bool = False
    required: tuple[tuple[str, ...], ...] | None = None
    """Of each group a row has to tell one field at least; None: as the kind of file asks."""
    days_late: int = 0

    def __post_init__(self) -> None:
        pairs = [(field_named(self.kind, name), column.at) for name, column in self.columns.items()]
        readers = tuple((field.name, at, self._reader(field)) for field, at in pairs if field)
        object.__setattr__(self, "_readers", readers)
        object.__setattr__(self, "_taken", {column.at for column in self.columns.values()})
        object.__setattr__(self, "_groups", REQUIRED[self.kind] if self.required is None else self.required)
        object.__setattr__(self, "_width", 1 + max(column.at for column in self.header.columns))
        object.__setattr__(self, "_firsts", {line[0] for line in self.header.rows})
        object.__setattr__(self, "_latest", (self.today + timedelta(days=1)).isoformat())

    def read(self, row: Row) -> Parsed | Rejection | PassedOver:
        """What this row is."""
        passed = self._passed_over(row)
        if passed:
            return passed
        broken = self._shape(row)
        if broken:
            return broken
        values: dict[str, Any] = {}
        faults: list[tuple[str, Fault]] = []
        cells, width = row.cells, len(row.cells)
        for name, at, read in self._readers:  # type: ignore[attr-defined]
            if at >= width or not (cell := cells[at]):
                continue
            value = read(cell)
            if type(value) is Fault:
                faults.append((name, value))
            elif value is not None:
                values[name] = value
        for group in self._groups:  # type: ignore[attr-defined]
            if values.keys().isdisjoint(group) and not any(name in group for name, _fault in faults):
                faults.append(self._missing(group))
        if not faults:
            faults += [*_parted(values), *_out_of_turn(values)]
        return _rejected(self.kind, row.line, faults) if faults else Parsed(row.line, values)

    def _reader(self, field: Field) -> Callable[[str], Any]:
        """What reads the cells of a column. Most columns say few things often; what was read last is kept, but for
        what hardly comes twice."""
        read = partial(self._moment, field) if field.date else field.read
        value = partial(_value, read, _tells_none(field.name))
        return value if read in _HARDLY_TWICE else lru_cache(maxsize=KEPT)(value)

    def _moment(self, field: Field, text: str) -> str | Fault:
        moment = read_date(text, self.order, self.days_late)
        if isinstance(moment, Fault):
            return moment
        if field.past and moment[:10] > self._latest:  # type: ignore[attr-defined]
            return Fault("in_future", _("{day} lies in the future.", day=moment[:10]))
        return self.localised(moment) if len(moment) == 19 else moment

    def _passed_over(self, row: Row) -> PassedOver | None:
        first = self._first_word(row.cells)
        if row.cells[0] in self._firsts and repeats(self.header, row):  # type: ignore[attr-defined]
            return PassedOver(row.line, "header")
        if first[-1:] in _ENDINGS and self._of_a_group(row, first):
            return PassedOver(row.line, "total")
        if first[:1] in _SIGNS and not any(any(map(str.isalnum, cell)) for cell in row.cells):
            return PassedOver(row.line, "foot")
        if first[:1].casefold() not in _BEGINNINGS:
            return None
        code = "total" if _TOTAL.fullmatch(_BLANKS.sub("", first)) else "foot" if _FOOT.match(first) else None
        return PassedOver(row.line, code) if code and self._cannot_be_data(row, first) else None

    def _first_word(self, cells: list[str]) -> str:
        """The first cell that says something; the running number of a line does not."""
        first = next(filter(None, cells), "")
        if not first.isdecimal() or cells.index(first) in self._taken:  # type: ignore[attr-defined]
            return first
        return next((cell for cell in cells if cell and not cell.isdecimal()), first)

    def _of_a_group(self, row: Row, first: str) -> bool:
        """Whether the row is the subtotal of a group that it names (武汉小计): beside that, only counts and sums."""
        others = [cell for cell in row.cells if cell and cell != first]
        return (
            bool(_GROUP_TOTAL.fullmatch(first))
            and all(_COUNT.fullmatch(cell) and len(cell) != _MOBILE_DIGITS for cell in others)
            and self._cannot_be_data(row, first)
        )

    def _cannot_be_data(self, row: Row, first: str) -> bool:
        """Whether without its first words the row lacks what every row must have."""
        at = row.cells.index(first)
        told = {
            name
            for name, column in self.columns.items()
            if column.at != at and column.at < len(row.cells) and row.cells[column.at]
            if name not in _NAMES or not _COUNT.fullmatch(row.cells[column.at])
        }
        return any(told.isdisjoint(group) for group in self._groups)  # type: ignore[attr-defined]

    def _shape(self, row: Row) -> Rejection | None:
        """Cells moved by a delimiter or line end inside of them land in wrong columns."""
        width: int = self._width  # type: ignore[attr-defined]
        if len(row.cells) == width:
            return None
        if any(row.cells[width:]):
            message = _(
                "The row has more cells than the header has columns: something stands in the wrong one."
            )
            return Rejection(row.line, "too_many_cells", message)
        if (
            self.delimited
            and len(row.cells) < width
            and any(c.at >= len(row.cells) for c in self.columns.values())
        ):
            message = _("The row ends before its last columns: it was cut, or broken by a line end.")
            return Rejection(row.line, "too_few_cells", message)
        return None

    def _missing(self, group: tuple[str, ...]) -> tuple[str, Fault]:
        message = _("The row does not say: {fields}.", fields=labels(self.kind, group))
        return group[0], Fault("missing", message)


def _value(read: Callable[[str], Any], tells_none: Callable[[str], bool] | None, text: str) -> Any:
    if text[0] == "#" and (fault := spoilt(text)):
        return fault
    if says_nothing(text) or (tells_none is not None and tells_none(text)):
        return None
    return read(text)


def _tells_none(name: str) -> Callable[[str], bool] | None:
    """What knows the words that say that there is no such plate or telephone."""
    if name == "plate":
        return no_vehicle
    return no_phone if name in _PHONES else None


def labels(kind: Kind, names: tuple[str, ...]) -> str:
    """The fields in words."""
    fields = [field_named(kind, name) for name in names]
    return _(" or ").join(str(field.label) for field in fields if field)


def _parted(values: dict[str, Any]) -> list[tuple[str, Fault]]:
    """Plate and vehicle number apart where one cell held both; a further column has to agree."""
    for vehicle in [values.pop(name) for name in ("plate", "vin") if type(values.get(name)) is Vehicle]:
        for name, said in (("plate", vehicle.plate), ("vin", vehicle.vin)):
            if said and values.setdefault(name, said) != said:
                return [(name, Fault("two_vehicles", _("The row names two different vehicles.")))]
    return []


def changed_words(kind: Kind, names: Iterable[str]) -> str:
    """Fields of records in words, those too that no column tells by itself."""
    beside = {
        "assets": _("Vehicles, assets"),
        "contacts": _("Contact persons"),
        "customer": _("Customer"),
        "name": _("Name"),
        "type": _("Type"),
    }
    return ", ".join(beside.get(name) or labels(kind, (name,)) or name for name in names)


def _out_of_turn(values: Mapping[str, Any]) -> list[tuple[str, Fault]]:
    opened, closed = values.get("opened_at"), values.get("closed_at")
    if opened and closed and closed[:10] < opened[:10]:
        return [("closed_at", Fault("before_opened", _("It was closed before it was opened.")))]
    return []


def _rejected(kind: Kind, line: int, faults: list[tuple[str, Fault]]) -> Rejection:
    name, first = faults[0]
    named = [(field_named(kind, each), fault.message) for each, fault in faults]
    message = " ".join(f"{field.label}: {text}" if field else text for field, text in named)
    return Rejection(line, first.code, message, name)
