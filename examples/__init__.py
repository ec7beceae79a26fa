"""Made-up municipalities' years, for rehearsal, tests and whoever wants to see what a filled-in year looks like."""
