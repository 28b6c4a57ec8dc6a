# One image for web, worker and beat; docker-compose.yml says which command each runs.

FROM node:24-slim AS assets
WORKDIR /app/office/front/assets
COPY office/front/assets/package.json office/front/assets/package-lock.json ./
RUN npm ci --ignore-scripts --no-audit --no-fund
COPY office/front/assets/ ./
RUN node build.mjs

FROM python:3.13-slim AS packages
RUN pip install --no-cache-dir uv==0.13.9
ENV UV_COMPILE_BYTECODE=1 UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never
WORKDIR /app
COPY pyproject.toml uv.lock .python-version ./
RUN uv sync --locked --no-dev

FROM python:3.13-slim
ENV PATH=/app/.venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    LC_ALL=C.UTF-8 \
    CARAVAN_PRODUCTION=1 \
    CARAVAN_HOME=/data \
    CARAVAN_BIND=0.0.0.0:8000
RUN useradd --system --uid 10001 --user-group --home-dir /data --create-home caravan
WORKDIR /app
COPY --from=packages /app/.venv .venv
COPY . .
COPY --from=assets /app/office/front/static/bundled office/front/static/bundled
COPY --from=assets /app/fonts fonts
# The addresses are never used: collecting files only needs settings that can be read.
RUN CARAVAN_SECRET_KEY=for-this-step-only-and-long-enough-to-please-the-checks CARAVAN_HOSTS=localhost \
    DATABASE_URL=postgresql://nobody@nowhere/none REDIS_URL=redis://nowhere \
    python manage.py collectstatic --no-input --verbosity 0
USER caravan
VOLUME /data
EXPOSE 8000
ENTRYPOINT ["/app/config/start.sh"]
CMD ["gunicorn", "-c", "config/gunicorn.py", "config.wsgi"]
