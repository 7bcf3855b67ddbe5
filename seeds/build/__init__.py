"""Composes the seed county from the hand-written sources beside it, so that a change is one line of text."""
