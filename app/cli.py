"""The command line `jianfu`: gives each command its name and options; what it does stands in commands/."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from sqlalchemy.exc import IntegrityError

from app.access.keys import KeyOrder
from app.commands import keys as key_commands
from app.commands.form_group import forms
from app.commands.migrate import ROOT, check
from app.commands.reindex import reindex_stored
from app.commands.serve import load_demo, prepare, run_worker
from app.commands.serve import serve as run_server
from app.commands.terminal import File, fail, notes, print_json
from app.domain.scheduling import ProblemError
from app.kit.auth import Role
from app.kit.clock import system_clock
from app.kit.problems import Problem
from app.main import create_app
from app.settings import Settings

app = typer.Typer(no_args_is_help=True, help="jianfu 减负: one schedule and one form for many bureaus.")
keys = typer.Typer(no_args_is_help=True, help="Issue, list and revoke API keys 密钥.")
score = typer.Typer(no_args_is_help=True, help="Score pairs line by line, to measure the judgement.")
for group, name in ((keys, "keys"), (score, "score"), (forms, "forms")):
    app.add_typer(group, name=name)
app.command("reindex")(reindex_stored)


@app.command()
def demo(
    out: Annotated[Path, typer.Option(help="folder for the files that it writes")] = Path("out"),
) -> None:
    """Run the whole main job over HTTP on the seed county, and print what came of it 演示."""
    from app.commands.demo import run_demo

    raise typer.Exit(run_demo(out, Console()))


@app.command()
def serve(
    demo: Annotated[
        bool, typer.Option("--demo", help="load the seed county, print a key of each kind")
    ] = False,
) -> None:
    """Migrate the database and serve the API 启动服务."""
    settings = Settings()
    if demo:
        for order, secret in load_demo(settings):
            scope = order.department or order.division or "全国"
            typer.echo(f"{order.role:<12} {scope:<10} {secret}")
    notes.print(f"http://{settings.host}:{settings.port}/docs")
    run_server(settings)


@app.command()
def worker() -> None:
    """Run long work beside a server that is set to JIANFU_WORKER=process 后台任务."""
    run_worker(Settings())


@app.command()
def migrate() -> None:
    """Bring the database to the newest shape 升级数据库."""
    prepare(Settings()).close()


@app.command()
def load(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="a folder like seeds/")],
) -> None:
    """Load a county's divisions, departments, settings and closed days 导入区划和部门."""
    from app.commands.seed import load_county

    try:
        with prepare(Settings()).write() as session:
            load_county(session, system_clock(), folder)
    except FileNotFoundError as error:
        fail(f"缺少文件 {error.filename}", f"the file {error.filename} is missing")
    except (KeyError, ValueError, IntegrityError) as error:
        fail(f"内容有误，什么也没有导入：{error}", f"something is not valid; nothing was loaded: {error}")


@app.command("check-migrations")
def check_migrations() -> None:
    """Fail where migrations and tables differ; runs on an SQLite file of its own."""
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        database = prepare(Settings(database_url=f"sqlite:///{folder}/check.db"))
        check(database)
        database.close()


@app.command()
def openapi() -> None:
    """Print the OpenAPI 3.1 document of the API."""
    document = create_app(Settings(database_url="sqlite://")).openapi()
    typer.echo(json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True))


@keys.command("issue")
def issue_key(
    role: Role,
    label: Annotated[str, typer.Option(help="what the key is for")],
    division: Annotated[str | None, typer.Option(help="division code that it covers")] = None,
    department: Annotated[str | None, typer.Option(help="department code, for a department's key")] = None,
    days: Annotated[int | None, typer.Option(min=1, help="days until it expires; never by default")] = None,
) -> None:
    """Issue a key; its secret is printed once and is never to be had again 发放密钥."""
    now = system_clock()
    order = KeyOrder(role, label, division, department, now + timedelta(days=days) if days else None)
    try:
        with prepare(Settings()).write() as session:
            id_, secret = key_commands.issue(session, order, now)
    except Problem as problem:
        told = problem.faults[0].detail
        fail(told.zh, told.en)
    typer.echo(secret)
    notes.print(f"{id_}: keep the secret now, it is not stored 请立即保存，系统不再显示")


@keys.command("list")
def list_keys() -> None:
    """List all keys without their secrets 密钥列表."""
    with prepare(Settings()).read() as session:
        for key in key_commands.list_keys(session):
            state = "revoked" if key.revoked_at else "active"
            scope = key.department or key.home
            typer.echo(f"key_{key.home}_{key.id}  {key.role:<12} {scope:<10} {state}  {key.label}")


@keys.command("revoke")
def revoke_key(id: str) -> None:
    """Revoke a key: from now on nobody gets in with it 收回密钥."""
    with prepare(Settings()).write() as session:
        if not key_commands.revoke(session, id, system_clock()):
            fail("没有这个密钥", "there is no such key")


@score.command("overlaps")
def score_overlaps(pairs: File) -> None:
    """Score pairs of notices: JSONL in, JSONL out."""
    from app.commands.score_overlaps import score_overlaps as run

    _print_lines(run, pairs)


@app.command()
def refit(
    decisions: File,
    out: Annotated[Path | None, typer.Option(help="where to write it; the one there is kept")] = None,
) -> None:
    """Refit the judgement from decided pairs, and tell what it gains before anybody takes it 重新校准."""
    from app.commands.refit import BadDecisions, refit_file

    try:
        print_json(refit_file(decisions, out))
    except BadDecisions as error:
        fail(error.text, error.text_en)


@score.command("fields")
def score_fields(pairs: File) -> None:
    """Score pairs of form fields: JSONL in, JSONL out."""
    from app.commands.score_fields import score_fields as run

    _print_lines(run, pairs)


@app.command()
def plan(
    instance: File,
    effort: Annotated[
        int, typer.Option(min=0, help="iterations of the search; more is better and slower")
    ] = 200_000,
) -> None:
    """Solve one planning instance: JSON in, plan on standard output 排程."""
    from app.commands.plan import plan_file

    started = time.process_time()
    try:
        with Progress(console=notes, transient=True) as bar:
            task = bar.add_task("planning 排程", total=1.0)
            text = plan_file(
                instance.read_text(encoding="utf-8-sig"),
                effort,
                lambda done: bar.update(task, completed=done),
            )
    except ProblemError as error:
        fail(f"{error.pointer or '/'}：{error.text}", f"{error.pointer or '/'}: {error.text_en}")
    except UnicodeDecodeError:
        fail("文件不是 UTF-8 编码", "the file is not UTF-8")
    sys.stdout.write(text)
    notes.print(f"{time.process_time() - started:.2f} CPU s")


@app.command("plan-all")
def plan_every_county(
    folder: Annotated[Path, typer.Argument(exists=True, file_okay=False, help="instances, one a county")],
    out: Annotated[Path, typer.Option("--output", "-o", help="the folder for the plans")],
    processes: Annotated[int, typer.Option(min=1, max=256, help="counties planned at once")] = 2,
    effort: Annotated[int, typer.Option(min=0, help="iterations of the search for each")] = 200_000,
) -> None:
    """Plan every county of a folder; run again, it goes on where it stopped 全部县排程."""
    from app.commands.plan_all import run_plan_all

    raise typer.Exit(run_plan_all(folder, out, effort, processes, notes))


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def bench(context: typer.Context, name: str) -> None:
    """Run a benchmark beside its peers and print its table; `all` runs every one."""
    known = sorted(path.parent.name for path in (ROOT / "benchmarks").glob("*/__main__.py"))
    if name != "all" and name not in known:
        fail(f"没有名为 {name} 的测评", f"no benchmark {name}; there are: all, {', '.join(known)}")
    for one in known if name == "all" else [name]:
        done = subprocess.run([sys.executable, "-m", f"benchmarks.{one}", *context.args], cwd=ROOT)
        if done.returncode:
            fail(
                f"测评 {one} 没有跑完；对照的方法由 make bench 安装",
                f"{one} failed; make bench installs the peers",
            )


def _print_lines(run: Callable[[Iterable[str]], Iterator[str]], path: Path) -> None:
    with path.open(encoding="utf-8-sig") as lines:
        for line in run(lines):
            sys.stdout.write(line + "\n")


if __name__ == "__main__":
    app()
