"""Pages of a call: noting it, ringing back, and what to say when somebody asks about a person."""
