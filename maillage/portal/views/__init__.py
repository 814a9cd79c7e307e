"""Pages of the whole site, one module for each thought."""
