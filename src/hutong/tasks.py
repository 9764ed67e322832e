"""For Celery: `celery --app hutong.tasks worker` on any number of machines, one `celery --app hutong.tasks beat`."""

from hutong.app import create_app
from hutong.kernel import broker
from hutong.kernel.settings import SettingsRefused

flask = create_app()
_url = flask.extensions["hutong"].settings.broker_url
if not _url:
    raise SettingsRefused("HUTONG_BROKER_URL is not set: Celery has nobody to listen to")
app = broker.celery(_url)
broker.serve_tasks(flask, app)
