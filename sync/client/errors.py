"""Why a sync could not go on, said so that a person can act on it.

SyncError
├── NotEnrolled       this laptop belongs to no centre yet
├── NoNetwork         nothing answers
├── LinkBroken        the connection is too bad
├── NotTheCentre      something else answered
├── Untrusted         the certificate is not one to trust
├── WrongDate         … because of this laptop's date
├── Busy              the centre asked to come back later
├── Full              the centre's disk is full
├── UnknownDevice     the centre does not know this laptop
├── BadCode           the enrolment code is not valid
├── Revoked           the centre has revoked this laptop
├── TooOld            the centre speaks a newer protocol only
├── DamagedEntry      an entry of the log here is damaged
├── CentreFailed      the centre could not do it
└── Stopped           the user stopped it
"""

from schemas.language import texts

_ = texts("sync")


class SyncError(Exception):
    """``code`` is stable. The sentences are made when they are read, in the language in force then."""

    code = "failed"

    @property
    def message(self) -> str:
        """What happened."""
        raise NotImplementedError

    @property
    def safe(self) -> str:
        """What is safe."""
        return _("Everything recorded is on this laptop; what the centre confirmed is there as well.")

    @property
    def next(self) -> str:
        """What to do."""
        return _("Sync again.")

    def __str__(self) -> str:
        return f"{self.message} {self.safe} {self.next}"


class NotEnrolled(SyncError):
    code = "not_enrolled"

    @property
    def message(self) -> str:
        return _("This laptop is not enrolled at a centre.")

    @property
    def safe(self) -> str:
        return _("Everything recorded is on this laptop.")

    @property
    def next(self) -> str:
        return _("Ask for an enrolment code and run: csat enrol URL CODE")


class NoNetwork(SyncError):
    code = "no_network"

    @property
    def message(self) -> str:
        return _("The centre cannot be reached: there is no network, or nothing answers at its address.")

    @property
    def next(self) -> str:
        return _("Go on recording and sync when there is a network.")


class LinkBroken(SyncError):
    code = "link_broken"

    @property
    def message(self) -> str:
        return _("The connection broke off again and again.")

    @property
    def next(self) -> str:
        return _("Sync again from a place with a better connection; it goes on where it stopped.")


class NotTheCentre(SyncError):
    code = "not_the_centre"

    @property
    def message(self) -> str:
        return _("Something answered that is not the centre, perhaps the login page of this network.")

    @property
    def next(self) -> str:
        return _("Open a web page and log in to the network, or check the centre's address; then sync again.")


class Untrusted(SyncError):
    code = "untrusted"

    @property
    def message(self) -> str:
        return _("The certificate shown is not one of the centre's, so nothing was sent.")

    @property
    def next(self) -> str:
        return _("Leave this network and sync from another; if that does not help, tell your administrator.")


class WrongDate(SyncError):
    code = "clock"

    @property
    def message(self) -> str:
        return _("By the date of this laptop the centre's certificate is not valid.")

    @property
    def next(self) -> str:
        return _("Set date and time of this laptop and sync again.")


class Busy(SyncError):
    code = "busy"

    @property
    def message(self) -> str:
        return _("The centre is busy and asked to come back later.")

    @property
    def next(self) -> str:
        return _("Sync again in a few minutes.")


class Full(SyncError):
    code = "full"

    @property
    def message(self) -> str:
        return _("The centre's disk is full; it takes nothing more.")

    @property
    def next(self) -> str:
        return _("Tell your administrator; sync again when there is room.")


class UnknownDevice(SyncError):
    code = "unknown_device"

    @property
    def message(self) -> str:
        return _("The centre does not know this laptop, or not with this key.")

    @property
    def safe(self) -> str:
        return _("Everything recorded is on this laptop.")

    @property
    def next(self) -> str:
        return _("Ask for a new enrolment code and enrol again; everything is then sent again.")


class BadCode(SyncError):
    code = "bad_code"

    @property
    def message(self) -> str:
        return _("The enrolment code is unknown, was used already or is older than 24 hours.")

    @property
    def safe(self) -> str:
        return _("Everything recorded is on this laptop.")

    @property
    def next(self) -> str:
        return _("Ask your administrator for a new code.")


class Revoked(SyncError):
    code = "revoked"

    @property
    def message(self) -> str:
        return _("The centre has revoked this laptop; what was not yet sent was handed in for review.")

    @property
    def next(self) -> str:
        return _("Talk to your administrator.")


class TooOld(SyncError):
    code = "too_old"

    @property
    def message(self) -> str:
        return _("The centre does not speak this program's protocol.")

    @property
    def next(self) -> str:
        return _("Update csat and sync again.")


class DamagedEntry(SyncError):
    """``seq``: the entry whose bytes do not fit its chain value, read twice."""

    code = "damaged"

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq

    @property
    def message(self) -> str:
        return _("Entry {seq} of this laptop's log is damaged; everything before it was sent.", seq=self.seq)

    @property
    def safe(self) -> str:
        return _("What was recorded before it is at the centre; what came after it is on this laptop.")

    @property
    def next(self) -> str:
        return _("Make a copy with csat backup, then restore the last good backup or ask your administrator.")


class CentreFailed(SyncError):
    """``fault``: the code the centre gave."""

    code = "centre_failed"

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault

    @property
    def message(self) -> str:
        return _("The centre could not do what was asked ({fault}).", fault=self.fault)

    @property
    def next(self) -> str:
        return _("Sync again later; if it stays so, tell your administrator these words.")


class Stopped(SyncError):
    code = "stopped"

    @property
    def message(self) -> str:
        return _("The sync was stopped.")

    @property
    def next(self) -> str:
        return _("Sync again at any time; it goes on where it stopped.")
