"""The pages of the directory: the network, a house's own places, accounts, the rota."""
