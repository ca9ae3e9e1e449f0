"""What the screens show and do."""
