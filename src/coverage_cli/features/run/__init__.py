"""What a run over the jobs of a project file knows beside their reports: its files, what changed, who is silent."""
