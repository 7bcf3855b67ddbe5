"""What overlaps and what burden it is: counts that analysts group, in JSON, CSV, Parquet, or drawn."""
