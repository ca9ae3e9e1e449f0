"""``csat figures PACK wave:ID``: what was sent out together is counted together, the same at both ends."""

import json
from datetime import date
from io import StringIO
from pathlib import Path
from random import Random
from typing import Any

import pytest

from csat_tui.cli import run_command
from csat_tui.home import open_home
from csat_tui.laptop.opening import open_laptop
from sync.centre.rollup import count_responses
from sync.centre.server import rules
from sync.client.identity import enrol
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.import_files import csv_bytes
from tests.support.store_samples import PACK_NAME
from tests.support.sync_centre import LocalCentre, customer

TODAY = date.today().isoformat()
ORDERS = [
    ["工单号", "类型", "客户编号", "客户姓名", "交车日期"],
    ["D-1", "新车交车", "K1", "王建国", TODAY],
    ["D-2", "新车交车", "K2", "李丽", TODAY],
]


def test_a_mailing_is_a_wave_and_counts_its_own_questionnaires_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    centre = LocalCentre(tmp_path / "centre.sqlite", rules=rules(count_responses))
    centre.admin.approve(PACK_NAME)
    people = (("c1", "K1", "王建国"), ("c2", "K2", "李丽"), ("c3", "K3", "孙涛"))
    centre.admin.publish("customer", [customer(id, number=number, name=name) for id, number, name in people])
    home, key = tmp_path / "li", DeviceKey.new()
    open_home(home, kind="practice")
    laptop = open_laptop(home)
    enrol("http://c", centre.admin.code("li"), laptop.log, laptop.replica, centre, key, centre.clock)
    run_sync(laptop.log, laptop.replica, centre, key, centre.clock, random=Random(1))
    laptop.close()
    monkeypatch.setenv("CSAT_HOME", str(home))

    def run(*words: str, code: int = 0, stdin: str = "") -> dict[str, Any]:
        monkeypatch.setattr("sys.stdin", StringIO(stdin))
        assert run_command([*words, "--json"]) == code
        found: dict[str, Any] = json.loads(capsys.readouterr().out.splitlines()[-1])
        return found

    (tmp_path / "orders.csv").write_bytes(csv_bytes(ORDERS))
    run("import", "events", str(tmp_path / "orders.csv"), "--source", "DMS")
    series = run("paper", "issue", PACK_NAME, "--series", "W1")["series"]
    for number, score in (("K1", "90"), ("K3", "10")):
        said = {"pack": PACK_NAME, "customer": number, "channel": "mail", "id": number}
        said |= {"occurred_at": f"{TODAY}T09:30:00+08:00", "answers": {"B8": score}}
        assert run("record", "-", stdin=json.dumps(said | ({"event": "D-1"} if number == "K1" else {})))

    assert run("figures", PACK_NAME, TODAY)["base"] == 2
    here = run("figures", PACK_NAME, f"wave:{series}")
    assert (here["period"], here["base"], here["mean"]["value"]) == (f"wave:{series}", 1, "90")
    assert here["figure"]["trace"]["selector"] == f"response.final pack={PACK_NAME} wave:{series}"
    assert here["funnel"]["due"] == 2
    assert run("figures", PACK_NAME, f"wave:{series}", "--records") == {"id": "K1"}
    assert run("figures", PACK_NAME, "wave:none", code=1)["error"]["code"] == "unknown_wave"

    laptop = open_laptop(home)
    run_sync(laptop.log, laptop.replica, centre, key, centre.clock, random=Random(1))
    laptop.close()
    here = run("figures", PACK_NAME, f"wave:{series}")
    monkeypatch.setenv("CSAT_HOME", str(tmp_path / "centre-home"))
    assert run("figures", PACK_NAME, f"wave:{series}", "--database", centre.url) == here
    assert (
        run("figures", PACK_NAME, "wave:none", "--database", centre.url, code=1)["error"]["code"]
        == "unknown_wave"
    )
    centre.close()
