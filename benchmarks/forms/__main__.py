"""Runs this benchmark: `jianfu bench forms`."""

from benchmarks.forms import measure, quarter

measure.main()
print()
quarter.main()
