"""Measures field alignment on labelled pairs of real form fields, beside a string matcher."""
