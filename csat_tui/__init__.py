"""The laptop and its terminal program, and the command line of both ends."""

VERSION = "0.1.0"
"""Of the program, as in the changelog; results of the rules depend on ``schemas.ENGINE_VERSION`` only."""
