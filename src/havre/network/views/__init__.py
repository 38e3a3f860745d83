"""Pages of the life of the network."""
