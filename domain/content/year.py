"""Everything that a year's steps hold, read as one: the steps refer to each other's objects by id."""

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, JsonValue, ValidationError

from domain.content.picture import (
    Adoption,
    Cause,
    CauseAnalysis,
    CrimeMapping,
    Organisation,
    Prioritisation,
    Problem,
    SituationAnalysis,
)
from domain.content.plan import ActionPlan, Goals, Measure, Measures, PlanDecision
from domain.content.results import Closing, CouncilReport, FollowUp, Implementation, Result

Content = Mapping[str, JsonValue]


class YearContent(BaseModel):
    """By the name of its form, what was last handed in; None where nothing was, or where it is no typed form."""

    model_config = ConfigDict(frozen=True)

    organisation: Organisation | None = None
    mapping: CrimeMapping | None = None
    situation_analysis: SituationAnalysis | None = None
    prioritisation: Prioritisation | None = None
    cause_analysis: CauseAnalysis | None = None
    adoption: Adoption | None = None
    goals: Goals | None = None
    measures: Measures | None = None
    action_plan: ActionPlan | None = None
    decision: PlanDecision | None = None
    implementation: Implementation | None = None
    follow_up: FollowUp | None = None
    council_report: CouncilReport | None = None
    closing: Closing | None = None

    @property
    def made_up(self) -> bool:
        """Whether any of it is marked as made up."""
        forms = (getattr(self, name) for name in type(self).model_fields)
        return any(form is not None and form.made_up for form in forms)

    @property
    def problems(self) -> dict[str, Problem]:
        found = self.situation_analysis.problems if self.situation_analysis else ()
        return {problem.id: problem for problem in found}

    @property
    def causes(self) -> dict[str, Cause]:
        found = self.cause_analysis.causes if self.cause_analysis else ()
        return {cause.id: cause for cause in found}

    @property
    def planned(self) -> dict[str, Measure]:
        found = self.measures.measures if self.measures else ()
        return {measure.id: measure for measure in found}

    @property
    def results(self) -> dict[str, Result]:
        found = self.follow_up.results if self.follow_up else ()
        return {result.measure: result for result in found}

    @property
    def prioritised(self) -> tuple[str, ...]:
        """The prioritised problems, the most urgent first; those without a rank last."""
        found = self.prioritisation.priorities if self.prioritisation else ()
        chosen = sorted((p for p in found if p.prioritised), key=lambda p: (p.rank is None, p.rank or 0))
        return tuple(priority.problem for priority in chosen)

    @property
    def plan_older_than_picture(self) -> bool:
        """Whether the plan was decided before the day of the lägesbild that it names as its basis (5 §)."""
        decided = self.decision.decision if self.decision else None
        picture = self.action_plan.based_on_day if self.action_plan else None
        return decided is not None and picture is not None and decided.decided_on < picture


def read(contents: Mapping[str, Content]) -> YearContent:
    """From contents by form name. What an older form held in another shape counts as not stated, never as an error."""
    parts: dict[str, object] = {}
    for form, content in contents.items():
        field = YearContent.model_fields.get(form)
        if field is None:
            continue
        try:
            parts[form] = getattr(YearContent.model_validate({form: content}), form)
        except ValidationError:
            continue
    return YearContent(**parts)  # pyright: ignore[reportArgumentType]
