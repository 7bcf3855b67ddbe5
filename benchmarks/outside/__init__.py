"""Others' instances, planned."""
