"""One presenter per output format."""
