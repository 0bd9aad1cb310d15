"""How fast the bot is on this machine, beside the least that the same work can cost: `python -m tests.benchmarks`."""
