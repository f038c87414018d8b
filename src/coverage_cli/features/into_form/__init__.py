"""Put a report's figures into an office's own form: its blank cells are found as the cells of an input are."""
