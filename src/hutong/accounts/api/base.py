"""What the routes of accounts share."""

from hutong.kernel.web import Api

api = Api("accounts")
