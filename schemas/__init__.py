"""What laptop and centre agree on: packs, forms, scoring rules, figures and records.

No module below here reads a clock, a file of the user, a network or a database; what varies is passed in.
"""

ENGINE_VERSION = "1"
"""Changes whenever any rule may give another result for the same input; stored with every score."""
