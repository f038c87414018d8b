"""What `init` writes down of how the sheets were read: the lines of a project file, the layout lock."""
