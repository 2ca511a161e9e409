"""Hostile files and texts sent to the real site, while others read it and save.

`python -m benchmarks.hostile [--quick] [--postgresql] [--verbose]`. Loopback only; bounded in number and
time. The short form sends the first ones of each family, and looks at no time.
"""
