"""Write migrations/versions/0001_first_schema.py anew from the models, for as long as nothing has been released."""

import subprocess
import sys
import tempfile
from pathlib import Path

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.migration import MigrationContext
from sqlalchemy import create_engine

from hutong.app import create_app
from hutong.kernel.db import Base
from hutong.kernel.settings import Settings

HEAD = '''"""The first schema."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import mysql

from hutong.kernel import text

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make every table."""
'''
DOWN = '''

def downgrade() -> None:
    """Drop every table."""
'''


def without(code: str, start: str) -> str:
    """Code without the lines that begin so."""
    return "\n".join(line for line in code.splitlines() if not line.strip().startswith(start)).strip()


def main() -> int:
    """Render what makes the models' tables out of nothing."""
    with tempfile.TemporaryDirectory() as folder:
        create_app(Settings(env="testing", data=Path(folder), secret_key="schema-" * 6, data_key="schema-" * 6))
        with create_engine("sqlite://").connect() as connection:
            context = MigrationContext.configure(connection)
            made = produce_migrations(context, Base.metadata)
    assert made.upgrade_ops is not None
    assert made.downgrade_ops is not None
    up = without(render_python_code(made.upgrade_ops, migration_context=context), "# ###")
    down = without(render_python_code(made.downgrade_ops, migration_context=context), "# ###")
    down = without(down, "op.drop_index(")  # an index goes with its table
    words = sorted(table.name for table in Base.metadata.sorted_tables if table.info.get("words"))
    index = "".join(f'    text.index_words(op.get_bind(), "{name}")\n' for name in words)
    target = Path(__file__).parent.parent / "src/hutong/migrations/versions/0001_first_schema.py"
    target.write_text(f"{HEAD}    {up}\n{index}{DOWN}    {down}\n")
    for fix in (["check", "--quiet", "--fix-only"], ["format", "--quiet"]):
        subprocess.run([Path(sys.executable).parent / "ruff", *fix, str(target)], check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
