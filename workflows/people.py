"""Every night: close the accounts that nobody uses."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.messages import IdleClosed, IdleDay
    from activities.people import People
    from workflows.options import ACT_UNTIL_DONE


@workflow.defn
class PeopleWorkflow:
    @workflow.run
    async def run(self) -> IdleClosed:
        ask = IdleDay(now=workflow.now())
        return await workflow.execute_activity_method(People.close_idle, ask, **ACT_UNTIL_DONE)
