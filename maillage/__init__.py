"""Maillage: the open platform with which a collectivité runs its policy for the ESS."""
