"""The forms of structures, one file a noun."""
