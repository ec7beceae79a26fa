"""Every night: where does each chain of the log end? Signed, so that nobody can say otherwise later."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.anchors import Anchors
    from activities.messages import AnchorDay, Anchored
    from workflows.options import ACT_UNTIL_DONE


@workflow.defn
class AnchorsWorkflow:
    @workflow.run
    async def run(self) -> Anchored:
        """A day has one anchor: running twice gives the first."""
        ask = AnchorDay(now=workflow.now())
        return await workflow.execute_activity_method(Anchors.make, ask, **ACT_UNTIL_DONE)
