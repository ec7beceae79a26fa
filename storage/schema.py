"""Every table there is, gathered for migrations: importing this module registers them all."""

from storage import (
    anchors,
    commands,
    comment_marks,
    comments,
    cycles,
    drafts,
    evidence,
    inbox,
    log,
    notices,
    people,
    people_log,
    places,
    processes,
    readings,
    registrations,
    rounds,
    service_tokens,
    sessions,
    statements,
)
from storage.database import Base

MODULES = (
    anchors,
    commands,
    comment_marks,
    comments,
    cycles,
    drafts,
    evidence,
    inbox,
    log,
    notices,
    people,
    people_log,
    places,
    processes,
    readings,
    registrations,
    rounds,
    service_tokens,
    sessions,
    statements,
)
metadata = Base.metadata
