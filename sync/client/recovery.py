"""Hand the sealed database key to the centre: at the enrolment, and whenever the centre does not hold it.

So it reaches laptops enrolled before there was a recovery key, follows when that key is replaced, and is there
again after the centre was restored.
"""

from logging import getLogger

from sync.client.conversation import Conversation
from sync.client.ports import KeySafe
from sync.protocol.messages import SealedKept, SealedRequest, Token
from sync.protocol.recovery import digest
from sync.protocol.signing import from_text

log = getLogger(__name__)


def hand_over(talk: Conversation, token: Token, device: str, safe: KeySafe | None) -> None:
    """Seal and send what the token says the centre lacks. A key that is none is left alone: it must not keep
    what was recorded from being sent."""
    if safe is None or token.recovery is None or token.revoked:
        return
    try:
        sealed = safe.sealed_to(from_text(token.recovery))
    except ValueError:
        log.warning("the recovery key of the centre is not a key")
        return
    if digest(sealed) != token.sealed:
        talk.ask("POST", "recovery", SealedKept, SealedRequest(device=device, sealed=sealed))
