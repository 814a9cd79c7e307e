"""What figures say of one another: contradictions, open points, breaks, remarks.

Pure rules over figures. None of them knows a key, a number or a name of a pack: they compare quantities,
territories, families, denominators, periods, sources, totals and parts. Nothing found is stored.
"""
