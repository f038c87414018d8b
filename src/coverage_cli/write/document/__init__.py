"""Texts that people go on with: Markdown for a page, a project file with its remarks."""
