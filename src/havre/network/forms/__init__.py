"""What is asked of partners and of those who carry what they say."""
