"""Who pays, as the request that starts a payment tells it."""

from flask import request

from hutong.payments.gateways import OPENIDS, Payer

WECHAT = "MicroMessenger"  # how WeChat's own browser names itself
MOST = 200


def of_request(person_id: int) -> Payer:
    """The payer of this request. In WeChat's browser only an openid leads further than a code to scan."""
    agent = request.user_agent.string
    inside = WECHAT in agent
    openid = next((found for ask in OPENIDS.all() if (found := ask(person_id))), "") if inside else ""
    return Payer(openid, "Mobi" in agent and not inside, request.remote_addr or "", agent[:MOST])
