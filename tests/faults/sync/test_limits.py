"""Too large, too deep, too slow or unknown: such a request gets its answer, and nothing of it is stored."""

import gzip
import json
import zlib
from collections.abc import Iterator

import pytest

from sync.client.conversation import Conversation
from sync.client.http import HttpTransport
from sync.client.ports import Answered
from sync.protocol.wire import MAX_ITEMS, MAX_WIRE_BYTES, MEDIA_TYPE, NONCE
from tests.support.sync_centre import Laptop, LocalCentre
from tests.support.sync_http import OnLoopback, chunk

ZERO = "00" * 32


@pytest.fixture
def server(centre: LocalCentre) -> Iterator[OnLoopback]:
    with OnLoopback(centre) as server:
        yield server


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    return Laptop(centre).enrol()


def token(laptop: Laptop) -> str:
    talk = Conversation(laptop, laptop.key, laptop.clock, laptop.random, lambda: False)
    talk.hello()
    assert laptop.log.held is not None
    return talk.identify(laptop.log.held.device).token


def send(laptop: Laptop, body: bytes, **headers: str) -> Answered:
    given = {"authorization": f"Bearer {token(laptop)}", "content-type": MEDIA_TYPE, NONCE: "n1"}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return laptop.send("POST", "/sync/v1/push", {**given, **named}, body)


def code(answered: Answered) -> str:
    return str(json.loads(answered.body)["error"]["code"])


def push_of(laptop: Laptop, items: list[dict[str, object]]) -> bytes:
    assert laptop.log.held is not None
    request = {"device": laptop.log.held.device, "base_seq": 0, "base_chain": ZERO, "items": items}
    return json.dumps(request).encode()


class TestRefusedRequests:
    def test_a_decompression_bomb_is_stopped_while_it_grows(self, laptop: Laptop) -> None:
        packer = zlib.compressobj(9, wbits=31)
        bomb = b"".join(packer.compress(bytes(1024 * 1024)) for _ in range(256)) + packer.flush()
        answered = send(laptop, bomb, content_encoding="gzip")
        assert (answered.status, code(answered)) == (413, "too_large")

    def test_more_items_than_allowed(self, laptop: Laptop) -> None:
        items: list[dict[str, object]] = [{"seq": n, "body": "{}"} for n in range(1, MAX_ITEMS + 2)]
        assert send(laptop, push_of(laptop, items)).status == 413

    def test_an_item_larger_than_allowed(self, laptop: Laptop) -> None:
        answered = send(laptop, push_of(laptop, [{"seq": 1, "body": "x" * (256 * 1024 + 1)}]))
        assert (answered.status, code(answered)) == (413, "too_large")

    def test_a_request_nested_too_deeply(self, laptop: Laptop) -> None:
        answered = send(laptop, b"[" * 100_000 + b"]" * 100_000)
        assert (answered.status, code(answered)) == (400, "too_deep")

    def test_half_a_gzip_stream(self, laptop: Laptop) -> None:
        answered = send(laptop, gzip.compress(b"{}" * 100)[:-9], content_encoding="gzip")
        assert (answered.status, code(answered)) == (400, "damaged")

    @pytest.mark.parametrize("body", [b"", b"null", b"{", b"[]", b'{"device":1}', b"\xff\xfe"])
    def test_what_is_no_push(self, laptop: Laptop, body: bytes) -> None:
        assert send(laptop, body).status == 422

    def test_items_with_a_gap(self, laptop: Laptop) -> None:
        items: list[dict[str, object]] = [{"seq": 1, "body": "{}"}, {"seq": 3, "body": "{}"}]
        assert send(laptop, push_of(laptop, items)).status == 422

    def test_a_media_type_that_is_not_ours(self, laptop: Laptop) -> None:
        assert send(laptop, b"{}", content_type="application/json").status == 415

    def test_an_encoding_that_is_not_spoken(self, laptop: Laptop) -> None:
        assert send(laptop, b"{}", content_encoding="br").status == 415

    def test_a_token_that_is_not_known(self, laptop: Laptop) -> None:
        answered = send(laptop, b"{}", authorization="Bearer guess")
        assert (answered.status, code(answered)) == (401, "unauthorised")

    def test_a_push_in_the_name_of_another_device(self, laptop: Laptop, centre: LocalCentre) -> None:
        other = Laptop(centre).enrol("wang")
        assert send(laptop, push_of(other, [])).status == 403

    def test_an_address_that_does_not_exist_is_answered_in_our_form(self, laptop: Laptop) -> None:
        answered = laptop.send("POST", "/sync/v1/nothing", {NONCE: "n1"}, b"{}")
        assert (answered.status, code(answered)) == (404, "not_found")
        assert answered.headers[NONCE] == "n1"
        assert answered.headers["content-type"] == MEDIA_TYPE

    def test_a_refusal_speaks_the_language_of_the_client(self, laptop: Laptop) -> None:
        chinese = send(laptop, b"{}", authorization="Bearer guess", accept_language="zh_CN")
        english = send(laptop, b"{}", authorization="Bearer guess", accept_language="en")
        assert json.loads(chinese.body)["error"]["message"] != json.loads(english.body)["error"]["message"]

    def test_too_many_requests_are_asked_to_slow_down(self, laptop: Laptop) -> None:
        answers = [
            laptop.send("POST", "/sync/v1/token", {"content-type": MEDIA_TYPE}, b"{}") for _ in range(130)
        ]
        assert (answers[-1].status, code(answers[-1])) == (429, "too_often")
        assert int(answers[-1].headers["retry-after"]) >= 1


class TestOverARealConnection:
    def head(self, path: str, *lines: str) -> str:
        return "\n".join([f"POST {path} HTTP/1.1", "Host: c", f"Content-Type: {MEDIA_TYPE}", *lines, "", ""])

    def test_a_stranger_who_streams_without_end_still_reads_the_refusal(self, server: OnLoopback) -> None:
        head = self.head("/sync/v1/push", "Transfer-Encoding: chunked", "Connection: close")
        answer = server.raw(head, [chunk(bytes(65536))] * 200)
        assert answer.startswith(b"HTTP/1.1 401")
        assert b'"unauthorised"' in answer

    def test_a_chunked_body_that_grows_too_large_is_answered(
        self, server: OnLoopback, laptop: Laptop
    ) -> None:
        head = self.head(
            "/sync/v1/push", f"Authorization: Bearer {token(laptop)}", "Transfer-Encoding: chunked"
        )
        answer = server.raw(head, [chunk(bytes(65536))] * (MAX_WIRE_BYTES // 65536 + 50))
        assert answer.startswith(b"HTTP/1.1 413")

    def test_a_declared_length_too_large_is_refused_before_it_comes(
        self, server: OnLoopback, laptop: Laptop
    ) -> None:
        head = self.head(
            "/sync/v1/push", f"Authorization: Bearer {token(laptop)}", f"Content-Length: {10**9}"
        )
        assert server.raw(head, []).startswith(b"HTTP/1.1 413")

    def test_a_stranger_who_sends_nothing_more_is_refused_at_once(self, server: OnLoopback) -> None:
        head = self.head("/sync/v1/push", "Content-Length: 1000")
        assert server.raw(head, []).startswith(b"HTTP/1.1 401")

    def test_a_code_that_stops_arriving_is_given_up(self, server: OnLoopback, centre: LocalCentre) -> None:
        centre.desk.small_patience = 0.2
        head = self.head("/sync/v1/enrol", "Content-Length: 1000")
        assert server.raw(head, [b"{"]).startswith(b"HTTP/1.1 408")

    def test_an_address_that_does_not_exist_answers_an_endless_body(self, server: OnLoopback) -> None:
        head = self.head("/nothing", "Transfer-Encoding: chunked", "Connection: close")
        assert server.raw(head, [chunk(bytes(65536))] * 200).startswith(b"HTTP/1.1 404")

    def test_a_whole_day_over_http(self, server: OnLoopback, laptop: Laptop) -> None:
        line = HttpTransport(server.url)
        laptop.record(*(f"r{n}" for n in range(40)))
        laptop.send = line.send  # type: ignore[method-assign]
        assert laptop.sync().proven
        line.close()

    def test_the_description_needs_no_token(self, server: OnLoopback) -> None:
        line = HttpTransport(server.url)
        answered = line.send("GET", "/openapi.json", {}, None)
        line.close()
        document = json.loads(answered.body)
        assert MEDIA_TYPE in document["paths"]["/sync/v1/push"]["post"]["requestBody"]["content"]
        assert "PushRequest" in document["components"]["schemas"]
