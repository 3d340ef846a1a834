"""Files that come with the package or that it writes: where they are, and writing them whole."""
