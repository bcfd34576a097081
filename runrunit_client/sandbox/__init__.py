"""A fake Runrun.it: stateful, in memory, and true to how the real one is known to act."""

from runrunit_client.sandbox.sandbox import RunrunitSandbox as RunrunitSandbox
