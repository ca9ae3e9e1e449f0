"""The entry engine: a form being filled, without any screen."""
