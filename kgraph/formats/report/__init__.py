"""Reports: what is told, as a sheet of sections, and the writers that make a page, a text or a document of it."""
