# The server and the worker in one image; which of them runs is the command.

FROM python:3.11-slim AS build
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /srv/jianfu
# dependencies first: they change seldom, and this layer is kept while they don't
COPY pyproject.toml uv.lock README.md ./
RUN uv sync --locked --no-dev --no-install-project
COPY app ./app
COPY migrations ./migrations
COPY seeds ./seeds
RUN uv sync --locked --no-dev

FROM python:3.11-slim
RUN useradd --system --uid 10001 --home-dir /var/lib/jianfu --create-home jianfu
# owned by root and only read: a fault in the server cannot rewrite the program
COPY --from=build /srv/jianfu /srv/jianfu
WORKDIR /srv/jianfu
ENV PATH=/srv/jianfu/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    JIANFU_HOST=0.0.0.0 \
    JIANFU_PORT=8000 \
    JIANFU_DATABASE_URL=sqlite:////var/lib/jianfu/jianfu.db
USER jianfu
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=5s --start-period=20s --retries=4 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["jianfu", "serve"]
