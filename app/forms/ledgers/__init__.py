"""Ledgers 台账 that departments keep of a county's objects: taken in, shown, offered to the townships."""
