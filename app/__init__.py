"""jianfu (减负): requests of many bureaus in, one schedule and one form out."""
