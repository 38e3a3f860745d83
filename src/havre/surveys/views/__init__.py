"""Pages of questionnaires: writing, sending, answering, reading."""
