"""A process as one kind of year follows it: definitions by step, and who builds on whom, worked out once."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from domain.process import Kind, Process, StepDefinition


@dataclass(frozen=True, eq=False)
class Procedure:
    """`digest` is the SHA-256 (hex) of the process's canonical content, by which a cycle names its version."""

    process: Process
    digest: str
    kind: Kind

    @cached_property
    def definitions(self) -> Mapping[str, StepDefinition]:
        return {step.key: step for step in self.process.steps_of(self.kind)}

    @cached_property
    def dependents(self) -> Mapping[str, tuple[str, ...]]:
        """For each step, in the order of the process, all steps that build on it, near or far."""
        near: dict[str, set[str]] = {key: set() for key in self.definitions}
        for key, step in self.definitions.items():
            for other in step.waits_for:
                near[other].add(key)

        def reached(key: str, seen: set[str]) -> set[str]:
            for other in near[key] - seen:
                seen.add(other)
                reached(other, seen)
            return seen

        return {key: tuple(k for k in self.definitions if k in reached(key, set())) for key in self.definitions}
