"""Benchmarks: how fast the archive is, on a corpus made from a seed, in a database of its own.

``python -m benchmarks`` runs all, or those named. A benchmark is a module here that
``__main__.BENCHMARKS`` names: its ``run(size)`` yields lines of a table.
"""
