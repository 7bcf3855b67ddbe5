"""Departments' requests: post, check before issuing, change, withdraw, read."""
