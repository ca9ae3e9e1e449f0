"""TLS with an authority of the organisation's own, from the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.certificates import Authority, Served
from tests.support.company import USER, Centre, csat, recorded_line, serving, with_passphrase

OTHER_PIN = "A" * 43 + "="


@pytest.fixture
def authority(tmp_path: Path) -> Authority:
    return Authority(tmp_path / "ca")


@pytest.fixture
def served(authority: Authority) -> Served:
    return authority.certify()


@pytest.fixture
def centre(tmp_path: Path, served: Served) -> Iterator[Centre]:
    options = ("--tls-cert", str(served.cert), "--tls-key", str(served.key))
    with serving(tmp_path / "centre", *options) as centre:
        yield centre


def code(centre: Centre) -> str:
    return str(csat(centre.home, "admin", "code", "--user", USER, "--json").json["code"])


def test_a_day_over_tls_with_the_organisations_own_authority(
    centre: Centre, authority: Authority, tmp_path: Path
) -> None:
    home = with_passphrase(tmp_path / "laptop")
    assert centre.url.startswith("https://")
    centre.enrol(home, USER, "--ca", str(authority.file))
    line = recorded_line("r1", temp={"name": "客户"}, customer=None)
    assert csat(home, "record", "-", stdin=line + "\n").code == 0
    assert csat(home, "sync", "--json").json["proven"] is True


def test_a_centre_of_a_foreign_authority_is_not_believed(centre: Centre, tmp_path: Path) -> None:
    stranger = Authority(tmp_path / "stranger", "stranger")
    home = with_passphrase(tmp_path / "laptop")
    done = csat(home, "enrol", centre.url, code(centre), "--ca", str(stranger.file), "--json")
    assert (done.code, done.json["error"]["code"]) == (3, "not_the_centre")
    assert "certificate" in done.json["error"]["message"]


def test_without_the_authority_the_certificate_is_not_believed(centre: Centre, tmp_path: Path) -> None:
    done = csat(with_passphrase(tmp_path / "laptop"), "enrol", centre.url, code(centre), "--json")
    assert (done.code, done.json["error"]["code"]) == (3, "not_the_centre")


def test_a_pinned_key_is_believed_and_another_is_not(
    centre: Centre, authority: Authority, served: Served, tmp_path: Path
) -> None:
    home = with_passphrase(tmp_path / "laptop")
    centre.enrol(home, USER, "--ca", str(authority.file), "--pin", served.pin, "--pin", OTHER_PIN)
    assert csat(home, "sync", "--json").code == 0
    other = authority.certify("other")  # of the right authority, for the right name, with another key
    centre.stop()
    options = ("--tls-cert", str(other.cert), "--tls-key", str(other.key))
    impostor = Centre(centre.home, centre.port, options=options)
    done = csat(home, "sync", "--json")
    impostor.stop()
    assert (done.code, done.json["error"]["code"]) == (3, "not_the_centre")


def test_one_pin_alone_would_lock_laptops_out_when_its_key_is_lost(
    centre: Centre, served: Served, tmp_path: Path
) -> None:
    assert csat(tmp_path / "laptop", "enrol", centre.url, "X", "--pin", served.pin).code == 2


def test_a_centre_gives_no_pins_that_do_not_fit_its_own_certificate(tmp_path: Path, served: Served) -> None:
    pins = ("--pin", OTHER_PIN, "--pin", "B" * 43 + "=")
    options = ("--tls-cert", str(served.cert), "--tls-key", str(served.key), *pins)
    assert csat(tmp_path / "centre", "serve", "--port", "0", *options).code == 2


def test_plain_http_beyond_this_machine_has_to_be_said_at_the_centre(tmp_path: Path) -> None:
    assert csat(tmp_path / "centre", "serve", "--host", "0.0.0.0", "--port", "0").code == 2


def test_plain_http_to_another_machine_has_to_be_said_at_the_laptop(tmp_path: Path) -> None:
    home = with_passphrase(tmp_path / "laptop")
    done = csat(home, "enrol", "http://192.0.2.1:9", "ABCD", "--json")
    assert (done.code, done.json["error"]["code"]) == (3, "plain_http")


def test_certificate_and_key_that_do_not_belong_together_are_named(
    tmp_path: Path, authority: Authority, served: Served
) -> None:
    other = authority.certify("other")
    options = ("--tls-cert", str(served.cert), "--tls-key", str(other.key), "--json")
    done = csat(tmp_path / "centre", "serve", "--port", "0", *options)
    assert (done.code, done.json["error"]["code"]) == (3, "bad_certificate")
