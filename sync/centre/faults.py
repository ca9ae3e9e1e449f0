"""Why the centre refuses a whole request, or a command of its administrator.

Refused (a request) and CentreError (a command) carry a stable code; the sentence is made when it is shown, in
the language of whoever reads it.
"""

from dataclasses import replace

from schemas.language import sentences

say = sentences("sync")

OTHER = say("The centre cannot do this ({code}).")
SENTENCES = {
    "bad_request": say("The request is not what the protocol says."),
    "bad_sequence": say("The items do not follow each other without a gap."),
    "too_deep": say("The request is nested too deeply."),
    "damaged": say("The compressed body is damaged; nothing of it was stored."),
    "too_large": say("The request is larger than the centre accepts; nothing of it was stored."),
    "too_many_items": say("There are more items in the request than the centre accepts."),
    "media_type": say("The centre accepts only its own media type."),
    "unauthorised": say("The access token is missing, unknown or has expired."),
    "unknown_device": say("The centre does not know this device, or its key is another one."),
    "bad_challenge": say("The challenge is not one of this centre's, or it is too old."),
    "bad_code": say("The enrolment code is unknown, was used already or has expired."),
    "bad_signature": say("The signature does not fit the key."),
    "revoked": say("This device was revoked; what it hands in is kept for review."),
    "wrong_device": say("The access token belongs to another device."),
    "bad_sealed": say("The sealed key was not sealed to the recovery key in force."),
    "bad_scan": say("The file of a form arrived other than it was sent, or is no PDF, TIFF, JPEG or PNG."),
    "fork": say("The centre holds other entries under these numbers; the laptop must take a new identity."),
    "not_found": say("There is nothing at this address."),
    "method": say("This address does not answer that method."),
    "stalled": say("The request stopped arriving; nothing of it was stored."),
    "too_often": say("There were too many requests in a short time."),
    "busy": say("The centre is busy; try again shortly."),
    "full": say("The centre's disk is full; nothing was stored, everything stays on the laptop."),
    "failed": say("The centre could not finish the request; nothing of it was stored."),
    "unsupported_database": say("The database must be SQLite (sqlite:///…) or PostgreSQL (postgresql://…)."),
    "bad_address": say("This is not an address of a database; PostgreSQL: postgresql://USER@HOST/DATABASE."),
    "no_driver": say("PostgreSQL needs the package psycopg: pip install 'csat[postgresql]'."),
    "no_database": say("The PostgreSQL server has no database of this name; make it with createdb."),
    "database_login": say("The PostgreSQL server does not accept this user or password."),
    "database_rights": say("This database user may not make or change the centre's tables."),
    "database_unreachable": say("The database does not answer at its address."),
    "file_exists": say("There is a file {file} already."),
    "no_backup": say("{file} is not a backup of a centre."),
    "damaged_backup": say("{file} is damaged: it is not as it was written. Take another backup."),
    "damaged_database": say(
        "The database file is damaged. Restore the last backup: csat restore FILE --replace"
    ),
    "living_database": say(
        "There is a centre in this database; --replace keeps it aside and takes its place."
    ),
    "still_serving": say("A centre is serving from this database, or a command is at work with it."),
    "no_worker": say("One of the serving processes ended before it answered; its reason stands above."),
    "newer_database": say("The database was written by a newer version of csat; install that version."),
    "unsafe_sqlite": say("The SQLite on this machine can damage files; install the package sqlcipher3."),
    "unknown_record": say("There is no record {id}."),
    "unknown_pack": say("There is no pack {name} in the library."),
    "pack_changed": say("{name} is approved with other content; give the changed pack a new version."),
    "unfit_record": say("Record {id} is not a {entity}."),
    "bad_user": say("{user} cannot be a user's name: no blanks, no colons, at most 64 characters."),
    "not_a_bundle": say("The file is not one that a laptop wrote with csat sync --to-file."),
    "no_device": say("There is no device {id}."),
    "no_scan": say("There is no scan of form {serial} here."),
    "no_sealed_key": say("Device {id} has no sealed key here."),
}


class CentreError(Exception):
    """A command of the administrator that cannot be done; ``values`` go into its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return sentence(self.code, **self.values)


class Refused(Exception):
    """A request that is refused whole: HTTP status, stable code, and what the client can use. ``who``: the
    device or user it was refused to, where that is known; not part of the answer."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        retry_after: int | None = None,
        limit: int | None = None,
        n: int | None = None,
        chain: bytes | None = None,
        who: str = "",
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.limit = limit
        self.n = n
        self.chain = chain
        self.who = who


def sentence(code: str, **values: object) -> str:
    """One sentence for a person, in the language in force."""
    return str(replace(SENTENCES.get(code, OTHER), values={"code": code, **values}))
