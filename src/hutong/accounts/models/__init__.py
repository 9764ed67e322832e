"""The tables of accounts."""

from hutong.accounts.models.doors import ExternalLogin, Passkey, RecoveryCode, SecondFactor
from hutong.accounts.models.organisations import Organisation
from hutong.accounts.models.people import (
    Activation,
    Address,
    Block,
    Consent,
    Export,
    Identity,
    Person,
    Session,
    Token,
)
from hutong.accounts.models.roles import DIRECT, EVERYWHERE, LADDERS, PRESETS, Grant, Permission, Role

__all__ = [
    "DIRECT", "EVERYWHERE", "LADDERS", "PRESETS", "Activation", "Address", "Block", "Consent", "Export",
    "ExternalLogin", "Grant", "Identity", "Organisation", "Passkey", "Permission", "Person", "RecoveryCode",
    "Role", "SecondFactor", "Session", "Token",
]  # fmt: skip
