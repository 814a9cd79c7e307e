"""What both engines add to Django's: the journal is chained just before the outermost commit."""
