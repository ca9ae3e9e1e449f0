"""``csat paper`` from the issue of the forms to the closed batch, as a script goes."""

import json
import os
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pypdfium2
import pytest
import zxingcpp

from csat_tui.__main__ import main
from csat_tui.home import open_home
from csat_tui.laptop.opening import now
from csat_tui.paper import second
from csat_tui.paper.places import demand_batch
from schemas.paper.code import read_code
from schemas.paper.serial import Serial
from sync.client.ports import Enrolment
from tests.support.practice_laptop import opened
from tests.support.store_samples import customer_change, pack_change

PACK = "op-qpm-written"
ANSWERS = {f"U{number}": 90 for number in range(1, 14)}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    open_home(folder, kind="practice")
    monkeypatch.setenv("CSAT_HOME", str(folder))
    monkeypatch.setenv("CSAT_LANGUAGE", "en")
    monkeypatch.setenv("CSAT_OPERATOR", "")
    with opened(folder) as laptop:
        laptop.log.enrolled(Enrolment("http://127.0.0.1:9", "d1", 1, "zhao", "华星照明", mark="2L36"))
        units = [
            customer_change(f"u{n}", seq=n, name=f"分公司 {n}", type="branch", address="星湖街 328 号")
            for n in range(1, 7)
        ]
        laptop.replica.apply([pack_change(name=PACK), *units], "1")
    return folder


class Ran:
    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self.capsys = capsys

    def __call__(self, *words: str, code: int = 0) -> list[Any]:
        assert main(["paper", *words]) == code
        out = self.capsys.readouterr().out
        return [json.loads(line) for line in out.splitlines() if line.startswith("{")]


@pytest.fixture
def run(home: Path, capsys: pytest.CaptureFixture[str]) -> Ran:
    assert main(["tasks", "make", PACK, "2026Q4", "--json"]) == 0
    capsys.readouterr()
    return Ran(capsys)


def serial(number: int) -> str:
    return str(Serial("26Q42L36", number))


def issued(run: Ran) -> None:
    (told,) = run("issue", PACK, "--series", "26q4", "--closes-on", "2026-12-31", "--json")
    assert told == {"series": "26Q42L36", "issued": 6, "pack": PACK}


def lines(folder: Path, *forms: dict[str, Any]) -> str:
    file = folder / "forms.jsonl"
    file.write_text("".join(json.dumps(form, ensure_ascii=False) + "\n" for form in forms), encoding="utf-8")
    return str(file)


def test_every_unit_gets_one_numbered_form_and_none_gets_two(run: Ran) -> None:
    issued(run)
    register = run("register", "26Q4", "--json")
    assert [one["serial"] for one in register] == [serial(number) for number in range(1, 7)]
    assert {one["fate"] for one in register} == {"issued"}
    (error,) = run("issue", PACK, "--series", "26Q5", "--json", code=1)
    assert error["error"]["code"] == "nothing_due"


def test_a_series_is_used_once(run: Ran) -> None:
    issued(run)
    (error,) = run("issue", PACK, "--series", "26Q4", "--json", code=1)
    assert error["error"]["code"] == "series_taken"


def test_without_a_series_the_numbers_begin_with_the_day_and_the_mark_of_the_laptop(run: Ran) -> None:
    (told,) = run("issue", PACK, "--json")
    assert told["series"] == f"{now():%y%m%d}2L36"


def test_a_laptop_that_has_no_mark_prints_no_number_and_says_what_to_do(run: Ran, tmp_path: Path) -> None:
    with opened(tmp_path / "home") as laptop:
        enrolment = laptop.log.enrolment()
        assert enrolment is not None
        laptop.log.enrolled(replace(enrolment, mark=None))
    (error,) = run("issue", PACK, "--series", "26Q4", "--json", code=3)
    assert error["error"]["code"] == "no_mark"
    assert run("mailings", "--json") == []


def test_the_forms_are_printed_with_their_numbers(run: Ran, tmp_path: Path) -> None:
    issued(run)
    run("print", "26Q4", "-o", str(tmp_path / "forms.pdf"), "--json")
    pages = pypdfium2.PdfDocument(tmp_path / "forms.pdf")
    codes = [
        read_code(one.text) for page in pages for one in zxingcpp.read_barcodes(page.render(scale=2).to_pil())
    ]
    assert [str(code.serial) for code in codes if code] == [serial(number) for number in range(1, 7)]
    run("print", "26Q4", "--format", "docx", "-o", str(tmp_path / "forms.docx"), "--json")
    assert (tmp_path / "forms.docx").read_bytes().startswith(b"PK")
    for kind, begins in (("pdf", b"%PDF"), ("docx", b"PK")):
        letters = tmp_path / f"letters.{kind}"
        run("print", "26Q4", "--what", "letters", "--format", kind, "-o", str(letters), "--json")
        assert letters.read_bytes().startswith(begins)


def test_labels_say_that_every_customer_has_an_address(run: Ran, tmp_path: Path) -> None:
    issued(run)
    (told,) = run("print", "26Q4", "--what", "labels", "-o", str(tmp_path / "labels.pdf"), "--json")
    assert told["without_address"] == 0


def test_a_pile_from_its_arrival_to_its_second_keying(run: Ran, tmp_path: Path, capsys: Any) -> None:
    issued(run)
    (made,) = run("batch", PACK, "--declared", "4", "--received", "2026-11-19", "--json")
    keyed = [
        {"serial": serial(1), "form_date": "2026-11-15", "answers": ANSWERS, "id": "r1"},
        {"serial": serial(2), "answers": ANSWERS | {"U4": {"missing": "illegible"}}, "remark": "交货慢"},
    ]
    first, second = run("key", made["number"], lines(tmp_path, *keyed))
    assert (first["status"], first["id"], first["score"]) == ("final", "r1", "90")
    assert second["status"] == "final"
    run("sort", made["number"], "blank", serial(3), "--json")
    (error,) = run("close", made["number"], "--json", code=1)
    assert error["error"]["code"] == "unbalanced"
    run("sort", made["number"], "torn", serial(4), "--json")
    (error,) = run("close", made["number"], "--json", code=1)
    assert error["error"]["code"] == "unverified"
    (left,) = run("close", made["number"], "--open-because", "另一人明天复核", "--json")
    assert (left["balanced"], left["status"], left["keyed"]) == (True, "open", 2)
    (worked,) = run("operators", "--json")
    assert (worked["operator"], worked["forms"], worked["second"]) == ("zhao", 2, False)
    run("mark", "undeliverable", serial(5), "--json")
    (rates,) = run("rates", "26Q4", "--json")
    assert (rates["issued"], rates["returned"], rates["valid"]) == (6, 4, 2)
    assert (rates["gross"], rates["valid_rate"]) == ("66.7", "33.3")
    assert main(["tasks", "list", PACK, "--json"]) == 0
    open_tasks = [json.loads(line)["customer"] for line in capsys.readouterr().out.splitlines()]
    assert sorted(open_tasks) == ["u3", "u4", "u5", "u6"]


def test_a_keyed_form_belongs_to_the_day_that_is_on_it(run: Ran, tmp_path: Path, capsys: Any) -> None:
    issued(run)
    (made,) = run("batch", PACK, "--declared", "1", "--received", "2026-11-19", "--json")
    run(
        "key",
        made["number"],
        lines(tmp_path, {"serial": serial(1), "form_date": "2026-10-31", "answers": ANSWERS}),
    )
    assert main(["figures", PACK, "2026-10", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["base"] == 1


def test_the_same_line_twice_is_one_record_and_other_content_is_told(run: Ran, tmp_path: Path) -> None:
    issued(run)
    (made,) = run("batch", PACK, "--declared", "1", "--received", "2026-11-19", "--json")
    line = {"serial": serial(1), "answers": ANSWERS, "id": "r1"}
    file = lines(tmp_path, line, line)
    assert [one["status"] for one in run("key", made["number"], file)] == ["final", "duplicate"]
    other = lines(tmp_path, {"serial": serial(1), "answers": ANSWERS, "id": "r2"})
    (told,) = run("key", made["number"], other, code=1)
    assert (told["status"], told["errors"][0]["code"]) == ("conflict", "keyed_before")


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ({"serial": "26Q4-0001-99", "answers": ANSWERS}, "serial"),
        ({"answers": ANSWERS}, "serial"),
        ({"serial": serial(1), "form_date": "yesterday", "answers": ANSWERS}, "form_date"),
        ({"serial": serial(1), "answers": ANSWERS | {"U1": 101}}, "U1"),
        ({"serial": serial(1), "answers": ANSWERS, "colour": "red"}, "colour"),
    ],
)
def test_a_bad_line_says_where_and_stops_nothing_else(
    run: Ran, tmp_path: Path, line: Any, field: str
) -> None:
    issued(run)
    (made,) = run("batch", PACK, "--declared", "2", "--received", "2026-11-19", "--json")
    good = {"serial": serial(2), "answers": ANSWERS}
    told = run("key", made["number"], lines(tmp_path, line, good), code=1)
    assert [one["status"] for one in told] == ["invalid", "final"]
    assert field in {fault["field"].removeprefix("answers.") for fault in told[0]["errors"]}


def test_forms_that_have_not_come_back_are_to_be_reminded_once(run: Ran) -> None:
    issued(run)
    run("mark", "reminded", serial(1), "--json")
    assert [one["serial"] for one in run("register", "26Q4", "--due", "--json")] == [
        serial(n) for n in range(2, 7)
    ]


def test_a_scan_comes_in_is_listed_and_goes_out_again(run: Ran, tmp_path: Path) -> None:
    content = b"%PDF-1.4\n" + bytes(500)
    file = tmp_path / "0001.pdf"
    file.write_bytes(content)
    (error,) = run("scan", serial(1), str(tmp_path / "none.pdf"), "--json", code=3)
    assert error["error"]["code"] == "no_file"
    assert [run("scan", serial(1), str(file), "--json")[0]["new"] for _time in range(2)] == [True, False]
    (told,) = run("scan", serial(2), "--json")
    assert told["file"] == str(file)
    assert [one["serial"] for one in run("scans", "--json")] == [serial(1), serial(2)]
    (one,) = run("scans", serial(1), "--json")
    assert (one["kind"], one["size"], one["sent_at"]) == ("pdf", len(content), None)
    run("scan", serial(1), "--out", str(tmp_path / "out.pdf"), "--json")
    assert (tmp_path / "out.pdf").read_bytes() == content
    (error,) = run("scan", serial(1), "--out", str(tmp_path / "out.pdf"), "--json", code=1)
    assert error["error"]["code"] == "file_exists"
    (error,) = run("scan", serial(3), "--out", str(tmp_path / "other.pdf"), "--json", code=1)
    assert error["error"]["code"] == "no_scan"


def test_reminders_wait_for_the_packs_day_and_leave_out_who_answered_or_was_reminded(
    run: Ran, tmp_path: Path
) -> None:
    issued(run)
    (early,) = run("remind", "26q4", "--json", code=1)
    assert early["error"]["code"] == "nothing_due"
    (made,) = run("batch", PACK, "--declared", "1", "--json")
    run("key", made["number"], lines(tmp_path, {"serial": serial(1), "answers": ANSWERS}))
    later = (now().date() + timedelta(days=10)).isoformat()
    due = [serial(number) for number in range(2, 7)]
    assert [one["serial"] for one in run("remind", "26Q4", "--on", later, "--json")] == due
    assert [one["serial"] for one in run("remind", "26Q4", "--on", later, "--done", "--json")] == due
    assert run("remind", "26Q4", "--on", later, "--json") == []


def test_the_summary_table_has_each_unit_and_item_as_json_and_as_a_table(run: Ran, tmp_path: Path) -> None:
    issued(run)
    (made,) = run("batch", PACK, "--declared", "2", "--json")
    low = {**ANSWERS, "U3": 64, "U13": {"missing": "blank"}}
    file = lines(tmp_path, {"serial": serial(1), "answers": ANSWERS}, {"serial": serial(2), "answers": low})
    run("key", made["number"], file)
    year = made["number"].removeprefix("B-")[:2].join(["20", ""])
    (told,) = run("summary", PACK, year, "--json")
    assert [row["score"] for row in told["units"]] == ["90", "527/6", None, None, None, None]
    assert (told["company"], told["pooled"]) == ("1067/12", "88.96")
    assert told["returned"] == {"n": 2, "base": 6, "percent": "33.3"}
    run("summary", PACK, year, "--csv", str(tmp_path / "table.csv"))
    written = (tmp_path / "table.csv").read_text("utf-8-sig").splitlines()
    assert len(written) == 8
    assert written[-1].endswith(",88.9")


def test_a_script_keys_a_second_time_decides_and_closes(run: Ran, tmp_path: Path) -> None:
    issued(run)
    (made,) = run("batch", PACK, "--declared", "2", "--json")
    number = made["number"]
    sheets = [{"serial": serial(n), "answers": ANSWERS} for n in (1, 2)]
    run("key", number, lines(tmp_path, *sheets))
    assert run("close", number, "--json", code=1)[0]["error"]["code"] == "unverified"
    drawn = second_sample(number)
    wrong = [{**sheet, "answers": {**ANSWERS, "U1": 95, "U2": 80}} for sheet in sheets]
    (own,) = run("key", number, lines(tmp_path, wrong[drawn - 1]), "--second", code=1)
    assert own["errors"][0]["code"] == "own_keying"
    file = lines(tmp_path, wrong[drawn - 1], wrong[drawn - 1], wrong[2 - drawn])
    told = run("key", number, file, "--second", "--operator", "qian", code=1)
    assert [one.get("differences") for one in told] == [["U1", "U2"], ["U1", "U2"], None]
    assert told[0]["id"] == told[1]["id"]
    assert told[2]["errors"][0]["code"] == "not_drawn"
    found = run("differences", number, "--json")
    assert [(one["serial"], one["code"], one["first"]["value"], one["second"]["value"]) for one in found] == [
        (serial(drawn), "U1", "90", "95"),
        (serial(drawn), "U2", "90", "80"),
    ]
    run("decide", number, serial(drawn), "U1", "first", "--reason", "read", "--json")
    why = ("--reason", "read", "--json")
    (last,) = run("decide", number, serial(drawn), "U2", "third", "--value", "85", *why)
    assert (last["decision"]["value"], last["by"], last["batch_status"]) == ("85", "qian", "rekey")
    (again,) = run("decide", number, serial(drawn), "U2", "first", *why, code=1)
    assert again["error"]["code"] == "no_difference"
    assert run("differences", number, "--json") == []
    assert len(run("differences", number, "--all", "--json")) == 2
    run("key", number, lines(tmp_path, sheets[2 - drawn]), "--second")
    assert run("close", number, "--json")[0]["status"] == "closed"


def second_sample(number: str) -> int:
    with opened(Path(os.environ["CSAT_HOME"])) as laptop:
        (form,) = second.sample(laptop, demand_batch(laptop, number))
    return int(form.serial.split("-")[1])
