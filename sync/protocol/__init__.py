"""What goes over the wire and how it is proven: pure functions and models used by both halves."""
