"""Why a command has not been taken. Nothing heavy is imported here: every command of the command line knows these."""


class Unreachable(Exception):
    """The command stands in the database, but no workflow has taken it yet. Sending it again is safe."""


class NobodyRuns(Unreachable):
    """No workflow of that name runs, or none that will answer this command."""
