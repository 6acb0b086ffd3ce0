# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh new capsule NAME`: a driver that works, to be changed into another one.

The texts are in tools/run/capsule/, with @name@, @NAME@ and @number@ in place of what differs.
"""

import argparse
import os
import pathlib
import re
import subprocess

import build
import capsule_names

ROOT = pathlib.Path(build.ROOT)
TEMPLATES = ROOT / "tools" / "run" / "capsule"
FIRST_NUMBER = 0xF1000  # drivers of one's own, until they have a number for good
NAME_CHARACTERS_MAX = 24


def files_of(name):
    """{template: file} of a capsule."""
    return {
        "manifest.json.in": f"capsules/{name}/manifest.json",
        "capsule.h.in": f"capsules/{name}/{name}.h",
        "capsule.c.in": f"capsules/{name}/{name}.c",
        "test.c.in": f"tests/unit/{name}/test_{name}.c",
        "user.h.in": f"user/runtime/include/bulkhead/{name}.h",
    }


def capsule_name(name):
    if not re.fullmatch(r"[a-z][a-z0-9]*(_[a-z0-9]+)*", name):
        raise argparse.ArgumentTypeError(
            f"'{name}' is not lower-case letters and digits, in parts joined by '_'")
    if len(name) > NAME_CHARACTERS_MAX:
        raise argparse.ArgumentTypeError(
            f"'{name}' has more than {NAME_CHARACTERS_MAX} characters")
    taken = [ROOT / "capsules" / name, ROOT / "tests" / "capsules" / name,
             *(ROOT / path for path in files_of(name).values()), ROOT / "tests" / "unit" / name]
    if any(path.exists() for path in taken):
        raise argparse.ArgumentTypeError(f"the name '{name}' is taken; choose another")
    templates = [template for template in files_of(name) if template.endswith(("c.in", "h.in"))]
    reason = capsule_names.problem(
        ROOT, name, "\n".join(filled(template, "@", "0") for template in templates),
        "\n".join(filled(template, name, "0") for template in templates))
    if reason is not None:
        raise argparse.ArgumentTypeError(
            f"a capsule cannot have the name '{name}': {reason}; choose another")
    return name


def number_free():
    """The first number for a driver of one's own that no capsule has."""
    used = set()
    for folder in ("capsules", "tests/capsules"):
        for header in (ROOT / folder).glob("*/*.h"):
            text = header.read_text(encoding="utf-8")
            used.update(int(number, 16) for number in re.findall(r"= (0x[0-9A-Fa-f]+)", text))
    number = FIRST_NUMBER
    while number in used:
        number += 1
    return f"0x{number:X}"


def filled(template, name, number):
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for mark, value in [("@name@", name), ("@NAME@", name.upper()), ("@number@", number)]:
        text = text.replace(mark, value)
    return text


def make(name):
    """Writes the files; returns what to say."""
    number = number_free()
    files = files_of(name)
    for template, path in files.items():
        os.makedirs(ROOT / os.path.dirname(path), exist_ok=True)
        (ROOT / path).write_text(filled(template, name, number), encoding="utf-8")
        if path.endswith((".c", ".h")):
            # Lines break elsewhere with another name.
            subprocess.run(["clang-format-19", "-i", ROOT / path], check=True)
    return (f"capsules/{name}/   driver {number}: lights that programs switch; change it to what "
            f"it is to be\n{files['test.c.in']}   its unit test\n"
            f"{files['user.h.in']}   for programs\n"
            f"Next: list(APPEND BOARD_CAPSULES {name}) in a board.cmake, then docs/capsules.md")
