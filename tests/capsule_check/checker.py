# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The checker and the options with which the build calls it."""

import json
import os
import pathlib
import subprocess

BUILD = pathlib.Path(os.environ["BULKHEAD_BUILD"].split("@")[0])
FACTS = json.loads((BUILD / "board.json").read_text(encoding="utf-8"))
CHECKER = os.path.join(FACTS["tools"], "capsule-check")
VIEWS = BUILD / "view"


def clang_flags(layer="capsules"):
    flags = (BUILD / "capsule_check_flags.txt").read_text(encoding="utf-8").split("\n")[:-1]
    return [*flags, f"-I{VIEWS / layer}"]


def run(*arguments, folder=None):
    return subprocess.run([CHECKER, *arguments], cwd=folder, capture_output=True, text=True,
                          check=False, env=dict(os.environ, LC_ALL="C"))
