"""One laptop at work: its home, keys and database opened together, and what screens and commands ask of it."""
