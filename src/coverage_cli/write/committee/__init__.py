"""The report for a committee: what it says (`content`), its charts, and one file for each format it is set in."""
