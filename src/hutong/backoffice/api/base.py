"""What the routes share."""

from hutong.kernel.web import Api

api = Api("backoffice")
