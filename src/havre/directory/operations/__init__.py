"""All writes of the directory: accounts, partners, shelters and their places."""
