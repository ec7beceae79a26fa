"""Every morning, also between years: do the clocks of the Act (6 §, and agreements' last days) run out somewhere?"""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.clocks import Clocks
    from activities.messages import CountyDay
    from workflows.options import ACT_UNTIL_DONE


@workflow.defn
class ClocksWorkflow:
    @workflow.run
    async def run(self) -> int:
        """How many warnings were new. One county that cannot be read keeps the others waiting, not untold."""
        counties = await workflow.execute_activity_method(Clocks.counties, **ACT_UNTIL_DONE)
        new = 0
        for county in counties:
            ask = CountyDay(county=county, now=workflow.now())
            new += (await workflow.execute_activity_method(Clocks.look_at, ask, **ACT_UNTIL_DONE)).new
        return new
