"""Reports as text that people read: on a terminal, on a pipe, in a file; lines of findings and explanations."""
