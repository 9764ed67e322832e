"""The front page and a home's page, signed out, of the demo's town; with more and more clients at once.

.venv/bin/python -m bench.front [--many 10 50 200] [--database …]
"""

from sqlalchemy import select

from bench.load import get
from bench.report import Row, show
from bench.servers import memory
from bench.setting import Setting, around, in_turns, options, servers, setting
from hutong.demo.seed import seed
from hutong.kernel import ids
from hutong.kernel.db import session
from hutong.stays.models import Home, HomeState


def main() -> None:
    """Measure and print."""
    parser = options(__doc__ or "")
    parser.add_argument("--many", type=int, nargs="*", default=[10, 50, 200], help="clients at once")
    given = parser.parse_args()
    with setting(given) as here:
        seed(here.app, lambda _line: None)
        rows = []
        with servers(here) as ports:
            for name, path, aim in (("front page", "/", 0.3), ("a home's page", _home(here), 0.1)):
                rows.append(Row(name, *in_turns(here, ports, around([get(path)])), aim))
            for clients in given.many:
                given.clients = clients
                rows.append(Row(f"front page, {clients} clients", *in_turns(here, ports, around([get("/")])), 0.3))
            used = memory(ports[0])
        show("Pages, signed out", f"front-{here.engine}", rows, here.circumstances, used)


def _home(here: Setting) -> str:
    with here.app.app_context(), here.app.extensions["hutong"].database.reading():
        published = select(Home.id).where(Home.state == HomeState.PUBLISHED).limit(1)
        return f"/homes/{ids.show(session().scalars(published).one())}"


if __name__ == "__main__":
    main()
