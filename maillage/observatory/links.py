"""Chains of figures: the total of a total, the successor of a successor. Each one comes to an end."""

from collections.abc import Mapping


def loop(links: Mapping[str, str | None]) -> tuple[str, ...]:
    """Return the keys of one chain that comes back to itself, none where every chain ends.

    >>> loop({"a": "b", "b": "c", "c": None}), loop({"a": "b", "b": "c", "c": "b"})
    ((), ('b', 'c'))
    """
    ended: set[str] = set()
    for start in links:
        chain: dict[str, None] = {}
        key: str | None = start
        while key is not None and key not in ended:
            if key in chain:
                keys = list(chain)
                return tuple(keys[keys.index(key) :])
            chain[key] = None
            key = links.get(key)
        ended |= chain.keys()
    return ()
