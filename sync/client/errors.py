"""Why a sync could not go on, said so that a person can act on it.

SyncError
├── NotEnrolled       this laptop belongs to no centre yet
├── NoNetwork         nothing answers
├── LinkBroken        the connection is too bad
├── NotTheCentre      something else answered
│   └── Untrusted     … with a certificate that is not one to trust
├── WrongDate         … because of this laptop's date
├── Busy              the centre asked to come back later
├── Full              the centre's disk is full
├── UnknownDevice     the centre does not know this laptop
├── BadCode           the enrolment code is not valid
├── Revoked           the centre has revoked this laptop
├── TooOld            the centre speaks a newer protocol only
├── DamagedEntry      an entry of the log here is damaged
├── MassRemoval       most of a collection would vanish here
├── NoBundleKey       this laptop does not know the centre's key for files yet
├── BundleRefused     a file is not an answer for this laptop
├── CentreFailed      the centre could not do it
└── Stopped           the user stopped it
"""

from collections.abc import Mapping

from schemas.language import Sentence, sentences

say = sentences("sync")


class SyncError(Exception):
    """``code`` is stable; ``message`` is what happened, ``safe`` what is safe, ``next`` what to do now.

    ``str()`` of each speaks the language in force.
    """

    code = "failed"
    message: Sentence = say("The sync did not come to its end.")
    safe: Sentence = say("Everything recorded is on this laptop; what the centre confirmed is there as well.")
    next: Sentence = say("Sync again.")

    def __str__(self) -> str:
        return f"{self.message} {self.safe} {self.next}"


class NotEnrolled(SyncError):
    code = "not_enrolled"
    message = say("This laptop is not enrolled at a centre.")
    safe = say("Everything recorded is on this laptop.")
    next = say("Ask for an enrolment code and run: csat enrol URL CODE")


class NoNetwork(SyncError):
    code = "no_network"
    message = say("The centre cannot be reached: there is no network, or nothing answers at its address.")
    next = say("Go on recording and sync when there is a network.")


class LinkBroken(SyncError):
    code = "link_broken"
    message = say("The connection broke off again and again.")
    next = say("Sync again from a place with a better connection; it goes on where it stopped.")


class NotTheCentre(SyncError):
    code = "not_the_centre"
    message = say("Something answered that is not the centre, perhaps the login page of this network.")
    next = say("Open a web page and log in to the network, or check the centre's address; then sync again.")


class Untrusted(NotTheCentre):
    message = say("The certificate shown is not one of the centre's, so nothing was sent.")
    next = say("Leave this network and sync from another; if that does not help, tell your administrator.")


class WrongDate(SyncError):
    code = "clock"
    message = say("By the date of this laptop the centre's certificate is not valid.")
    next = say("Set date and time of this laptop and sync again.")


class Busy(SyncError):
    code = "busy"
    message = say("The centre is busy and asked to come back later.")
    next = say("Sync again in a few minutes.")


class Full(SyncError):
    code = "full"
    message = say("The centre's disk is full; it takes nothing more.")
    next = say("Tell your administrator; sync again when there is room.")


class UnknownDevice(SyncError):
    code = "unknown_device"
    message = say("The centre does not know this laptop, or not with this key.")
    safe = say("Everything recorded is on this laptop.")
    next = say("Ask for a new enrolment code and enrol again; everything is then sent again.")


class BadCode(SyncError):
    code = "bad_code"
    message = say("The enrolment code is unknown, was used already or is older than 24 hours.")
    safe = say("Everything recorded is on this laptop.")
    next = say("Ask your administrator for a new code.")


class Revoked(SyncError):
    code = "revoked"
    message = say("The centre has revoked this laptop; what was not yet sent was handed in for review.")
    next = say("Talk to your administrator.")


class TooOld(SyncError):
    code = "too_old"
    message = say("The centre does not speak this program's protocol.")
    next = say("Update csat and sync again.")


class DamagedEntry(SyncError):
    """``seq``: the entry whose bytes do not fit its chain value, read twice."""

    code = "damaged"
    safe = say("What was recorded before it is at the centre; what came after it is on this laptop.")
    next = say(
        "Copy the whole home folder to another disk before anything else, then ask your administrator."
    )

    def __init__(self, seq: int) -> None:
        super().__init__(seq)
        self.seq = seq
        self.message = say(
            "Entry {seq} of this laptop's log is damaged; everything before it was sent.", seq=seq
        )


class MassRemoval(SyncError):
    """``lost``: entity -> (rows that would vanish, rows that are here)."""

    code = "mass_removal"
    safe = say("Nothing was removed here; what was recorded has been sent.")
    next = say("Ask at the centre; if it is right, accept it with F8, or run: csat sync --accept-removal")

    def __init__(self, lost: Mapping[str, tuple[int, int]]) -> None:
        super().__init__(dict(lost))
        self.lost = dict(lost)
        entity, (gone, held) = max(self.lost.items(), key=lambda one: one[1][0])
        self.message = say(
            "The centre would take away {gone} of the {held} {entity} records on this laptop.",
            gone=gone,
            held=held,
            entity=entity,
        )


class NoBundleKey(SyncError):
    code = "no_bundle_key"
    message = say("This laptop does not know the centre's key for files yet.")
    next = say("Sync once over the network; from then on files can be written without one.")


BUNDLE_REASONS = {
    "not_a_bundle": say("The file is not an answer of a centre."),
    "too_large": say("The file is larger than an answer can be."),
    "damaged": say("The file was damaged or changed on its way, or it was made for another laptop."),
    "wrong_device": say("The file answers another laptop, or this one before it became a new device."),
    "old_bundle": say("The file answers an earlier state of this laptop."),
}


class BundleRefused(SyncError):
    """``reason``: not_a_bundle, too_large, damaged, wrong_device or old_bundle; it is the code."""

    safe = say("Nothing was changed by it; everything recorded is on this laptop.")
    next = say("Write a new file with csat sync --to-file and have the centre answer that one.")

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.code = reason
        self.message = BUNDLE_REASONS[reason]


class CentreFailed(SyncError):
    """``fault``: the code the centre gave."""

    code = "centre_failed"
    next = say("Sync again later; if it stays so, tell your administrator these words.")

    def __init__(self, fault: str) -> None:
        super().__init__(fault)
        self.fault = fault
        self.message = say("The centre could not do what was asked ({fault}).", fault=fault)


class Stopped(SyncError):
    code = "stopped"
    message = say("The sync was stopped.")
    next = say("Sync again at any time; it goes on where it stopped.")
