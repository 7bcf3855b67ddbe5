"""What one township sees of the schedule: as JSON, as a calendar and as a sheet to print."""
