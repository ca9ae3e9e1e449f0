"""What decides one response, one person or one ticket: rules R01 and on, one idea a module."""
