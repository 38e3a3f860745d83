"""All writes of the assessment, by its parts: the row itself, trafficking, danger, level, decision."""
