"""Finding requests that concern the same township work, deciding the doubtful ones, bundling the rest."""
