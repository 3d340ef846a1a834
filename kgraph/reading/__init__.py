"""Reading files that strangers may have written: what is refused before a parser sees it, and why."""
