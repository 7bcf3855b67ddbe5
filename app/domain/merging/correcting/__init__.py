"""A person's corrections of a form that was read wrongly, now and in its next editions."""
