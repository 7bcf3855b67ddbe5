"""How candidates are found among ten thousand, a hundred thousand, a million requests, and what is missed."""
