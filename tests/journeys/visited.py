"""Who and what the pages are visited as and about."""

from dataclasses import dataclass, field

from django.test import Client
from foundation.accounts.conftest import Person
from journeys.people import token_of

from sesshu.foundation.accounts.models import Stage
from sesshu.foundation.accounts.web.cookies import cookie_name


@dataclass
class World:
    """Who and what the pages are visited as and about."""

    people: dict[str, Person]
    found: dict[str, object] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)

    def token(self, who: str, stage: Stage) -> str:
        """The session of somebody: one for all pages once signed in fully, else a new one."""
        account = self.people[who].account
        if stage is not Stage.FULL:
            return token_of(account, stage)
        if who not in self.tokens:
            self.tokens[who] = token_of(account)
        return self.tokens[who]

    def client(self, who: str) -> Client:
        """Django's browser with the same session."""
        client = Client()
        client.cookies[cookie_name()] = self.token(who, Stage.FULL)
        return client
