# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The checker and the options with which the build calls it."""

import json
import os
import pathlib
import re
import subprocess

BUILD = pathlib.Path(os.environ["BULKHEAD_BUILD"].split("@")[0])
FACTS = json.loads((BUILD / "board.json").read_text(encoding="utf-8"))
CHECKER = os.path.join(FACTS["tools"], "capsule-check")
VIEWS = BUILD / "view"


def clang_flags(layer="capsules"):
    flags = (BUILD / "capsule_check_flags.txt").read_text(encoding="utf-8").split("\n")[:-1]
    return [*(flag for flag in flags if not flag.startswith("-I")), f"-I{VIEWS / layer}"]


FIRST_LINE = "// SPDX-License-Identifier: Apache-2.0 OR MIT\n"
EXAMPLE = pathlib.Path(__file__).resolve().parent / "example.h"


def run(*arguments, folder=None):
    return subprocess.run([CHECKER, *arguments], cwd=folder, capture_output=True, text=True,
                          check=False, env=dict(os.environ, LC_ALL="C"))


def run_on(folder, files):
    """Checks the capsule `example` of these files, {name: text}, and example.h."""
    (folder / "example.h").write_text(EXAMPLE.read_text(encoding="utf-8"), encoding="utf-8")
    for name, text in files.items():
        (folder / name).write_text(FIRST_LINE + text, encoding="utf-8")
    sources = [str(folder / name) for name in sorted(files) if name.endswith(".c")]
    return run("--capsule", "example", "--trusted", str(VIEWS / "capsules"), *sources, "--",
               *clang_flags())


def rules(folder, files):
    """The rules that such a capsule breaks."""
    result = run_on(folder, files)
    assert result.stderr == ""
    return set(re.findall(r"^[^:]+:\d+:\d+: ([a-z-]+): ", result.stdout, re.MULTILINE))
