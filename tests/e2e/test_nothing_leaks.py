"""A whole working day leaves no name, number, secret or remark in a log, nor in an address."""

import json
from base64 import urlsafe_b64decode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, unquote, urlsplit
from urllib.request import ProxyHandler, Request, build_opener

from csat_tui.keys.passphrase import Passphrases
from csat_tui.laptop import syncing
from csat_tui.laptop.opening import open_laptop
from tests.support.company import (
    PASSPHRASE,
    USER,
    Centre,
    csat,
    customers,
    recorded_line,
    serving,
    visits,
    with_passphrase,
)

NAME, PHONE, REMARK = "欧阳小满", "13912345678", "刹车异响没有修好"
ORGANISATION = "星辰汽车服务"


@contextmanager
def watched(url: str, seen: list[str]) -> Iterator[str]:
    """A proxy in front of the centre that keeps every address and every authorization that passes; its own."""

    class Between(BaseHTTPRequestHandler):
        def pass_on(self) -> None:
            seen.append(self.path)
            size = int(self.headers.get("Content-Length") or 0)
            body = self.rfile.read(size) if size else None
            sent = {k: v for k, v in self.headers.items() if k.lower() not in ("host", "content-length")}
            request = Request(url + self.path, body, sent, method=self.command)
            with build_opener(ProxyHandler({})).open(request) as answer:
                content = answer.read()
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(content)
            tokens.append(self.headers.get("Authorization", "").removeprefix("Bearer "))

        do_GET = do_POST = pass_on  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            pass

    tokens: list[str] = []
    server = ThreadingHTTPServer(("127.0.0.1", 0), Between)
    thread = Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
        seen.extend(f"token {token}" for token in tokens if token)


def a_day(centre: Centre, home: Path, seen: list[str]) -> list[str]:
    """Enrol, record, sync, be refused, be revoked; the secrets that were used."""
    code = str(csat(centre.home, "admin", "code", "--user", USER, "--json").json["code"])
    with watched(centre.url, seen) as between:
        device = csat(home, "enrol", between, code, "--json").json["device"]
        line = recorded_line("r1", temp={"name": NAME, "phone": PHONE}, customer=None, remark=REMARK)
        assert csat(home, "record", "-", stdin=line + "\n").code == 0
        assert csat(home, "sync", "--json").code == 0
    laptop = open_laptop(home, Passphrases(file=home.with_suffix(".passphrase")))
    syncing.follow(laptop, centre.url)
    laptop.close()
    assert csat(home, "enrol", centre.url, code, "--json").code == 0  # the same code, the same key
    other = with_passphrase(home.with_name("other"))
    assert csat(other, "enrol", centre.url, code, "--json").code == 3
    assert csat(centre.home, "admin", "devices", "--revoke", device, "--json").code == 0
    assert csat(home, "sync", "--json").code == 3
    return [code, code.replace("-", "")]


def test_no_log_and_no_address_names_anybody(tmp_path: Path) -> None:
    log = tmp_path / "centre.log"
    seen: list[str] = []
    home = with_passphrase(tmp_path / "laptop")
    with serving(tmp_path / "centre", log=log) as centre:
        people = customers([NAME])
        centre.publish(people, visits(people))
        codes = a_day(centre, home, seen)
    tokens = [line.removeprefix("token ") for line in seen if line.startswith("token ")]
    addresses = [line for line in seen if line.startswith("/")]
    assert tokens
    assert any("cursor=" in address for address in addresses)
    logs = [log, *(file for folder in (home, centre.home) for file in folder.rglob("*.log"))]
    written = "\n".join(file.read_text(encoding="utf-8") for file in logs if file.exists())
    for secret in (NAME, PHONE, REMARK, USER, PASSPHRASE, *codes, *tokens):
        assert secret not in written
        for address in addresses:
            assert secret not in unquote(address)
            assert secret.encode() not in opened(address)


def opened(address: str) -> bytes:
    """What can be read of the cursor in an address without the centre's secret."""
    values = parse_qs(urlsplit(address).query).get("cursor", [])
    decoded = b"".join(urlsafe_b64decode(value + "=" * (-len(value) % 4)) for value in values)
    return decoded + json.dumps(values).encode()
