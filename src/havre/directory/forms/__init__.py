"""What the pages of the directory ask: houses, their places, partners, accounts, the rota, one's own account."""
