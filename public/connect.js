// Comfort for the pages, which all work without it.
