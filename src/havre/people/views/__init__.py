"""Pages of a person, for the coordination."""
