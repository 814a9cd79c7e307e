"""Legal categories, activities, size bands, ESS families: dated tables, standard library only."""
