"""Who belongs here as what: people, their roles, their absences. Pure rules; names and addresses live in storage/."""
