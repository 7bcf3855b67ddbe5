"""Runs this benchmark: `jianfu bench forms`."""

from benchmarks.forms.measure import main

main()
