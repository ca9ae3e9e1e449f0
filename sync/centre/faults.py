"""Why the centre refuses a whole request, or a command of its administrator.

Refused (a request) and CentreError (a command) carry a stable code; the sentence is made when it is shown, in
the language of whoever reads it.
"""

from schemas.language import texts

_ = texts("sync")


class CentreError(Exception):
    """A command of the administrator that cannot be done; ``values`` go into its sentence."""

    def __init__(self, code: str, **values: object) -> None:
        super().__init__(code)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        return sentence(self.code, **self.values)


class Refused(Exception):
    """A request that is refused whole: HTTP status, stable code, and what the client can use."""

    def __init__(
        self,
        status: int,
        code: str,
        *,
        retry_after: int | None = None,
        limit: int | None = None,
        n: int | None = None,
        chain: bytes | None = None,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.retry_after = retry_after
        self.limit = limit
        self.n = n
        self.chain = chain


def sentence(code: str, **values: object) -> str:
    """One sentence for a person, in the language in force."""
    return _sentences(values).get(code) or _("The centre cannot take this request ({code}).", code=code)


def _sentences(values: dict[str, object]) -> dict[str, str]:
    return {
        "bad_request": _("The request is not what the protocol says."),
        "bad_sequence": _("The items do not follow each other without a gap."),
        "too_deep": _("The request is nested too deeply."),
        "damaged": _("The compressed body is damaged; nothing of it was stored."),
        "too_large": _("The request is larger than the centre accepts; nothing of it was stored."),
        "too_many_items": _("There are more items in the request than the centre accepts."),
        "media_type": _("The centre accepts only its own media type."),
        "unauthorised": _("The access token is missing, unknown or has expired."),
        "unknown_device": _("The centre does not know this device, or its key is another one."),
        "bad_challenge": _("The challenge is not one of this centre's, or it is too old."),
        "bad_code": _("The enrolment code is unknown, was used already or has expired."),
        "bad_signature": _("The signature does not fit the key."),
        "revoked": _("This device was revoked; what it hands in is kept for review."),
        "wrong_device": _("The access token belongs to another device."),
        "fork": _("The centre holds other entries under these numbers; the laptop must take a new identity."),
        "not_found": _("There is nothing at this address."),
        "method": _("This address does not answer that method."),
        "stalled": _("The request stopped arriving; nothing of it was stored."),
        "too_often": _("There were too many requests in a short time."),
        "busy": _("The centre is busy; try again shortly."),
        "full": _("The centre's disk is full; nothing was stored, everything stays on the laptop."),
        "failed": _("The centre could not finish the request; nothing of it was stored."),
        "unsupported_database": _("This version keeps its data in SQLite only; use a sqlite:/// address."),
        "unsafe_sqlite": _("The SQLite on this machine can damage files; install the package sqlcipher3."),
        "unknown_user": _("There is no user {user}.", **{"user": "?"} | values),
        "unknown_record": _("There is no record {id}.", **{"id": "?"} | values),
        "unknown_pack": _("There is no pack {name} in the library.", **{"name": "?"} | values),
        "pack_changed": _(
            "{name} is approved with other content; give the changed pack a new version.",
            **{"name": "?"} | values,
        ),
        "unfit_record": _("Record {id} is not a {entity}.", **{"id": "?", "entity": "?"} | values),
    }
