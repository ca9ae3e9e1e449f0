"""The rules of the paper desk: serials, balance of a batch, second keying, error rates, operator figures (J2)."""
