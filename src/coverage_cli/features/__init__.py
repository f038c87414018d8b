"""What is made of a job worked through: one module or room a command, and what several of them show."""
