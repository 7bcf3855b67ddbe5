"""Builds the application: the one module that sees every part."""

import threading
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import FastAPI
from fastapi_offline import FastAPIOffline

from app.access import routes as access
from app.access.keys import find_actor
from app.domain.matching import prepare
from app.forms import decision_routes as field_decisions
from app.forms import routes as forms
from app.forms.ledgers import routes as ledgers
from app.kit.clock import Clock, fixed_clock, system_clock
from app.kit.db import Database
from app.kit.gate import Gate
from app.kit.health import routes as health
from app.kit.intake import Intake
from app.kit.jobs import Handler, work
from app.kit.logs import configure_logs
from app.kit.metrics import Metrics
from app.kit.openapi import describe, name_operation
from app.kit.refusals import install_refusals
from app.overlaps import routes as overlaps
from app.pages import assets, fill, review, sign_in
from app.pages import form as form_page
from app.pages import ledgers as ledger_pages
from app.pages import requests as request_pages
from app.pages import schedules as schedule_pages
from app.pages import statistics as statistics_page
from app.pages import township as township_page
from app.registry import matters
from app.registry import routes as registry
from app.registry.knowledge import routes as knowledge
from app.requests import routes as requests
from app.schedules import routes as schedules
from app.schedules.calendars import routes as calendars
from app.schedules.plan import run_plan
from app.schedules.township import routes as township
from app.settings import Settings
from app.statistics import routes as statistics

HANDLERS: Mapping[str, Handler] = {"schedule.plan": run_plan}
"""Who does which kind of long work; a job of another kind stays queued."""

ROUTERS = (
    requests.router,
    forms.router,
    field_decisions.router,
    ledgers.router,
    overlaps.router,
    schedules.router,
    township.router,
    calendars.router,
    registry.router,
    knowledge.router,
    matters.router,
    statistics.router,
    access.router,
    sign_in.router,
    request_pages.router,
    form_page.router,
    ledger_pages.router,
    review.router,
    schedule_pages.router,
    township_page.router,
    fill.router,
    statistics_page.router,
    assets.router,
)


def create_app(settings: Settings, clock: Clock | None = None) -> FastAPI:
    """The application for `settings`; each call builds one of its own, with its own database connections."""
    configure_logs()
    database = Database(settings.database_url)
    now = clock or (fixed_clock(settings.fixed_now) if settings.fixed_now else system_clock)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        prepare()
        stop = threading.Event()
        worker = threading.Thread(target=work, args=(database, HANDLERS, now, stop), name="worker")
        if settings.worker == "thread":
            worker.start()
        yield
        stop.set()
        if settings.worker == "thread":
            worker.join()
        database.close()

    app = FastAPIOffline(  # the page of the calls comes from here: offices' networks reach no CDN
        redoc_url=None,
        title="jianfu 减负",
        version="1",
        summary="One merged visit schedule and one shared form for all that bureaus ask of a township.",
        lifespan=lifespan,
        redirect_slashes=False,
        generate_unique_id_function=name_operation,
    )
    app.state.database = database
    app.state.clock = now
    app.state.find_actor = find_actor
    install_refusals(app)
    metrics = Metrics()
    app.state.metrics = metrics
    app.add_middleware(Gate)
    app.add_middleware(Intake, max_bytes=settings.max_body_bytes)
    app.middleware("http")(metrics.measure)
    for router in (*ROUTERS, health):
        app.include_router(router)
    describe(app)
    return app
