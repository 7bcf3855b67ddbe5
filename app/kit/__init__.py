"""Tools that know no word of the product: database, clock, ids, problems, jobs, rights."""
