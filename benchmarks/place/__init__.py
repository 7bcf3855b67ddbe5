"""What finding a new request its day costs inside a POST, on a published quarter."""
