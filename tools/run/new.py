# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh new board NAME --like BOARD`: a board folder, its presets and limits, made from another's.
`bh new capsule NAME`: see new_capsule.py.

What is made builds and runs as it is; from there on it is changed to what it is to be.
"""

import argparse
import json
import os
import re
import sys

import build
import new_capsule

PRESETS = os.path.join(build.ROOT, "CMakePresets.json")
LIMITS = os.path.join(build.ROOT, "tests", "bench", "limits.txt")

# Behind what a preset for a board is put: those of the unit tests come last.
CONFIGURE_END = '    {\n      "name": "host",\n'
BUILD_END = '    { "name": "host", "configurePreset": "host" }'

CONFIGURE_PRESET = """    {{
      "name": "{preset}",
      "displayName": "Board {board}, {compiler}",
      "inherits": "base",
      "toolchainFile": "cmake/toolchain/{toolchain}.cmake",
      "cacheVariables": {{ "BULKHEAD_BOARD": "{board}" }}
    }},
"""


class NewError(Exception):
    """Why there cannot be a board, in one line."""


def board_name(name):
    if not re.fullmatch(r"[a-z][a-z0-9]*(-[a-z0-9]+)*", name):
        raise argparse.ArgumentTypeError(
            f"'{name}' is not lower-case letters and digits, in parts joined by '-'")
    if name.endswith(("-clang", build.CAPSULE_TEST)):
        raise argparse.ArgumentTypeError(f"'{name}' ends like the presets of another board")
    taken = os.listdir(os.path.join(build.ROOT, "boards")) + build.board_names()
    if name in taken or name.startswith("host"):
        raise argparse.ArgumentTypeError(f"the name '{name}' is taken")
    return name


def arguments():
    parser = build.Parser("new")
    kinds = parser.add_subparsers(dest="kind", required=True, metavar="board|capsule",
                                  parser_class=lambda prog: build.Parser("new"))
    board = kinds.add_parser("board")
    board.add_argument("name", type=board_name)
    board.add_argument("--like", required=True, type=plain_board)
    capsule = kinds.add_parser("capsule")
    capsule.add_argument("name", type=new_capsule.capsule_name)
    return parser.parse_args()


def plain_board(name):
    if name not in build.plain_boards():
        raise argparse.ArgumentTypeError(
            f"unknown board '{name}' (boards: {', '.join(build.plain_boards())})")
    return name


def text_of(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def presets_with(name, like):
    """The text of CMakePresets.json with the presets of the new board."""
    text = text_of(PRESETS)
    toolchain = build_toolchain(text, like)
    added = [(name, f"{toolchain}-gcc", "GCC: the build that ships"),
             (f"{name}-clang", f"{toolchain}-clang", "Clang")]
    if text.count(CONFIGURE_END) != 1 or text.count(BUILD_END) != 1:
        raise NewError("CMakePresets.json has no preset 'host' to put others before")
    blocks = "".join(
        CONFIGURE_PRESET.format(preset=preset, board=name, toolchain=file, compiler=compiler)
        for preset, file, compiler in added)
    lines = "".join(f'    {{ "name": "{preset}", "configurePreset": "{preset}" }},\n'
                    for preset, _, _ in added)
    text = text.replace(CONFIGURE_END, blocks + CONFIGURE_END)
    text = text.replace(BUILD_END, lines + BUILD_END)
    names = [preset["name"] for preset in json.loads(text)["configurePresets"]]
    if len(set(names)) != len(names):
        raise NewError("CMakePresets.json has a preset of that name already")
    return text


def build_toolchain(text, like):
    """The toolchain family of a board, such as arm."""
    for preset in json.loads(text)["configurePresets"]:
        if preset["name"] == like:
            return re.fullmatch(r"cmake/toolchain/(\w+)-gcc\.cmake", preset["toolchainFile"])[1]
    raise NewError(f"CMakePresets.json has no preset '{like}'")


def limits_with(name, like):
    """The text of limits.txt with the limits of the other board and its variants for the new."""
    text = text_of(LIMITS)
    names = [like] + [f"{like}-{suffix}" for suffix in build.variants(like)]
    lines = [line for line in text.splitlines(keepends=True) if line.split(" ")[0] in names]
    return text + "".join(name + line.removeprefix(like) for line in lines)


def folder_copy(name, like):
    """Copies the board's folder. What names the folder names the new one."""
    source = os.path.join(build.ROOT, "boards", like)
    target = os.path.join(build.ROOT, "boards", name)
    os.mkdir(target)
    for file in sorted(os.listdir(source)):
        text = text_of(os.path.join(source, file)).replace(f"boards/{like}/", f"boards/{name}/")
        with open(os.path.join(target, file), "w", encoding="utf-8") as copy:
            copy.write(text)


def main():
    options = arguments()
    if options.kind == "capsule":
        print(new_capsule.make(options.name))
        return 0
    presets = presets_with(options.name, options.like)
    limits = limits_with(options.name, options.like)
    folder_copy(options.name, options.like)
    for path, text in ((PRESETS, presets), (LIMITS, limits)):
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    print(f"boards/{options.name}/        like {options.like}; its facts are in board.cmake\n"
          f"CMakePresets.json     presets {options.name} and {options.name}-clang\n"
          f"tests/bench/limits.txt  the limits of {options.like}\n"
          f"Next: ./bh run --board {options.name}, then docs/port-a-board.md")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except NewError as problem:
        sys.stderr.write(f"bh new: {problem}\n")
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(1)
