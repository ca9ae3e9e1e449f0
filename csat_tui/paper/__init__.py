"""The paper desk on a laptop: mailings out, batches in, keying, verification; no screens here (J2)."""
