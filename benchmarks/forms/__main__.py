"""Runs this benchmark: `jianfu bench forms`."""

from benchmarks.forms import costs, hostile, measure, quarter, reading, round_trip

measure.main()
print()
costs.main()
print()
quarter.main()
print()
reading.main([])
print()
round_trip.main()
print()
hostile.main([])
