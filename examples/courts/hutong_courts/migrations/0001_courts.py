"""The table of courts, a branch of its own beside Hutong's history."""

import sqlalchemy as sa
from alembic import op

revision = "courts0001"
down_revision = None
branch_labels = ("courts",)
depends_on = None


def upgrade() -> None:
    """Make it."""
    big = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "courts",
        sa.Column("id", big, primary_key=True, autoincrement=False),
        sa.Column("owner_id", big, nullable=False),
        sa.Column("resource_id", big, nullable=False),
        sa.Column("title", sa.String(100), nullable=False),
        sa.Column("price", sa.BigInteger(), nullable=False),
        sa.Column("opens", sa.Integer(), nullable=False),
        sa.Column("closes", sa.Integer(), nullable=False),
        mysql_engine="InnoDB",
        mysql_charset="utf8mb4",
        mysql_collate="utf8mb4_bin",
    )
    op.create_index("courts_owner", "courts", ["owner_id", "id"])


def downgrade() -> None:
    """Drop it."""
    op.drop_table("courts")
