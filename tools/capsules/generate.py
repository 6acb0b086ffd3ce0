#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Turns the manifests of a board's capsules and chips into what the build compiles.

Writes into the output folder:
  board_capsules.h   numbers of the capsules, entries of the board's tables
  board_wiring.c     structures of contracts, and the thunks through which capsules are called
  stack_edges.txt    what these calls are, for tools/stack_depth
  authority.json     what each capsule may use
  capsules.json      what tools/capsules/join.py checks
  wiring_inputs.txt  the files that were read, one a line
  like/              the files of capsules that are like others, or have parts
A file that would not change is not touched. A mistake ends in one line.
"""

import argparse
import json
import pathlib
import re
import sys

import authority
import contracts
import like
import manifest
import source
import wiring


CAPSULES_MAX = 32  # the kernel notes in a word which of them are to be called


class Board:
    """What the command line says, read."""

    def __init__(self, options):
        self.root = options.root
        self.made = options.output / "like"
        self.name = options.board
        self.inputs = []
        self.capsules = [self.capsule(name) for name in options.capsule]
        self.capsules += [self.trusted(name, options.folder) for name in options.trusted]
        if len(self.capsules) > CAPSULES_MAX:
            self.fail(f"{len(self.capsules)} capsules; the kernel calls {CAPSULES_MAX} at most")
        self.devices = []
        for chip in options.chip:
            path = pathlib.Path("chips", chip, "manifest.json")
            if (self.root / path).is_file():
                self.inputs.append(path)
                self.devices += manifest.chip_read(self.root, path, chip)
        self.contracts = {}
        for header in sorted((self.root / "hal").glob("*.h")):
            path = header.relative_to(self.root)
            self.contracts.update(contracts.contracts_read(path, self.text(path)))

    def fail(self, text):
        raise manifest.ManifestError(f"board {self.name}: {text}")

    def text(self, path):
        if path not in self.inputs and not (self.made / path).is_file():
            self.inputs.append(path)
        root = self.made if (self.made / path).is_file() else self.root
        try:
            return (root / path).read_text(encoding="utf-8")
        except OSError:
            self.fail(f"no file {path}")

    def capsule(self, name):
        for parent in ("capsules", "tests/capsules"):
            folder = pathlib.Path(parent, name)
            if (self.root / folder).is_dir():
                path = folder / "manifest.json"
                bases = like.files_make(self.root, path, self.made)
                self.inputs += [path, *bases]
                return manifest.capsule_read(self.made if bases else self.root, path, name,
                                             f"{folder}/{name}.h", f"{folder}/")
        return self.fail(f"no capsule {name}")

    def trusted(self, name, folders):
        """The board's own code that is listed like a capsule has its manifest beside it."""
        for folder in folders:
            path = pathlib.Path("boards", folder, f"{name}.json")
            if (self.root / path).is_file():
                self.inputs.append(path)
                return manifest.capsule_read(self.root, path, name, f"boards/{folder}/{name}.h",
                                             f"{folder}/{name}.c", is_trusted=True)
        return self.fail(f"no manifest {name}.json in boards/ ({', '.join(folders)})")

    def declaration(self, part, function):
        header = pathlib.Path(part.header)
        others = sorted((self.made / header.parent).glob("*.h"))  # those of a capsule's parts
        for path in [header, *(other.relative_to(self.made) for other in others)]:
            declaration = contracts.declaration_find(self.text(path), function)
            if declaration is not None:
                return declaration
        return None

    def entry_points_check(self):
        for part in self.capsules:
            for point in part.functions():
                if self.declaration(part, f"{part.name}_{point}") is None:
                    raise manifest.ManifestError(
                        f"{part.path}: {part.header} does not declare the entry point "
                        f"{part.name}_{point}")

    def wired_check(self):
        """A capsule's own header says of what type the constants are that the board wires to it:
        the definitions are compiled with it, and the checker compares all files of the capsule."""
        for part in self.capsules:
            text = self.text(pathlib.Path(part.header))
            for use in part.uses:
                place = "" if use.count is None else f"[{use.count}]"
                declaration = f"extern const struct {use.contract} {use.symbol}{place};"
                if not contracts.is_declared(text, re.escape(declaration)):
                    raise manifest.ManifestError(
                        f"{part.path}: {part.header} does not say '{declaration}'")
            for symbol in part.settings:
                if not contracts.is_declared(text, rf"extern const [\w ]+ {symbol}(\[\w+\])?;"):
                    raise manifest.ManifestError(
                        f"{part.path}: {part.header} does not declare the constant {symbol}")

    def driver_number(self, part):
        texts = [self.text(pathlib.Path("abi", "driver.h")), self.text(pathlib.Path(part.header)),
                 *(self.text(header.relative_to(self.root))
                   for header in sorted((self.root / "hal").glob("*.h")))]
        number = contracts.constant_find(texts, part.driver.number)
        if number is None:
            raise manifest.ManifestError(
                f"{part.path}: neither abi/driver.h nor {part.header} nor hal/ says what number "
                f"{part.driver.number} is, as one literal")
        return number

    def drivers(self):
        """Capsules with a driver by its number, which only one may have."""
        numbers = {}
        for part in self.capsules:
            if part.driver is not None:
                other = numbers.setdefault(self.driver_number(part), part)
                if other is not part:
                    self.fail(f"{other.name} and {part.name} are the same driver, "
                              f"0x{self.driver_number(part):X}")
        return {number: numbers[number] for number in sorted(numbers)}


def write(path, text):
    """Leaves the time of a file that would not change."""
    if not path.is_file() or path.read_text(encoding="utf-8") != text:
        path.write_text(text, encoding="utf-8")


def join_facts(board):
    """What the link of each capsule that is not trusted is checked against."""
    return {part.name: {
        "rights": list(part.rights),
        "services": part.services(),
        "entry_points": part.functions(),
        "wired": [*(use.symbol for use in part.uses), *part.settings],
        "offered": sorted({name for offer in part.offers for name in offer.members.values()
                           if name is not None and name.islower()}),
    } for part in board.capsules if not part.is_trusted}


def generate(options):
    board = Board(options)
    board.entry_points_check()
    drivers = board.drivers()
    connections = wiring.Wiring(board.name, board.capsules + board.devices, options.wiring)
    board.wired_check()
    defines = [text.split("=", 1) for text in options.define]
    header = source.capsules_header(board.name, board.capsules, drivers, defines)
    wired, edges = source.WiringSource(board.name, connections, board.contracts,
                                       board.declaration).texts(board.capsules)
    output = options.output
    board.made.mkdir(parents=True, exist_ok=True)
    write(output / "board_capsules.h", header)
    write(output / "board_wiring.c", wired)
    write(output / "stack_edges.txt", edges)
    report = authority.of_board(board.capsules, drivers, connections)
    write(output / "authority.json", json.dumps(report, indent=4) + "\n")
    write(output / "capsules.json", json.dumps(join_facts(board), indent=4) + "\n")
    write(output / "wiring_inputs.txt", "".join(f"{path}\n" for path in board.inputs))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--root", type=pathlib.Path, required=True)
    parser.add_argument("--board", required=True)
    parser.add_argument("--output", type=pathlib.Path, required=True)
    for name in ("capsule", "trusted", "chip", "folder", "wiring", "define"):
        parser.add_argument(f"--{name}", nargs="*", default=[])
    options = parser.parse_args()
    try:
        generate(options)
    except manifest.ManifestError as problem:
        print(f"capsules: {problem}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
