"""The practice company: a car dealer with customers, history and a local centre, all invented."""
