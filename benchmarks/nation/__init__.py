"""The whole nation, county by county: how long it takes, and the same on a cluster that loses a worker."""
