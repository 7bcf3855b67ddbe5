"""The library: matching, scheduling, merging and policy as pure functions, values in and values out."""
