"""``csat packs`` from the outside."""

import json
from pathlib import Path

import pytest

from csat_tui.cli import run_command
from schemas.packs.resolve import content_hash, library_content
from schemas.packs.source import library_names, library_text


class TestList:
    def test_prints_one_object_a_line(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(["packs", "list", "--json"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert [row["pack"] for row in rows] == library_names()
        assert rows[0].keys() >= {"version", "hash", "title", "programme"}


class TestShow:
    def test_gives_content_and_hash(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(["packs", "show", "dlr-cs-sales@1.0.0", "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert shown["hash"] == content_hash(library_content("dlr-cs-sales"))

    def test_explains_ambiguities(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(["packs", "show", "dlr-cs-sales", "--ambiguities", "--json"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert {"AMB-01", "AMB-02", "AMB-23", "AMB-37"} <= {row["id"] for row in rows}
        assert all(row["means"]["zh"] and row["means"]["en"] for row in rows)

    @pytest.mark.parametrize("name", ["nope", "dlr-cs-sales@9.9.9", "no/such.yaml"])
    def test_an_unknown_pack_is_exit_1_with_a_stable_code(
        self, name: str, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert run_command(["packs", "show", name, "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["error"]["code"] == "not_found"


class TestLint:
    def test_the_library_is_clean(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(["packs", "lint"]) == 0
        assert capsys.readouterr().out == ""

    def test_an_error_is_exit_1_with_file_and_line(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "mine.yaml"
        file.write_text(library_text("dlr-cs-sales").replace("source: B8", "source: B7"), encoding="utf-8")
        assert run_command(["packs", "lint", str(file), "--json"]) == 1
        (finding,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert finding["file"] == str(file)
        assert "B8" not in finding["message"]
        assert (
            file.read_text(encoding="utf-8")
            .splitlines()[finding["line"] - 1]
            .strip()
            .startswith("contact_score")
        )

    def test_a_file_in_another_encoding_is_reported(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "gbk.yaml"
        file.write_bytes("title: 满意度".encode("gbk"))
        assert run_command(["packs", "lint", str(file)]) == 1
        assert "UTF-8" in capsys.readouterr().out


class TestDiff:
    def test_is_in_words(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert run_command(["packs", "diff", "dlr-cs-sales", "dlr-care-h-sales", "--json"]) == 0
        rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
        assert ["cadence"] in [row["path"] for row in rows]


class TestExchange:
    def test_a_pack_goes_out_and_comes_back(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        book, text = tmp_path / "pack.xlsx", tmp_path / "pack.yaml"
        assert run_command(["packs", "export", "zihang-callback", "-o", str(book)]) == 0
        assert run_command(["packs", "import", str(book), "-o", str(text)]) == 0
        capsys.readouterr()
        assert run_command(["packs", "show", str(text), "--json"]) == 0
        shown = json.loads(capsys.readouterr().out)
        assert shown["hash"] == content_hash(library_content("zihang-callback"))

    def test_a_file_is_not_replaced_unasked(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        file = tmp_path / "kept.yaml"
        file.write_text("mine")
        order = ["packs", "export", "sample-7q", "--format", "yaml", "-o", str(file), "--json"]
        assert run_command(order) != 0
        assert json.loads(capsys.readouterr().out)["error"]["code"] == "file_exists"
        assert file.read_text() == "mine"
        assert run_command([*order, "--overwrite"]) == 0

    def test_a_workbook_is_not_printed(self) -> None:
        assert run_command(["packs", "export", "sample-7q"]) == 2

    def test_a_damaged_workbook_is_told_not_crashed_on(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        file = tmp_path / "bad.xlsx"
        file.write_bytes(b"PK nonsense")
        assert run_command(["packs", "import", str(file), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["error"]["code"] == "invalid"


class TestScore:
    def test_scores_by_a_pack_of_ones_own(self, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        own, answers = tmp_path / "own.yaml", tmp_path / "answers.json"
        own.write_text(library_text("dlr-cs-sales"), encoding="utf-8")
        answers.write_text('{"B8": 92}')
        assert run_command(["score", str(own), str(answers), "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["score"] == "92"
        assert run_command(["score", str(tmp_path / "none.yaml"), str(answers), "--json"]) == 1
        assert json.loads(capsys.readouterr().out)["error"]["code"] == "not_found"
