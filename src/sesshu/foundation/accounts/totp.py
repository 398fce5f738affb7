"""The six-digit code of an authenticator app: TOTP of RFC 6238, SHA-1, 30 seconds."""

import unicodedata
from datetime import datetime, timedelta

import pyotp

ISSUER = "Sesshu"
# A phone's clock may be off by one step (RFC 6238 §5.2); more would only help a guesser.
STEPS_OFF_MAX = 1
STEP = timedelta(seconds=30)


def new_secret() -> str:
    """A fresh secret of 160 bits in base32, the length RFC 4226 asks for."""
    return pyotp.random_base32(32)


def matching_step(secret: str, typed: str, at: datetime) -> int | None:
    """The time step whose code was typed, or None. The caller refuses a step used before."""
    code = "".join(unicodedata.normalize("NFKC", typed).split())
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(
            code, for_time=at, valid_window=STEPS_OFF_MAX
        )
    except pyotp.OTPVerificationError:
        return None


def code_at(secret: str, at: datetime) -> str:
    """The code an app shows at an instant."""
    return pyotp.TOTP(secret).at(at)


def enrolment_uri(secret: str, login_id: str, place: str) -> str:
    """What the QR code says to the app: otpauth URI with the sign-in name and the municipality."""
    return pyotp.TOTP(secret).provisioning_uri(name=login_id, issuer_name=f"{ISSUER} {place}")
