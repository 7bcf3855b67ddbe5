"""The deployment files agree with the program: no engine runs in our tests, so they are read and compared."""

import re
import shlex
import tomllib
from pathlib import Path

import pytest
import yaml
from fastapi.testclient import TestClient
from typer.main import get_command

from app.cli import app as cli
from app.main import create_app
from app.settings import Settings

ROOT = Path(__file__).parents[2]
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))
OURS = ("migrate", "api", "worker")
PREFIX = Settings.model_config["env_prefix"]


def dockerfile():
    """The Dockerfile's instructions as (word, rest), continued lines joined, comments left out."""
    text = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines() if line.strip() and not line.startswith("#")]
    joined = re.sub(r"\\\n\s*", " ", "\n".join(lines))
    return [tuple(line.split(maxsplit=1)) for line in joined.splitlines()]


def instructions(word):
    return [rest for name, rest in dockerfile() if name == word]


def image_environment():
    assigned = (part for line in instructions("ENV") for part in shlex.split(line))
    return dict(part.split("=", 1) for part in assigned)


def environment(service):
    """What the program sees in a container: the image's variables under the service's own."""
    own = {key: str(value) for key, value in COMPOSE["services"][service].get("environment", {}).items()}
    filled = {key: re.sub(r"\$\{[^}]*\}", "secret1", value) for key, value in own.items()}
    return {**image_environment(), **filled}


@pytest.mark.parametrize("service", OURS)
def test_every_variable_is_a_setting_and_its_value_is_taken(service, monkeypatch):
    given = {key: value for key, value in environment(service).items() if key.startswith(PREFIX)}
    names = {key.removeprefix(PREFIX).lower() for key in given}
    assert names <= set(Settings.model_fields)
    for key, value in given.items():
        monkeypatch.setenv(key, value)
    settings = Settings()
    assert {name: str(getattr(settings, name)) for name in names} == {
        key.removeprefix(PREFIX).lower(): value for key, value in given.items()
    }


@pytest.mark.parametrize("service", OURS)
def test_every_command_exists(service):
    program, command, *_ = COMPOSE["services"][service]["command"]
    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert program in scripts
    assert command in get_command(cli).commands


def test_the_long_work_runs_in_exactly_one_place():
    assert environment("api")["JIANFU_WORKER"] == "process"
    assert COMPOSE["services"]["worker"]["command"] == ["jianfu", "worker"]


def test_the_database_address_is_the_database_service():
    postgres = COMPOSE["services"]["postgres"]
    user, name = postgres["environment"]["POSTGRES_USER"], postgres["environment"]["POSTGRES_DB"]
    for service in OURS:
        assert (
            environment(service)["JIANFU_DATABASE_URL"] == f"postgresql://{user}:secret1@postgres:5432/{name}"
        )
    assert f"--username={user}" in postgres["healthcheck"]["test"]


def test_nothing_starts_before_what_it_needs():
    needs = {name: COMPOSE["services"][name].get("depends_on", {}) for name in OURS}
    assert needs["migrate"] == {"postgres": {"condition": "service_healthy"}}
    assert needs["api"] == needs["worker"] == {"migrate": {"condition": "service_completed_successfully"}}


def test_data_outlives_its_container():
    (mount,) = COMPOSE["services"]["postgres"]["volumes"]
    volume, folder = mount.split(":")
    assert volume in COMPOSE["volumes"]
    assert folder == "/var/lib/postgresql"


def test_the_port_is_one_and_the_same():
    port = environment("api")["JIANFU_PORT"]
    assert environment("api")["JIANFU_HOST"] == "0.0.0.0"
    assert COMPOSE["services"]["api"]["ports"] == [f"127.0.0.1:{port}:{port}"]
    assert instructions("EXPOSE") == [port]
    assert f"http://127.0.0.1:{port}/healthz" in instructions("HEALTHCHECK")[0]


def test_the_health_check_asks_a_route_that_exists(tmp_path):
    app = create_app(Settings(database_url=f"sqlite:///{tmp_path}/compose.db", worker="off"))
    with TestClient(app) as client:
        assert client.get("/healthz").status_code == 200


def test_the_image_holds_what_the_program_reads_and_runs_without_rights():
    copied = [shlex.split(rest) for rest in instructions("COPY")]
    sources = [source for parts in copied if not parts[0].startswith("--") for source in parts[:-1]]
    assert {"app", "migrations", "seeds", "pyproject.toml", "uv.lock"} <= set(sources)
    assert all((ROOT / source).exists() for source in sources)
    kept = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    assert {f"!{source}" for source in sources} <= set(kept)
    assert instructions("USER") == ["jianfu"]


def test_the_image_is_built_from_the_lock_with_our_python_and_our_uv():
    assert all(base.startswith("python:3.11-slim") for base in instructions("FROM"))
    syncs = [rest for rest in instructions("RUN") if rest.startswith("uv sync")]
    assert syncs
    assert all("--locked" in rest and "--no-dev" in rest for rest in syncs)
    pinned = re.search(
        r"^UV_VERSION := (\S+)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE
    )
    assert f"uv=={pinned[1]}" in " ".join(instructions("RUN"))
