"""What everybody looks up: divisions, departments, matters, and each county's settings."""
