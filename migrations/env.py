"""How Alembic reaches the database: through a connection that is handed over, or by JIANFU_DATABASE_URL."""

from alembic import context
from sqlalchemy import Connection

from app.kit.db import Database
from app.settings import Settings
from app.tables import Base


def migrate(connection: Connection) -> None:
    """Run the migrations on `connection`, in one transaction where the database can."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=connection.dialect.name == "sqlite",
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


given = context.config.attributes.get("connection")
if given is not None:
    migrate(given)
else:
    database = Database(Settings().database_url)  # type: ignore[call-arg,unused-ignore]
    with database.write_engine.begin() as connection:
        migrate(connection)
    database.close()
