"""Forms: what reading, merging and filling cost, and how little a township is asked."""
