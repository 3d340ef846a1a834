"""A compiled index for large graphs: built once, opened at once, searched exactly."""
