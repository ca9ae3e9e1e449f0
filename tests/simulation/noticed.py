"""After how many schedules from seed 1 each mutant was noticed when it was last hunted (limit 30 or 40).

A mutant that is not here was not noticed within that limit, or not hunted since the schedules changed; docs/proofs.md
says which.
"""

NOTICED = {
    "ack_on_send": 3,
    "cursor_before_page": 27,
    "cursor_not_stored": 1,
    "entry_in_a_second_transaction": 2,
    "body_not_hashed": 2,
    "fork_ignored": 2,
    "rewind_ignored": 7,
    "renumber_drops_an_entry": 2,
    "ack_before_commit": 1,
    "acknowledged_and_rolled_back": 1,
    "duplicate_counted_as_stored": 6,
    "duplicate_keeps_its_body": 1,
    "quarantine_blocks": 1,
    "quarantine_drops": 1,
    "verify_always_ok": 4,
    "proof_without_records": 4,
    "change_not_published": 1,
    "page_one_short": 1,
    "last_writer_wins": 5,
    "proposal_dropped": 5,
    "do_not_contact_lost": 1,
    "operation_not_done": 1,
    "response_not_counted": 1,
    "second_completion_wins": 2,
}
