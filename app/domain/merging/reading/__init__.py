"""From the cells of an office form to its tables and fields."""
