"""Ledgers that departments keep: a filled list read as rows, and the places that the rows are of."""
