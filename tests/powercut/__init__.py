"""Power cuts: the statements of the real stores, replayed on a file system that tears what was not synced.

    python -m tests.powercut --cuts 500 --seed 1      both stores, and the controls that must fail

The statements and pragmas are recorded from the laptop's and the centre's stores at work. apsw replays them on a
VFS that logs each write and what was synced when. A cut keeps everything synced, and of the rest a random part,
torn at sectors of 512 bytes. Then the file is opened again: it must be whole, and hold every commit that had
returned.
"""
