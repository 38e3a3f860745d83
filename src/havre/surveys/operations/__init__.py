"""All writes of this room: writing a questionnaire, sending it, answering it."""
