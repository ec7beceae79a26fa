"""/docs: the API's description as a page, from this server alone and without a script in the page."""

from pathlib import Path

from fastapi import FastAPI
from fastapi.responses import HTMLResponse
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FILES = Path(__file__).parent / "static" / "swagger"
AT = "/docs/files"
PAGE = f"""<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Årshjul: the API</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="{AT}/swagger-ui.css">
</head>
<body>
<div id="swagger-ui"></div>
<script src="{AT}/swagger-ui-bundle.js"></script>
<script src="{AT}/start.js"></script>
</body>
</html>
"""


class _Files(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        answer = await super().get_response(path, scope)
        answer.headers["Cache-Control"] = "public, max-age=3600"
        return answer


def install(app: FastAPI) -> None:
    """`app` must have been made without the framework's own pages, which load scripts from elsewhere."""

    @app.get("/docs", include_in_schema=False)
    async def _() -> HTMLResponse:
        return HTMLResponse(PAGE)

    app.mount(AT, _Files(directory=FILES), name="docs-files")
