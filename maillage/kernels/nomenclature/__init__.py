"""Legal categories, activities, size bands, ESS families: dated tables, standard library only.

The one owner of these codes. Each table is a CSV of `data/`, described in `data/tables.toml` (publisher,
version, dates, licence, address, completeness). A code that no table holds stays unknown: `None`, never a
default.
"""
