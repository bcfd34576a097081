"""Changing the sum of what people split, and no more of the split than that."""

from collections.abc import Sequence


def spread(total: int, parts: Sequence[int]) -> list[int]:
    """Less than the parts have in all, taken from each in proportion; none goes to nothing.

    Args:
        total: What they are to be in all; not more than they are.
        parts: What they are.
    """
    before = sum(parts)
    exact = [part * total / before if before else 0 for part in parts]
    filled = [i for i, part in enumerate(parts) if part]
    least = 1 if total >= len(filled) else 0
    # No part grows, so that each is rounded up no further than to what it was
    shares = [
        max(least if part else 0, int(share)) for part, share in zip(parts, exact, strict=True)
    ]
    while (missing := total - sum(shares)) != 0:
        step = 1 if missing > 0 else -1
        room = [i for i in filled if (shares[i] < parts[i] if step > 0 else shares[i] > least)]
        shares[max(room, key=lambda i: ((exact[i] - shares[i]) * step, -i))] += step
    return shares
