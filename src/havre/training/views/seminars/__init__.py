"""The pages of a seminar beyond its session."""
