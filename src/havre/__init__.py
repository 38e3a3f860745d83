"""Havre: the platform on which a national network protects victims of human trafficking."""

__version__ = "0.1.0"
