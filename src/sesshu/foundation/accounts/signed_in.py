"""Who is signed in, as every view sees it."""

from dataclasses import dataclass
from datetime import datetime

from sesshu.foundation.accounts.departments import Department
from sesshu.foundation.acting import Actor
from sesshu.foundation.duties import Duty, Permission, permissions_of


@dataclass(frozen=True, slots=True)
class SignedIn:
    """One signed-in person with the duties of this very moment."""

    id: int
    staff_number: str
    login_id: str
    display_name: str
    department: Department
    duties: frozenset[Duty]
    session_id: int
    ends_at: datetime

    @property
    def permissions(self) -> frozenset[Permission]:
        return permissions_of(self.duties)

    @property
    def actor(self) -> Actor:
        return Actor(self.id, self.display_name)

    def may(self, permission: Permission) -> bool:
        """Whether some duty of theirs carries the right."""
        return permission in self.permissions
