"""Statistics with a published source each; results are rounded before they leave a function."""
