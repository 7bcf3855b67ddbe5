"""What an operator sets, read once from the environment by main and the commands."""

from typing import Literal

from pydantic import AwareDatetime, Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Every field is the environment variable JIANFU_<NAME>; docs/operations.md says what each is for."""

    model_config = SettingsConfigDict(env_prefix="JIANFU_", frozen=True)

    database_url: str = Field(
        "sqlite:///var/jianfu.db", description="SQLite file or postgresql:// address of the database"
    )
    host: str = Field("127.0.0.1", description="address that the server listens on")
    port: int = Field(8000, ge=1, le=65535, description="port that the server listens on")
    worker: Literal["thread", "process", "off"] = Field(
        "thread", description="where long work runs: a thread of the server, or `jianfu worker` beside it"
    )
    max_body_bytes: int = Field(8 * 2**20, ge=1024, description="largest request body taken, in bytes")
    fixed_now: AwareDatetime | None = Field(
        None, description="a moment at which the clock stands still; for demonstrations and tests only"
    )
