"""One shared form for several departments: merged, checked, and handed back to each in its own layout."""
