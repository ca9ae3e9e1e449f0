"""What somebody is according to the centre: told with the next sync, also within the life of an access token."""

from sync.client.passes import Pass
from tests.support.sync_centre import Laptop, LocalCentre


class Kept:
    """A pass kept in memory."""

    one: Pass | None = None

    def kept(self) -> Pass | None:
        return self.one

    def keep(self, one: Pass) -> None:
        self.one = one


def test_another_role_is_told_with_the_next_sync(centre: LocalCentre) -> None:
    laptop = Laptop(centre, passes=Kept()).enrol("li")
    laptop.sync()
    assert laptop.log.role == "interviewer"
    centre.admin.user("li", role="supervisor")
    laptop.sync()
    assert laptop.log.role == "supervisor"


def test_the_token_serves_on_where_nothing_changed(centre: LocalCentre) -> None:
    passes = Kept()
    laptop = Laptop(centre, passes=passes).enrol("li")
    laptop.sync()
    held = passes.one
    centre.admin.user("li", role="interviewer")
    laptop.sync()
    assert passes.one is held
