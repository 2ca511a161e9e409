"""Hostile files and texts sent to the real site, while others read it and save.

`python -m benchmarks.hostile [--quick] [--postgresql]`. Loopback only; bounded in number and time.
"""
