"""A fake Runn: stateful, in memory, and true to how the real one is known to act."""

from runn_client.sandbox.sandbox import RunnSandbox as RunnSandbox
