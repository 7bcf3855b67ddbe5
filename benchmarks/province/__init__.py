"""A year of a province's requests on the real division tree, at a real density: what scale is measured on."""
