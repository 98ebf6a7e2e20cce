"""The formats of other harnesses, one file each: how a corpus is written, how a log is read."""
