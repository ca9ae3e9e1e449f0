"""Visits and the yearly plan of them on this laptop, without screens."""
