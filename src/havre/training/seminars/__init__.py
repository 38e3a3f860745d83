"""What a seminar is beyond a session: plain data, rules of its programme, and how pages and papers read it."""
