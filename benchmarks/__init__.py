"""Figures beside their peers; nothing here runs in the tests."""
