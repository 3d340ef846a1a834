"""Questions about a graph that lies elsewhere: the claims that a question needs are fetched, and answered here."""
