"""Finished documents: what a year's content says, as an outline, and the outline as PDF, as .docx and as a package."""
