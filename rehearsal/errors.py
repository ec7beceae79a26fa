"""What ends a rehearsal before its year does."""


class RehearsalFailed(Exception):
    """The rehearsal cannot go on: somebody was refused, or a clock did not arrive. One line."""
