"""Made counties, planned."""
