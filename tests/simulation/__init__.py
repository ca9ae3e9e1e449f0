"""The real client and the real centre in one process, with everything that happens by chance decided by a seed.

    python -m tests.simulation --schedules 20000 --seed 1     schedules from a seed on
    python -m tests.simulation --only 4711                    one schedule again, step by step
    python -m tests.simulation --mutants                      does the simulation notice broken protocol code?

What is real: ``sync.client``, ``sync.centre`` behind its ASGI app, both databases with their tables and
transactions. What is in the hands of the seed: clocks, ids, keys, nonces, the network, crashes, backups.
"""
