"""Every table there is, gathered for migrations: importing this module registers them all."""

from storage import commands, cycles, drafts, log, places, processes, rounds
from storage.database import Base

MODULES = (commands, cycles, drafts, log, places, processes, rounds)
metadata = Base.metadata
