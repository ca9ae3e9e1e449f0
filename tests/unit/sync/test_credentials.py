"""What a signature, a challenge or a token is good for, and what not."""

import json
from pathlib import Path

import pytest

from sync.client.conversation import Conversation
from sync.client.ports import Answered
from sync.client.signer import DeviceKey
from sync.protocol.messages import Token
from sync.protocol.recovery import new_private, public_of, seal
from sync.protocol.signing import from_text, head_message, to_text, token_message
from sync.protocol.wire import MEDIA_TYPE, NONCE
from tests.support.sync_centre import Laptop, LocalCentre


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    return Laptop(centre).enrol()


def device(laptop: Laptop) -> str:
    assert laptop.log.held is not None
    return laptop.log.held.device


def greeted(laptop: Laptop) -> Conversation:
    talk = Conversation(laptop, laptop.key, laptop.clock, laptop.random, lambda: False)
    talk.hello()
    return talk


def ask_token(laptop: Laptop, challenge: str, signature: bytes) -> tuple[int, str]:
    asked = {"device": device(laptop), "challenge": challenge, "signature": to_text(signature)}
    return outcome(post(laptop, "token", asked))


def post(laptop: Laptop, name: str, content: dict[str, str], token: str = "") -> Answered:
    headers = {"content-type": MEDIA_TYPE, NONCE: "n", "authorization": f"Bearer {token}"}
    return laptop.send("POST", f"/sync/v1/{name}", headers, json.dumps(content).encode())


def outcome(answered: Answered) -> tuple[int, str]:
    return answered.status, json.loads(answered.body).get("error", {}).get("code", "")


def test_a_challenge_is_good_for_ten_minutes(laptop: Laptop, centre: LocalCentre) -> None:
    challenge = greeted(laptop).challenge
    signature = laptop.key.sign(token_message(device(laptop), challenge))
    centre.clock.sleep(600)
    assert ask_token(laptop, challenge, signature) == (200, "")
    centre.clock.sleep(1)
    assert ask_token(laptop, challenge, signature) == (401, "bad_challenge")


def test_a_challenge_of_another_centre_is_none(laptop: Laptop, tmp_path: Path) -> None:
    other = LocalCentre(tmp_path / "other.sqlite")
    challenge = greeted(Laptop(other)).challenge
    other.close()
    signature = laptop.key.sign(token_message(device(laptop), challenge))
    assert ask_token(laptop, challenge, signature) == (401, "bad_challenge")


def test_a_signature_serves_one_purpose_only(laptop: Laptop) -> None:
    challenge = greeted(laptop).challenge
    signature = laptop.key.sign(head_message(device(laptop), 0, challenge))
    assert ask_token(laptop, challenge, signature) == (401, "unknown_device")


def test_a_signature_of_another_key_is_none(laptop: Laptop) -> None:
    challenge = greeted(laptop).challenge
    signature = DeviceKey.new().sign(token_message(device(laptop), challenge))
    assert ask_token(laptop, challenge, signature) == (401, "unknown_device")


def test_a_token_is_good_for_a_quarter_of_an_hour(laptop: Laptop, centre: LocalCentre) -> None:
    token = greeted(laptop).identify(device(laptop)).token
    headers = {"authorization": f"Bearer {token}", NONCE: "n"}
    centre.clock.sleep(900)
    assert laptop.send("GET", "/sync/v1/pull", headers, None).status == 200
    centre.clock.sleep(1)
    assert laptop.send("GET", "/sync/v1/pull", headers, None).status == 401


def test_secrets_are_kept_as_their_hashes_only(laptop: Laptop, centre: LocalCentre) -> None:
    code = centre.admin.code("li")
    token = greeted(laptop).identify(device(laptop)).token
    held = b"".join(file.read_bytes() for file in centre.file.parent.glob("centre.sqlite*"))
    for secret in (code, code.replace("-", ""), token):
        assert secret.encode() not in held


@pytest.mark.parametrize("text", ["AA==", "A A", "A", "AB", "é", "+/", "AA\n"])
def test_bytes_have_one_spelling(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        from_text(text)


class TestSealedKeys:
    @pytest.fixture
    def public(self, centre: LocalCentre) -> bytes:
        public = public_of(new_private())
        centre.admin.introduce_recovery_key(public)
        return public

    def token(self, laptop: Laptop) -> Token:
        return greeted(laptop).identify(device(laptop))

    def test_what_is_sealed_to_another_key_is_not_kept(self, laptop: Laptop, public: bytes) -> None:
        other = seal(bytes(32), "home", public_of(new_private())).text()
        asked = {"device": device(laptop), "sealed": other}
        assert outcome(post(laptop, "recovery", asked, self.token(laptop).token)) == (422, "bad_sealed")

    @pytest.mark.parametrize("text", ["{}", "[]", "no", '{"purpose":"csat-recovery:1"}'])
    def test_what_is_no_sealed_key_is_not_kept(self, laptop: Laptop, public: bytes, text: str) -> None:
        asked = {"device": device(laptop), "sealed": text}
        assert outcome(post(laptop, "recovery", asked, self.token(laptop).token)) == (422, "bad_sealed")

    def test_nobody_seals_for_another_device(
        self, laptop: Laptop, centre: LocalCentre, public: bytes
    ) -> None:
        other = Laptop(centre).enrol("wang")
        asked = {"device": device(other), "sealed": seal(bytes(32), "home", public).text()}
        assert outcome(post(laptop, "recovery", asked, self.token(laptop).token)) == (403, "wrong_device")

    def test_the_token_tells_which_key_counts_and_what_is_held(self, laptop: Laptop, public: bytes) -> None:
        before = self.token(laptop)
        assert before.recovery is not None
        assert (from_text(before.recovery), before.sealed) == (public, None)
        asked = {"device": device(laptop), "sealed": seal(bytes(32), "home", public).text()}
        assert post(laptop, "recovery", asked, before.token).status == 200
        assert self.token(laptop).sealed is not None
