"""``csat sync`` through every kind of bad line: it ends in a proof, or in the right code with everything safe."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from csat_tui.home import open_home
from csat_tui.laptop import syncing
from csat_tui.laptop.opening import open_laptop
from sync.client.errors import LinkBroken
from sync.client.http import HttpTransport
from sync.client.run import run_sync
from sync.client.signer import DeviceKey
from tests.support.certificates import certificate
from tests.support.company import Centre, Done, csat, customers, recorded_line, serving
from tests.support.fault_proxy import GOOD, MOBILE, FaultProxy, Faults
from tests.support.sync_centre import TestClock

RECORDS = 30


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    with serving(tmp_path_factory.mktemp("company") / "centre") as centre:
        centre.publish(customers(["王建国"]), [])
        yield centre


@pytest.fixture
def home(centre: Centre, tmp_path: Path) -> Path:
    """An enrolled laptop with records that wait to be sent."""
    home = tmp_path / "laptop"
    open_home(home, kind="practice")
    centre.enrol(home)
    lines = "".join(recorded_line(f"{tmp_path.name}-{n}") + "\n" for n in range(RECORDS))
    assert csat(home, "record", "-", stdin=lines).code == 0
    return home


@pytest.fixture
def proxy(centre: Centre) -> Iterator[FaultProxy]:
    with FaultProxy(centre.port) as proxy:
        yield proxy


def sync_to(home: Path, url: str) -> Done:
    laptop = open_laptop(home)
    syncing.follow(laptop, url)
    laptop.close()
    return csat(home, "sync", "--json")


def assert_proven(done: Done, home: Path, centre: Centre) -> None:
    """All records are at the centre, each once."""
    assert done.code == 0, done
    assert (done.json["proven"], done.json["responses_total"]) == (True, RECORDS)
    mine = [
        row["id"]
        for row in csat(centre.home, "list", "--json").lines
        if row["id"].startswith(home.parent.name)
    ]
    assert len(mine) == len(set(mine)) == RECORDS


@pytest.mark.parametrize(
    "faults",
    [
        MOBILE,
        Faults(lost_answers=3),
        Faults(cut_up=6_000, random_cut=True),
        Faults(cut_down=3_000, random_cut=True),
    ],
    ids=["mobile", "lost answers", "cut on the way up", "cut on the way down"],
)
def test_a_bad_line_ends_in_a_proof(faults: Faults, home: Path, centre: Centre, proxy: FaultProxy) -> None:
    proxy.faults = faults
    done = sync_to(home, proxy.url)
    for _ in range(8):  # a run may give up; the next goes on where it stopped
        if done.code == 0:
            break
        assert done.json["error"]["code"] in ("link_broken", "no_network"), done
        done = csat(home, "sync", "--json")
    assert_proven(done, home, centre)
    assert proxy.bytes_up > 0


@pytest.mark.parametrize(
    ("faults", "code"),
    [(Faults(portal=True), "not_the_centre"), (Faults(cut_up=100), "link_broken")],
    ids=["hotel", "dead after a hundred bytes"],
)
def test_a_line_that_leads_nowhere_is_named_and_all_is_safe(
    faults: Faults, code: str, home: Path, centre: Centre, proxy: FaultProxy
) -> None:
    proxy.faults = faults
    done = sync_to(home, proxy.url)
    assert (done.code, done.json["error"]["code"]) == (3, code)
    proxy.faults = GOOD
    assert_proven(csat(home, "sync", "--json"), home, centre)


def test_somebody_else_with_a_certificate_of_his_own_gets_nothing(
    home: Path, centre: Centre, tmp_path: Path
) -> None:
    _ca, foreign = certificate(tmp_path, datetime.now(UTC) - timedelta(days=1))
    with FaultProxy(centre.port, tls=foreign) as proxy:
        done = sync_to(home, proxy.url)
        assert (done.code, done.json["error"]["code"]) == (3, "not_the_centre")
        assert proxy.bytes_up == 0
    assert_proven(sync_to(home, centre.url), home, centre)


def test_a_black_hole_is_given_up_after_silence(home: Path, centre: Centre, proxy: FaultProxy) -> None:
    proxy.faults = Faults(black_hole=True)
    laptop = open_laptop(home)
    line = HttpTransport(proxy.url, stall=0.1)
    with pytest.raises(LinkBroken):
        run_sync(laptop.log, laptop.replica, line, DeviceKey.new(), TestClock())
    line.close()
    assert laptop.log.to_send() == RECORDS
    laptop.close()
    assert_proven(sync_to(home, centre.url), home, centre)
