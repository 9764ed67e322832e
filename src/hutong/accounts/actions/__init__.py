"""What can be done with accounts."""

from hutong.accounts.actions.activation import activate, register_by_mail, send_link_again
from hutong.accounts.actions.addresses import add_address, edit_address, remove_address
from hutong.accounts.actions.grants import grant, grant_permission
from hutong.accounts.actions.identity import verify_identity
from hutong.accounts.actions.passwords import ask_reset, change_password, reset_by_mail, reset_password
from hutong.accounts.actions.people import end_sessions_of, restore, suspend
from hutong.accounts.actions.profile import choose_language, edit_profile, set_avatar
from hutong.accounts.actions.registration import register, send_code
from hutong.accounts.actions.sessions import (
    begin_session,
    end_all_others,
    end_other_sessions,
    end_session,
    note_scan,
    note_scan_answer,
)
from hutong.accounts.actions.tokens import end_token, end_tokens, make_token

__all__ = [
    "activate", "add_address", "ask_reset", "begin_session", "change_password", "choose_language", "edit_address",
    "edit_profile", "end_all_others", "end_other_sessions", "end_session", "end_sessions_of", "end_token",
    "end_tokens", "grant", "grant_permission", "make_token", "note_scan", "note_scan_answer", "register",
    "register_by_mail", "remove_address", "reset_by_mail", "reset_password", "restore", "send_code",
    "send_link_again", "set_avatar", "suspend", "verify_identity",
]  # fmt: skip
