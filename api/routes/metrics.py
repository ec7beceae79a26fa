from fastapi import APIRouter, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST

from api.metrics import Metrics

router = APIRouter(tags=["health"])


@router.get("/metrics", response_class=Response)
async def metrics(request: Request) -> Response:
    """What Prometheus reads. Not for the world: let the proxy in front keep it to those who watch."""
    kept = request.app.state.metrics
    assert isinstance(kept, Metrics)  # noqa: S101  set by create_app
    return Response(await kept.text(), media_type=CONTENT_TYPE_LATEST)
