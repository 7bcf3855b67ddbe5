"""The jobs of the command line that need neither server nor database, one a file."""
