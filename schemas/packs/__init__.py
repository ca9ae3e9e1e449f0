"""Packs: versioned, approved files that hold questionnaires, scales and every rule key."""
