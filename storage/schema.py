"""Every table there is, gathered for migrations: importing this module registers them all."""

from storage import (
    commands,
    comment_marks,
    comments,
    cycles,
    drafts,
    evidence,
    log,
    notices,
    places,
    processes,
    rounds,
    statements,
)
from storage.database import Base

MODULES = (
    commands,
    comment_marks,
    comments,
    cycles,
    drafts,
    evidence,
    log,
    notices,
    places,
    processes,
    rounds,
    statements,
)
metadata = Base.metadata
