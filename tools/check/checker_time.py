# SPDX-License-Identifier: Apache-2.0 OR MIT
"""How long the checker takes for all capsules of the tree, in processor time. It differs from
machine to machine, so no test asks for it."""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

SECONDS_MAX = 2.0
TRIES = 3  # others may use the caches


class TimeError(Exception):
    """There is nothing to measure, in one line."""


def capsules_of_tree(root, made):
    """{name: folder} of every capsule; those that are made of others are made below `made`."""
    subprocess.run([sys.executable, str(root / "tools" / "capsules" / "like.py"), "--root",
                    str(root), "--output", str(made)], check=True, stdout=subprocess.DEVNULL)
    names = sorted(path.parent.name for path in (root / "capsules").glob("*/manifest.json"))
    return {name: made / "capsules" / name if (made / "capsules" / name).is_dir()
                  else root / "capsules" / name for name in names}


def command(root, build, folder):
    """(the call of the checker as that build makes it, with what is written for GCC; capsules;
    files)."""
    tools = json.loads((build / "board.json").read_text(encoding="utf-8"))["tools"]
    view = build / "view" / "capsules"
    words, files = [os.path.join(tools, "capsule-check"), "--trusted", str(view)], 0
    capsules = capsules_of_tree(root, folder / "made")
    for name, place in capsules.items():
        sources = sorted(str(path) for path in place.glob("*.c"))
        if not sources:
            raise TimeError(f"capsules/{name}: there is no file to check")
        files += len(sources)
        types = folder / "types" / name
        types.mkdir(parents=True)
        words += ["--capsule", name, "--types", str(types), *sources]
    flags = (build / "capsule_check_flags.txt").read_text(encoding="utf-8").split("\n")[:-1]
    return [*words, "--", *flags, f"-I{view}"], len(capsules), files


def seconds_of(words):
    before = os.times()
    result = subprocess.run(words, capture_output=True, text=True, check=False)
    after = os.times()
    if result.returncode != 0 or result.stdout + result.stderr != "":
        raise TimeError(f"the checker refuses: {(result.stdout + result.stderr).strip()}")
    return (after.children_user - before.children_user
            + after.children_system - before.children_system)


def problems(root, build):
    """Prints the figure for the tree at `root`, with the flags of a build."""
    with tempfile.TemporaryDirectory(prefix="bulkhead-") as folder:
        words, capsules, files = command(pathlib.Path(root), pathlib.Path(build),
                                         pathlib.Path(folder))
        seconds = min(seconds_of(words) for _ in range(TRIES))
    print(f"{capsules} capsules of {files} files: {seconds:.2f} s of processor time")
    return [] if seconds < SECONDS_MAX else [f"{seconds:.2f} s are not less than {SECONDS_MAX}"]
