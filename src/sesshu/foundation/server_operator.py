"""Who acts when a command is typed at the server: an account of the machine, not one of the ward."""

import getpass

from sesshu.foundation.acting import Actor


def server_operator() -> Actor:
    """The operator by the name of the machine's account."""
    return Actor.system(f"server.{getpass.getuser()}")
