"""Import first: everything that is measured works in a state directory of its own."""

import os
from pathlib import Path

import django

STATE = (Path("var") / "bench" / "state").absolute()

os.environ["SESSHU_STATE"] = str(STATE)
os.environ["SESSHU_SYSTEM"] = "all"
os.environ["SESSHU_ZONE"] = "intranet"
os.environ["DJANGO_SETTINGS_MODULE"] = "sesshu.config.settings"

django.setup()
