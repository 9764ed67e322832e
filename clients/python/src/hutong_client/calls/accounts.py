"""Calls of accounts. Made from the OpenAPI document by `scripts/client.py`."""

from __future__ import annotations

from typing import Literal

from hutong_client.shapes.accounts import (
    AddressIn,
    AddressOut,
    AddressPatch,
    ApplicationIn,
    AvatarIn,
    BlockedOut,
    ConsentIn,
    ConsentOut,
    DeviceOut,
    EndedOut,
    EnrolmentOut,
    ExportOut,
    FactorCodeIn,
    FactorOut,
    HolderOut,
    IdentityDecisionIn,
    IdentityIn,
    IdentityOut,
    LinkIn,
    LoginIn,
    LoginOut,
    MailRegistrationIn,
    MailSentOut,
    MeOut,
    MemberIn,
    MemberOut,
    NewPasswordIn,
    OrganisationIn,
    OrganisationOut,
    OrganisationsDecisionIn,
    PasskeyAskIn,
    PasskeyEntryIn,
    PasskeyIn,
    PasskeyNameIn,
    PasskeyOptionsOut,
    PasskeyOut,
    PasswordIn,
    PasswordResetIn,
    PeopleReasonIn,
    PermissionsIn,
    ProfileIn,
    ProofIn,
    ProviderOut,
    PublicPersonOut,
    QuestionOut,
    RecoveryCodesOut,
    RegisteredOut,
    RegistrationIn,
    ResetMailIn,
    RoleIn,
    ScanAnswerIn,
    ScanOut,
    ScanStateOut,
    ScannedOut,
    SessionOut,
    SmsCodeIn,
    SmsCodeOut,
    SuspensionsIn,
    TokenIn,
    TokenMadeOut,
    TokenOut,
    VisitIn,
)
from hutong_client.shapes.shared import SeveralOut
from hutong_client.wire import Listing, Wire, at


class Accounts:
    """Calls of accounts."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def register_by_mail(self, body: MailRegistrationIn) -> MailSentOut:
        """Make an inactive account and have an activation link sent; for a known address the answer is the same."""
        return self._wire.json(MailSentOut, "POST", "/users/by-mail", body=body)

    def send_link_again(self, body: LinkIn) -> MailSentOut:
        """Have another link sent to the address that an older one went to."""
        return self._wire.json(MailSentOut, "POST", "/activation-mails", body=body)

    def activate(self, body: LinkIn) -> None:
        """Make an account active with the token of its link, once."""
        self._wire.nothing("POST", "/activations", body=body)

    def ask_reset_by_mail(self, body: ResetMailIn) -> MailSentOut:
        """Have a link sent that sets a new password; for an unknown address the answer is the same."""
        return self._wire.json(MailSentOut, "POST", "/password-resets/by-mail", body=body)

    def reset_password_by_mail(self, body: NewPasswordIn) -> None:
        """Set a new password with the link of a mail; all sessions and tokens end."""
        self._wire.nothing("PUT", "/password-resets/by-mail", body=body)

    def list_addresses(self) -> Listing[AddressOut]:
        """One's address book."""
        return self._wire.listing(AddressOut, "/me/addresses")

    def add_address(self, body: AddressIn) -> AddressOut:
        """Write an address into the book; the first one is the default."""
        return self._wire.json(AddressOut, "POST", "/me/addresses", body=body)

    def edit_address(self, address_id: str, body: AddressPatch) -> AddressOut:
        """Change an address, or make it the default."""
        return self._wire.json(AddressOut, "PATCH", at("/me/addresses/{}", address_id), body=body)

    def remove_address(self, address_id: str) -> None:
        """Take an address out of the book."""
        self._wire.nothing("DELETE", at("/me/addresses/{}", address_id))

    def list_consents(self) -> Listing[ConsentOut]:
        """What one has agreed to, latest first."""
        return self._wire.listing(ConsentOut, "/me/consents")

    def give_consent(self, body: ConsentIn) -> None:
        """Agree to the terms and the privacy notice in force."""
        self._wire.nothing("PUT", "/me/consent", body=body)

    def list_blocks(self) -> Listing[BlockedOut]:
        """Whom one keeps away, latest first."""
        return self._wire.listing(BlockedOut, "/me/blocks")

    def block_person(self, person_id: str) -> None:
        """Keep somebody away from oneself."""
        self._wire.nothing("PUT", at("/people/{}/block", person_id))

    def unblock_person(self, person_id: str) -> None:
        """Keep somebody away no more."""
        self._wire.nothing("DELETE", at("/people/{}/block", person_id))

    def list_exports(self) -> Listing[ExportOut]:
        """The archives of one's data, latest first."""
        return self._wire.listing(ExportOut, "/me/exports")

    def ask_export(self, body: ProofIn) -> ExportOut:
        """Have an archive of all one's data made."""
        return self._wire.json(ExportOut, "POST", "/me/exports", body=body)

    def fetch_export(self, export_id: str) -> bytes:
        """The archive, as ZIP."""
        return self._wire.file("GET", at("/me/exports/{}/file", export_id))

    def close_account(self, body: ProofIn) -> None:
        """Leave for good; 409 with `unsettled` while something has to be settled first."""
        self._wire.nothing("DELETE", "/me", body=body)

    def show_me(self) -> MeOut:
        """One's own account."""
        return self._wire.json(MeOut, "GET", "/me")

    def edit_me(self, body: ProfileIn) -> MeOut:
        """Change nickname, bio, user name or language."""
        return self._wire.json(MeOut, "PATCH", "/me", body=body)

    def set_avatar(self, body: AvatarIn) -> MeOut:
        """Show one of one's own pictures beside one's name, or none."""
        return self._wire.json(MeOut, "PUT", "/me/avatar", body=body)

    def change_password(self, body: PasswordIn) -> None:
        """Change the password; all other sessions end."""
        self._wire.nothing("PUT", "/me/password", body=body)

    def show_identity(self) -> IdentityOut:
        """One's real name, masked; 404 where it is not set."""
        return self._wire.json(IdentityOut, "GET", "/me/identity")

    def set_identity(self, body: IdentityIn) -> IdentityOut:
        """Give one's real name and ID number, once."""
        return self._wire.json(IdentityOut, "PUT", "/me/identity", body=body)

    def list_organisations(
        self,
        *,
        limit: int | None = None,
        whose: Literal["mine", "all"] | None = None,
        state: Literal["pending", "approved", "rejected", "suspended"] | None = None,
    ) -> Listing[OrganisationOut]:
        """The firms one belongs to; `whose=all` lists those that staff decide about, newest first."""
        return self._wire.listing(
            OrganisationOut,
            "/organisations",
            query={"limit": limit, "whose": whose, "state": state},
        )

    def found_organisation(self, body: OrganisationIn) -> OrganisationOut:
        """Found a firm; staff approve it, and until then it cannot trade."""
        return self._wire.json(OrganisationOut, "POST", "/organisations", body=body)

    def show_organisation(self, organisation_id: str) -> OrganisationOut:
        """A firm one belongs to, or decides about."""
        return self._wire.json(OrganisationOut, "GET", at("/organisations/{}", organisation_id))

    def decide_organisation(self, organisation_id: str, body: OrganisationsDecisionIn) -> OrganisationOut:
        """Approve, reject or suspend a firm, with a reason (staff)."""
        return self._wire.json(OrganisationOut, "PUT", at("/organisations/{}/decision", organisation_id), body=body)

    def hand_in_again(self, organisation_id: str, body: ApplicationIn) -> OrganisationOut:
        """Mend a firm that was rejected, and have staff look at it once more; only its managers may."""
        return self._wire.json(OrganisationOut, "PUT", at("/organisations/{}/application", organisation_id), body=body)

    def list_members(self, organisation_id: str) -> Listing[MemberOut]:
        """Who belongs to a firm, first come first."""
        return self._wire.listing(MemberOut, at("/organisations/{}/members", organisation_id))

    def add_member(self, organisation_id: str, body: MemberIn) -> MemberOut:
        """Take somebody in; the role cannot hold more than one's own."""
        return self._wire.json(MemberOut, "POST", at("/organisations/{}/members", organisation_id), body=body)

    def change_member(self, organisation_id: str, person_id: str, body: RoleIn) -> MemberOut:
        """Give a member another role."""
        return self._wire.json(
            MemberOut,
            "PUT",
            at("/organisations/{}/members/{}", organisation_id, person_id),
            body=body,
        )

    def remove_member(self, organisation_id: str, person_id: str) -> None:
        """Let a member go; with one's own id: leave."""
        self._wire.nothing("DELETE", at("/organisations/{}/members/{}", organisation_id, person_id))

    def show_session(self) -> SessionOut:
        """Who is signed in, if anybody, and the token that changes must carry."""
        return self._wire.json(SessionOut, "GET", "/session")

    def log_in(self, body: LoginIn) -> SessionOut:
        """Sign this browser in: the cookie gets a new session, `csrf_token` is its token."""
        return self._wire.json(SessionOut, "POST", "/session", body=body)

    def log_out(self) -> None:
        """Sign this browser out."""
        self._wire.nothing("DELETE", "/session")

    def list_sessions(self) -> Listing[DeviceOut]:
        """Where one is signed in, latest first."""
        return self._wire.listing(DeviceOut, "/me/sessions")

    def end_others(self) -> None:
        """Sign all other browsers out."""
        self._wire.nothing("DELETE", "/me/sessions")

    def end_session(self, session_id: str) -> None:
        """Sign one browser out."""
        self._wire.nothing("DELETE", at("/me/sessions/{}", session_id))

    def list_providers(self) -> Listing[ProviderOut]:
        """The sites by way of which one can log in here; a browser begins at `url`."""
        return self._wire.listing(ProviderOut, "/login-providers")

    def enter_from_outside(self, body: VisitIn) -> SessionOut:
        """Come in with what this browser has proven elsewhere; 404 where no account is linked and none is wanted."""
        return self._wire.json(SessionOut, "PUT", "/session/external", body=body)

    def list_logins(self) -> Listing[LoginOut]:
        """The other sites' accounts that open one's own."""
        return self._wire.listing(LoginOut, "/me/logins")

    def link_login(self) -> LoginOut:
        """Link the account that this browser has proven elsewhere to one's own."""
        return self._wire.json(LoginOut, "POST", "/me/logins")

    def unlink_login(self, login_id: str, body: ProofIn) -> None:
        """Unlink another site's account."""
        self._wire.nothing("DELETE", at("/me/logins/{}", login_id), body=body)

    def list_passkeys(self) -> Listing[PasskeyOut]:
        """One's passkeys, oldest first."""
        return self._wire.listing(PasskeyOut, "/me/passkeys")

    def add_passkey(self, body: PasskeyIn) -> PasskeyOut:
        """Add the passkey that this browser has made for its challenge."""
        return self._wire.json(PasskeyOut, "POST", "/me/passkeys", body=body)

    def begin_passkey(self, body: PasskeyAskIn) -> PasskeyOptionsOut:
        """Ask for what a browser needs to make a passkey of this name, in this session."""
        return self._wire.json(PasskeyOptionsOut, "POST", "/me/passkeys/options", body=body)

    def rename_passkey(self, passkey_id: str, body: PasskeyNameIn) -> PasskeyOut:
        """Call a passkey something else."""
        return self._wire.json(PasskeyOut, "PATCH", at("/me/passkeys/{}", passkey_id), body=body)

    def remove_passkey(self, passkey_id: str, body: ProofIn) -> None:
        """Remove a passkey."""
        self._wire.nothing("DELETE", at("/me/passkeys/{}", passkey_id), body=body)

    def ask_for_passkey(self) -> PasskeyOptionsOut:
        """Ask for what this browser needs to log in by a passkey, whoever's it is."""
        return self._wire.json(PasskeyOptionsOut, "POST", "/session/passkey/options")

    def enter_by_passkey(self, body: PasskeyEntryIn) -> SessionOut:
        """Log in by a passkey: it is both steps at once, for it is had and was opened by a finger, a face or a PIN."""
        return self._wire.json(SessionOut, "PUT", "/session/passkey", body=body)

    def show_holder(self, person_id: str) -> HolderOut:
        """What somebody holds on this site (staff)."""
        return self._wire.json(HolderOut, "GET", at("/people/{}/account", person_id))

    def suspend_person(self, person_id: str, body: PeopleReasonIn) -> HolderOut:
        """Keep somebody out, with a reason that they read; their sessions end."""
        return self._wire.json(HolderOut, "PUT", at("/people/{}/suspension", person_id), body=body)

    def restore_person(self, person_id: str) -> None:
        """Let somebody in again."""
        self._wire.nothing("DELETE", at("/people/{}/suspension", person_id))

    def suspend_people(self, body: SuspensionsIn) -> SeveralOut:
        """Keep several people out, for one reason; each says what became of it."""
        return self._wire.json(SeveralOut, "POST", "/people/suspensions", body=body)

    def end_sessions_of_person(self, person_id: str) -> EndedOut:
        """Log somebody out everywhere."""
        return self._wire.json(EndedOut, "DELETE", at("/people/{}/sessions", person_id))

    def give_role(self, person_id: str, role: str) -> HolderOut:
        """Give somebody a role on the whole site, which cannot hold more than one's own; nobody does so for
        themselves.
        """
        return self._wire.json(HolderOut, "PUT", at("/people/{}/roles/{}", person_id, role))

    def take_role(self, person_id: str, role: str) -> None:
        """Take a role on the whole site away from somebody."""
        self._wire.nothing("DELETE", at("/people/{}/roles/{}", person_id, role))

    def set_permissions(self, person_id: str, body: PermissionsIn) -> HolderOut:
        """Set the single permissions somebody holds beside their roles; one gives and takes only what one holds."""
        return self._wire.json(HolderOut, "PUT", at("/people/{}/permissions", person_id), body=body)

    def decide_identity(self, person_id: str, body: IdentityDecisionIn) -> None:
        """Take a real name that waits as checked, or reject it with a reason; what is rejected can be given anew."""
        self._wire.nothing("PUT", at("/people/{}/identity/decision", person_id), body=body)

    def find_people(self, *, limit: int | None = None, q: str) -> Listing[PublicPersonOut]:
        """The people whose name begins with some words, for people who are signed in; masked numbers are no names."""
        return self._wire.listing(PublicPersonOut, "/people", query={"limit": limit, "q": q})

    def show_person(self, person_id: str) -> PublicPersonOut:
        """A person as others see them."""
        return self._wire.json(PublicPersonOut, "GET", at("/people/{}", person_id))

    def draw_captcha(self, captcha_id: str) -> bytes:
        """A picture whose text proves a person, under a UUID of the client's making; it replaces the one before."""
        return self._wire.file("GET", at("/captchas/{}", captcha_id))

    def ask_question(self, captcha_id: str) -> QuestionOut:
        """A question in words instead of the picture, under the same UUID: it needs no eyesight, and is answered
        alike.
        """
        return self._wire.json(QuestionOut, "GET", at("/captchas/{}/question", captcha_id))

    def send_code(self, body: SmsCodeIn) -> SmsCodeOut:
        """Have a code sent to a mobile number, once the captcha was answered."""
        return self._wire.json(SmsCodeOut, "POST", "/sms-codes", body=body)

    def register(self, body: RegistrationIn) -> RegisteredOut:
        """Make an account for the holder of a mobile number, and sign in."""
        return self._wire.json(RegisteredOut, "POST", "/users", body=body)

    def reset_password(self, body: PasswordResetIn) -> None:
        """Set a new password with a code sent to the account's number; all sessions end."""
        self._wire.nothing("POST", "/password-resets", body=body)

    def show_scan(self) -> ScanOut:
        """A QR code that lets this browser in once somebody signed in has scanned and confirmed it, within two
        minutes.
        """
        return self._wire.json(ScanOut, "POST", "/session/scans")

    def watch_scan(self) -> ScanStateOut:
        """How it stands with this browser's QR code; to be asked every two seconds."""
        return self._wire.json(ScanStateOut, "GET", "/session/scans")

    def enter_by_scan(self) -> SessionOut:
        """Come in, where the phone has confirmed."""
        return self._wire.json(SessionOut, "PUT", "/session/scans")

    def show_scanned(self, token: str) -> ScannedOut:
        """The browser behind a scanned code: its device, network address and time."""
        return self._wire.json(ScannedOut, "GET", at("/scans/{}", token))

    def answer_scan(self, token: str, body: ScanAnswerIn) -> None:
        """Let the browser behind a scanned code in as oneself, or refuse, once."""
        self._wire.nothing("PUT", at("/scans/{}", token), body=body)

    def prove_second_factor(self, body: FactorCodeIn) -> SessionOut:
        """The second step of logging in, in the browser that has taken the first within five minutes."""
        return self._wire.json(SessionOut, "PUT", "/session/second-factor", body=body)

    def show_second_factor(self) -> FactorOut:
        """Whether two-step login is on, and how many recovery codes are left."""
        return self._wire.json(FactorOut, "GET", "/me/second-factor")

    def begin_second_factor(self, body: ProofIn) -> EnrolmentOut:
        """Get a secret for an authenticator; it guards nothing before its first code."""
        return self._wire.json(EnrolmentOut, "POST", "/me/second-factor", body=body)

    def confirm_second_factor(self, body: FactorCodeIn) -> RecoveryCodesOut:
        """Switch two-step login on with the first code; recovery codes are in this answer only, other sessions end."""
        return self._wire.json(RecoveryCodesOut, "PUT", "/me/second-factor", body=body)

    def turn_second_factor_off(self, body: ProofIn) -> None:
        """Give two-step login up."""
        self._wire.nothing("DELETE", "/me/second-factor", body=body)

    def renew_recovery_codes(self, body: ProofIn) -> RecoveryCodesOut:
        """Get other recovery codes; the ones before are void."""
        return self._wire.json(RecoveryCodesOut, "POST", "/me/second-factor/recovery-codes", body=body)

    def list_tokens(self) -> Listing[TokenOut]:
        """One's tokens for programs, without their texts, latest first."""
        return self._wire.listing(TokenOut, "/me/tokens")

    def make_token(self, body: TokenIn) -> TokenMadeOut:
        """Make a token for a program; its text is in this answer and nowhere else."""
        return self._wire.json(TokenMadeOut, "POST", "/me/tokens", body=body)

    def end_token(self, token_id: str) -> None:
        """End a token; the next request with it is refused."""
        self._wire.nothing("DELETE", at("/me/tokens/{}", token_id))
