"""Ask for the proof: the same log and the same collections at both ends."""

from sync.client.conversation import Conversation
from sync.client.ports import DeviceLog, Replica
from sync.client.progress import Progress, Report
from sync.client.signer import Signer
from sync.protocol import messages
from sync.protocol.signing import head_message, to_text


def verify(
    talk: Conversation, log: DeviceLog, replica: Replica, device: str, report: Report
) -> messages.Verified:
    """The centre's answer to the head of the log, signed, and to the digests of what came down."""
    report(Progress("verify", 0, 1, talk.meter.up + talk.meter.down))
    request = head_and_collections(log, replica, talk.signer, device)
    answer = talk.ask("POST", "verify", messages.Verified, request)
    if answer.backed_up_through is not None:
        log.note_backup(answer.backed_up_through)
    if answer.ok:
        log.proven(request.n, answer.server_time)
    report(Progress("verify", 1, 1, talk.meter.up + talk.meter.down))
    return answer


def head_and_collections(
    log: DeviceLog, replica: Replica, signer: Signer, device: str
) -> messages.VerifyRequest:
    """What is to be proven: the head of the log, signed, and what the replica holds."""
    head = log.head()
    chain = head.chain.hex()
    return messages.VerifyRequest(
        device=device,
        n=head.n,
        chain=chain,
        signature=to_text(signer.sign(head_message(device, head.n, chain))),
        cursor=replica.cursor(),
        collections={
            name: messages.CollectionDigest(count=digest.count, sum=f"{digest.sum:016x}")
            for name, digest in replica.digests().items()
        },
    )
