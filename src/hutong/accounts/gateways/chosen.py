"""The providers that the operator has set up."""

from hutong.accounts.gateways import Provider
from hutong.accounts.gateways.github import GitHub
from hutong.accounts.gateways.oidc import Oidc
from hutong.accounts.gateways.wechat import WeChat
from hutong.kernel.settings import Settings


def providers(settings: Settings) -> list[Provider]:
    """Those with an id; the site's own single sign-on first."""
    found: list[Provider] = []
    if settings.oidc_issuer and settings.oidc_client_id:
        found.append(
            Oidc(settings.oidc_issuer, settings.oidc_client_id, settings.oidc_client_secret, settings.oidc_label)
        )
    if settings.wechat_login_id:
        urls = settings.wechat_login_url, settings.wechat_login_api_url
        found.append(WeChat(settings.wechat_login_id, settings.wechat_login_secret, *urls))
    if settings.github_client_id:
        urls = settings.github_url, settings.github_api_url
        found.append(GitHub(settings.github_client_id, settings.github_client_secret, *urls))
    return found
