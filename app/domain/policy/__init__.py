"""The rules that bind requests (R01-R20), as remarks with their source and what would mend them."""
