"""Figures of several periods side by side: the timeline, changes and pace, and the reports that are made of them."""
