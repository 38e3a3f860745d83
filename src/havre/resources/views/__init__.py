"""Pages of the advice desk, of those who ask it, and of those who come by a link."""
