"""What the SDK costs, each figure beside that of a named peer: `python -m benchmarks`."""
