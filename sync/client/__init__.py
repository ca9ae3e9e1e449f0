"""The laptop's half of the sync: enrol, push, pull, verify. Storage and transport are handed in."""
