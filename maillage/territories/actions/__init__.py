"""What the administration brings: shapes, centres, perimeters, distances."""
