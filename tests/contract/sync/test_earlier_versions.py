"""What earlier versions wrote and sent still works: databases of both ends, and a session byte for byte."""

import json
import shutil
from base64 import b64decode
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from csat_tui.keys.vault import DATABASE_KEY, open_vault
from csat_tui.store.database import open_store
from csat_tui.store.devicelog import LaptopLog
from csat_tui.store.replica import LaptopReplica
from sync.centre.read import Sought, body_of, items
from sync.centre.tables import Device
from sync.client.clock import SystemClock
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from sync.protocol.chain import GENESIS
from sync.protocol.signing import to_text, token_message
from sync.protocol.wire import MEDIA_TYPE, NONCE, ROOT
from tests.support.store_samples import practice_home
from tests.support.sync_centre import Laptop, LocalCentre

FIXTURES = Path(__file__).parents[2] / "fixtures"
VERSIONS = sorted(file.stem.removeprefix("session-") for file in FIXTURES.glob("session-*.json"))


@pytest.fixture(params=VERSIONS)
def version(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def session(version: str) -> Any:
    return json.loads((FIXTURES / f"session-{version}.json").read_text(encoding="utf-8"))


@pytest.fixture
def earlier(version: str, tmp_path: Path) -> Iterator[LocalCentre]:
    """Today's centre on a database of that version."""
    file = tmp_path / "centre.sqlite"
    shutil.copy(FIXTURES / f"centre-{version}.sqlite", file)
    centre = LocalCentre(file)
    yield centre
    centre.close()


def replayed(centre: LocalCentre, session: Any) -> list[dict[str, Any]]:
    """The answers to the recorded requests, sent with a token of today."""
    token = token_of(centre, session["device"], DeviceKey(bytes.fromhex(session["key"])))
    answers = []
    for request in session["requests"]:
        headers = request["headers"] | {"authorization": f"Bearer {token}", "accept-encoding": "identity"}
        answered = centre.send(
            request["method"], request["path"], headers, b64decode(request["body"]) or None
        )
        assert answered.status == 200, answered.body
        assert answered.headers[NONCE] == request["headers"][NONCE]
        answers.append(json.loads(answered.body))
    return answers


def token_of(centre: LocalCentre, device: str, key: DeviceKey) -> str:
    plain = {"content-type": MEDIA_TYPE}
    challenge = json.loads(centre.send("GET", f"{ROOT}/hello", {}, None).body)["challenge"]
    signature = to_text(key.sign(token_message(device, challenge)))
    asked = json.dumps({"device": device, "challenge": challenge, "signature": signature}).encode()
    token: str = json.loads(centre.send("POST", f"{ROOT}/token", plain, asked).body)["token"]
    return token


def test_there_is_a_session_to_replay() -> None:
    assert {"v1", "v1-2026-11"} <= set(VERSIONS)


def test_a_recorded_session_is_taken_and_proven(earlier: LocalCentre, session: Any) -> None:
    answers = replayed(earlier, session)
    verified = answers[-1]
    assert (verified["ok"], verified["chain"]) == (True, session["chain"])
    assert {id: body_of(earlier.store, id).decode() for id in session["bodies"]} == session["bodies"]


def test_the_same_session_again_is_duplicates_and_proven(earlier: LocalCentre, session: Any) -> None:
    replayed(earlier, session)
    again = replayed(earlier, session)
    results = [one["status"] for answer in again for one in answer.get("results", [])]
    assert set(results) == {"duplicate"}
    assert again[-1]["ok"]


def test_what_is_not_known_yet_waits_and_what_is_not_understood_is_kept(
    earlier: LocalCentre, session: Any
) -> None:
    replayed(earlier, session)
    assert {row.id: row.code for row in earlier.admin.quarantine()} == {
        "r4": "unknown_pack",
        "k1": "unknown_kind",
    }
    assert json.loads(body_of(earlier.store, "r5"))["field_of_tomorrow"] == {"kept": "是"}
    fresh = Laptop(earlier).enrol("wang")
    assert fresh.replica.rows["customer", "c2"][1]["remark"] == "a field of tomorrow"


def test_everything_held_before_is_still_held(earlier: LocalCentre) -> None:
    assert [one.id for one in items(earlier.store, Sought(status="stored"))] == ["r1", "r2"]


def test_a_laptop_of_that_version_hands_in_all_it_has(
    version: str, centre: LocalCentre, tmp_path: Path
) -> None:
    home = practice_home(tmp_path)
    shutil.copy(FIXTURES / f"laptop-{version}.db", home.database)
    key = bytes.fromhex((FIXTURES / f"laptop-{version}.key").read_text().strip())
    open_vault(home).put(DATABASE_KEY, key)
    store, signer = open_store(home, key), DeviceKey.new()
    centre.admin.user("li")
    with centre.store.writing() as session:
        device = Device(
            id="device-1",
            mark="AAAA",
            person="li",
            public_key=signer.public_key(),
            n=0,
            chain=GENESIS,
            created_at="",
        )
        session.add(device)
    clock = SystemClock()
    centre.clock.at = clock.now()
    log = LaptopLog(store)
    outcome = run_sync(log, LaptopReplica(store), Laptop(centre), signer, clock)
    assert (outcome.proven, outcome.responses_total, outcome.n) == (True, 2, 2)
    assert sorted(one.id for one in items(centre.store)) == ["r1", "r2"]
    store.close()
