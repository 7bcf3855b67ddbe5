"""Runs this benchmark: `jianfu bench fields`."""

from benchmarks.fields.measure import main

main()
