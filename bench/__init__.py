"""Measures Havre against floors on the same machine, in the same command; run from a checkout."""
