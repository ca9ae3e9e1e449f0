"""``csat export``: everything as a table or as lines, nothing that a spreadsheet would run, nobody's number unasked."""

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from sqlmodel import col, select

from csat_tui.cli import run_command
from csat_tui.store.tables import LogRow
from schemas.language import current, use
from tests.support import practice_laptop
from tests.support.import_files import csv_bytes

PEOPLE = [["客户编号", "客户名称", "联系电话", "公司"], ["K1", "王建国", "13800138001", "=cmd|' /C calc'!A0"]]
LINES: list[dict[str, Any]] = [
    {"id": "named", "customer": "K1", "remark": "=1+1", "answers": {"B0": "1", "S2C": "2", "B8": "92.5"}},
    {"id": "nameless", "customer": "K1", "answers": {"B0": "2", "B8": {"missing": "refused"}}},
    {"id": "new", "temp": {"name": "赵六", "phone": "13900139000"}, "answers": {"B0": "1", "B8": "80"}},
    {"id": "right", "amends": "new", "reason": "slip", "answers": {"B8": "81"}},
]


@pytest.fixture(autouse=True)
def _in_chinese() -> Iterator[None]:
    before = current()
    use("zh_CN")
    yield
    use(before)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    home = tmp_path_factory.mktemp("export") / "home"
    practice_laptop.make(home)
    common = {"pack": "dlr-cs-sales", "channel": "phone", "occurred_at": "2025-03-14T09:30:00+08:00"}
    (home.parent / "people.csv").write_bytes(csv_bytes(PEOPLE))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CSAT_HOME", str(home))
        assert run_command(["import", "customers", str(home.parent / "people.csv")]) == 0
        patch.setattr("sys.stdin", StringIO("\n".join(json.dumps(common | line) for line in LINES)))
        assert run_command(["record", "-"]) == 0
        yield home


def export(home: Path, *words: str, name: str = "out.csv", code: int = 0) -> bytes:
    file = home.parent / name
    assert run_command(["export", *words, "-o", str(file), "--overwrite"]) == code
    return file.read_bytes()


def table(data: bytes) -> dict[str, dict[str, str]]:
    return {row["id"]: row for row in csv.DictReader(StringIO(data.decode("utf-8-sig"), newline=""))}


def test_a_row_has_codes_labels_and_missing_codes_apart(home: Path) -> None:
    rows = table(export(home))
    named, nameless = rows["named"], rows["nameless"]
    assert (named["S2C"], named["S2C.label"], named["B8"], named["score"]) == ("2", "否", "92.5", "92.5")
    assert (nameless["B8"], nameless["B8.missing"]) == ("", "refused")
    assert (named["pack"], named["pack_version"], named["customer_name"]) == (
        "dlr-cs-sales",
        "1.0.0",
        "王建国",
    )


def test_a_spreadsheet_finds_no_formula_in_it(home: Path) -> None:
    assert table(export(home))["named"]["remark"] == "'=1+1"
    sheet = load_workbook(BytesIO(export(home, name="out.xlsx")))["csat"]
    cells = {cell.value: cell.data_type for row in sheet.iter_rows() for cell in row}
    assert cells["=1+1"] == "s"
    assert cells[92.5] == "n"


def test_numbers_are_masked_unless_asked_for_and_asking_is_noted(home: Path) -> None:
    before = looks(home)
    assert table(export(home, "customers"))[first(home)]["phone"] == "138****8001"
    assert b"13900139000" not in export(home, "--format", "jsonl")
    assert looks(home) == before
    assert table(export(home, "customers", "--phones"))[first(home)]["phone"] == "13800138001"
    assert looks(home) == before + 3  # c1 of the practice company, K1, and the temporary one


def test_who_answered_without_a_name_has_none_in_it(home: Path) -> None:
    row = table(export(home, "--phones"))["nameless"]
    assert [row[name] for name in ("customer", "customer_name", "customer_number", "customer_phone")] == [
        ""
    ] * 4
    lines = [json.loads(line) for line in export(home, "--phones", name="out.jsonl").splitlines()]
    assert "customer" not in next(line for line in lines if line["id"] == "nameless")


def test_what_was_corrected_is_there_when_versions_are_asked_for(home: Path) -> None:
    assert table(export(home)).keys() == {"named", "nameless", "right"}
    rows = table(export(home, "--versions"))
    assert (rows["new"]["superseded_by"], rows["new"]["counted"], rows["right"]["original"]) == (
        "right",
        "no",
        "new",
    )


def test_pack_and_period_choose(home: Path) -> None:
    assert table(export(home, "--period", "2025Q2")) == {}
    assert table(export(home, "--pack", "dlr-cs-sales@1.0.0", "--period", "2025-03")).keys() > {"named"}


def test_a_file_that_is_there_stays(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = home.parent / "kept.csv"
    file.write_text("mine")
    assert run_command(["export", "-o", str(file), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["error"]["code"] == "file_exists"
    assert file.read_text() == "mine"
    assert not list(home.parent.glob(".csat-*"))


def test_a_workbook_is_not_written_to_the_screen(home: Path) -> None:
    assert run_command(["export", "--format", "xlsx"]) == 2


def first(home: Path) -> str:
    return next(id for id, row in table(export(home, "customers")).items() if row["number"] == "K1")


def looks(home: Path) -> int:
    with practice_laptop.opened(home) as laptop, laptop.store.read() as session:
        return len(session.exec(select(LogRow.seq).where(col(LogRow.kind) == "customer.look")).all())


@pytest.mark.usefixtures("home")
@pytest.mark.parametrize("words", [["--format", "sav"], ["-o", "all.sav"]])
def test_an_spss_file_is_refused_in_words(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["export", *words]) == 2
    assert "SPSS" in capsys.readouterr().err
