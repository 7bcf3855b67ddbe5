"""A township's standing returns: forms that come every month or quarter, and what is true in each."""
