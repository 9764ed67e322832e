"""What every route of stays shares."""

from hutong.kernel.web import Api

api = Api("stays")
