"""What the sheet itself leaves to check: pure rules over its figures and its facts.

None of them knows a key or a number of a pack: they compare what is announced with what is listed, dates with
the day of reading, and what a source wrote with the right term. Nothing found is stored.
"""
