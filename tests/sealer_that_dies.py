"""A process that seals and is killed at a point of no return. Run by the tests of the sealer.

Arguments: municipality, address as JSON, private key as hexadecimal digits, seals file, where to die.
"""

import json
import os
import signal
import sys
from pathlib import Path
from typing import NoReturn

import django


def die(*_: object) -> NoReturn:
    """As the power does it: no handler runs, nothing is rolled back by us."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError


def main(code: str, where: str, key: str, file: str, at: str) -> None:
    """Seal the ledger of ``code`` and die in the middle of the ``file`` or before the ``commit``."""
    django.setup()
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    from sesshu.foundation.cluster import Address, use_address
    from sesshu.foundation.keys import SigningKey
    from sesshu.foundation.ledger.sealing import sealer, seals_file
    from sesshu.foundation.walls import Place, enter

    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(key))
    if at == "commit":
        append = seals_file.SealsFile.append
        seals_file.SealsFile.append = lambda *seal: (append(*seal), die())
    else:
        seals_file.os.fsync = die
        write = seals_file.Seal.to_text
        seals_file.Seal.to_text = lambda seal: write(seal)[:100]  # half a line reaches the disk
    with use_address(Address(**json.loads(where))), enter(Place(code, "ward")):
        keys, kept = {1: private.public_key()}, seals_file.SealsFile(Path(file))
        while (
            True
        ):  # until transactions elsewhere in the cluster have ended and there is work to die in
            sealer.Sealer(SigningKey(1, private), keys, kept).seal_finished()


if __name__ == "__main__":
    main(*sys.argv[1:])
