"""What was handed in to a year, for whoever plays one by the rules alone and has no database to read it from."""

from collections.abc import Mapping, Sequence

from domain.commands import ApproveStep, Command, CompleteStep, Content, Held
from domain.cycle import Cycle

HandedIn = Mapping[str, Sequence[Content]]
"""Every content of each step, by its key, the first first."""


def knowing(command: Command, cycle: Cycle, handed_in: HandedIn) -> Command:
    """The command as whoever acts on it reads it: with what the year holds, and what others built on."""
    if not isinstance(command, CompleteStep | ApproveStep):
        return command
    contents = {cycle.definition(key).form: versions[-1] for key, versions in handed_in.items()}
    version = next((step.settled_version for step in cycle.steps if step.key == command.step), 0)
    settled = handed_in[command.step][version - 1] if version and command.step in handed_in else None
    return command.model_copy(update={"held": Held(contents=contents, settled=settled)})


def with_content(handed_in: HandedIn, command: Command) -> HandedIn:
    """What is handed in once the command has been taken."""
    if not isinstance(command, CompleteStep):
        return handed_in
    return {**handed_in, command.step: (*handed_in.get(command.step, ()), command.content)}
