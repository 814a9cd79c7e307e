"""What changes people's accounts, rights and places; each act is journalled."""
