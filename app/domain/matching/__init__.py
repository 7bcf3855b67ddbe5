"""Finding requests that concern the same township work: read, key, compare, judge, bundle."""
