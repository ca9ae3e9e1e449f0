"""Whatever answers in place of the centre changes nothing on the laptop; whoever asks in place of a laptop
gets nothing."""

import pytest

from sync.client.errors import BadCode, NotTheCentre, Revoked
from sync.client.identity import enrol
from sync.client.ports import Answered
from sync.protocol.wire import MEDIA_TYPE, NONCE
from tests.support.sync_centre import Laptop, LocalCentre

PORTAL = Answered(200, {"content-type": "text/html"}, b"<html>Please log in</html>")
REDIRECT = Answered(302, {"location": "http://portal/", "content-type": "text/html"}, b"")
CACHE = Answered(200, {"content-type": MEDIA_TYPE, NONCE: "old"}, b"{}")
PROXY = Answered(502, {"content-type": "text/html"}, b"Bad gateway")
OTHER = Answered(200, {"content-type": "application/json"}, b'{"n": 3}')


@pytest.fixture
def laptop(centre: LocalCentre) -> Laptop:
    laptop = Laptop(centre).enrol()
    laptop.record("r1")
    return laptop


@pytest.mark.parametrize("answer", [PORTAL, REDIRECT, CACHE, PROXY, OTHER])
@pytest.mark.parametrize("path", ["/hello", "/token", "/push", "/verify"])
def test_an_answer_that_is_not_the_centres_ends_the_run_and_keeps_everything(
    centre: LocalCentre, laptop: Laptop, answer: Answered, path: str
) -> None:
    centre.link = lambda method, asked, deliver: answer if asked.endswith(path) else deliver()
    before = laptop.log.enrolment()
    with pytest.raises(NotTheCentre):
        laptop.sync()
    assert laptop.log.enrolment() == before
    centre.link = lambda method, asked, deliver: deliver()
    assert laptop.sync().proven


def test_nothing_confirms_a_push_but_the_centre(centre: LocalCentre, laptop: Laptop) -> None:
    centre.link = lambda method, asked, deliver: CACHE if asked.endswith("/push") else deliver()
    with pytest.raises(NotTheCentre):
        laptop.sync()
    assert laptop.log.acknowledged().n == 0


def test_a_revoked_laptop_hands_in_what_it_has_and_gets_nothing(centre: LocalCentre, laptop: Laptop) -> None:
    assert laptop.log.held is not None
    centre.admin.revoke(laptop.log.held.device)
    with pytest.raises(Revoked):
        laptop.sync()
    assert [(row.id, row.code) for row in centre.admin.quarantine()] == [("r1", "revoked")]
    assert laptop.log.acknowledged().n == 1


def test_a_revoked_laptop_that_enrols_again_has_its_records_counted(
    centre: LocalCentre, laptop: Laptop
) -> None:
    assert laptop.log.held is not None
    centre.admin.revoke(laptop.log.held.device)
    with pytest.raises(Revoked):
        laptop.sync()
    laptop.enrol()
    outcome = laptop.sync()
    assert (outcome.pushed, outcome.quarantined, outcome.proven) == (1, 0, True)


def test_what_was_handed_in_for_review_can_be_let_in(centre: LocalCentre, laptop: Laptop) -> None:
    assert laptop.log.held is not None
    centre.admin.revoke(laptop.log.held.device)
    with pytest.raises(Revoked):
        laptop.sync()
    assert centre.admin.release(laptop.log.held.device, 1) is None
    assert centre.admin.quarantine() == []


def test_a_code_works_once(centre: LocalCentre) -> None:
    code = centre.admin.code("li")
    enrol_with(Laptop(centre), code)
    with pytest.raises(BadCode):
        enrol_with(Laptop(centre), code)


def test_a_lost_answer_to_an_enrolment_does_not_burn_the_code(centre: LocalCentre) -> None:
    code = centre.admin.code("li")
    laptop = Laptop(centre)
    enrol_with(laptop, code)
    first = laptop.log.enrolment()
    enrol_with(laptop, code.lower().replace("-", ""))
    assert laptop.log.enrolment() == first


def test_a_code_is_void_after_a_day(centre: LocalCentre) -> None:
    code = centre.admin.code("li")
    centre.clock.sleep(24 * 3600 + 1)
    with pytest.raises(BadCode):
        enrol_with(Laptop(centre), code)


def enrol_with(laptop: Laptop, code: str) -> None:
    enrol("http://c", code, laptop.log, laptop.replica, laptop, laptop.key, laptop.clock)
