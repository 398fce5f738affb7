"""One message that a page shows after a redirect: 「登録しました。」. Never a fact about a person."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage


class NoticeStorage(CookieStorage):
    """Signed cookie of this system, shown once."""

    cookie_name = f"sesshu_{settings.SYSTEM}_notice"
