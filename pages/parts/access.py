"""Who is here and what they may do.

Without an identity provider there is one local user with every role, and the page says so. With one, the claim
``roles`` decides; whoever has none is an executive, who reads.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import streamlit as st
from streamlit.errors import StreamlitSecretNotFoundError

from data.errors import InputError
from metrics.words.text import N_, Message, message

ROLES = ("executive", "finance", "owner", "analyst", "admin")
MAY_CLOSE = frozenset({"finance", "admin"})
MAY_WRITE = frozenset({"finance", "owner", "analyst", "admin"})
SEES_PEOPLE = frozenset({"owner", "analyst", "admin"})
LOCAL = "local user"


@dataclass(frozen=True)
class User:
    """One reader: name as written beside what they save, and roles."""

    name: str
    roles: frozenset[str]
    local: bool = False

    @property
    def may_write(self) -> bool:
        """May save, import and freeze."""
        return bool(self.roles & MAY_WRITE)

    @property
    def may_see_people(self) -> bool:
        """May see who a customer is: names and how to reach them."""
        return bool(self.roles & SEES_PEOPLE)


def _from_claims(claims: Mapping[str, object]) -> User:
    """The user an identity provider describes; roles it does not know are left out."""
    told = claims.get("roles") or ()
    names = [told] if isinstance(told, str) else list(told) if isinstance(told, (list, tuple)) else []
    roles = frozenset(str(name) for name in names if name in ROLES) or frozenset({"executive"})
    name = claims.get("email") or claims.get("name") or claims.get("sub") or "unknown"
    return User(str(name), roles)


def user() -> User | None:
    """Who this session belongs to; None when they have to sign in first."""
    if not _provided():
        return User(LOCAL, frozenset(ROLES), local=True)
    claims = st.user.to_dict()
    return _from_claims(claims) if claims.get("is_logged_in") and not _over(claims) else None


def _over(claims: Mapping[str, object]) -> bool:
    """Whether what the provider vouched for has run out; asked at every run, for the browser keeps it much longer."""
    until = claims.get("exp")
    return isinstance(until, (int, float)) and until <= time.time()


@cache
def _provided() -> bool:
    """Whether secrets.toml names an identity provider; asked once, a change there wants a new start."""
    try:
        return "auth" in st.secrets
    except StreamlitSecretNotFoundError:
        return False


def may_see_people() -> bool:
    """Whether this reader may see personal data; elsewhere a customer is a number."""
    who = user()
    return who is not None and who.may_see_people


class NotAllowedError(InputError):
    """This reader may not do that. Its reason is ready for either language."""

    def __init__(self, reason: Message) -> None:
        super().__init__(reason.render())
        self.reason = reason


def require_close() -> User:
    """The user, if they may approve figures and close a month: finance. Raises NotAllowedError."""
    who = require_write()
    if not who.roles & MAY_CLOSE:
        text = N_("{name} may enter figures but not approve them. A month is closed by finance.")
        raise NotAllowedError(message(text, name=who.name))
    return who


def require_write() -> User:
    """The user, if they may write; asked again inside every function that does. Raises NotAllowedError."""
    who = user()
    if who is None:
        raise NotAllowedError(message(N_("Nobody is signed in. Sign in to change anything.")))
    if not who.may_write:
        raise NotAllowedError(
            message(N_("{name} may read but not change anything. Ask an administrator for a role."), name=who.name)
        )
    return who
