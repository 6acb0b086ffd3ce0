# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Compares where numbers can become pointers, and where the address of a process is a plain number,
with what was agreed.

tools/address-check finds the places in Clang's syntax trees. tools/check/addresses.txt says which
of them are meant, one a line: FACT FILE FUNCTION REASON; FUNCTION is `*` for all of a file. A line
that nothing is found for any more is a problem like a place that no line names.
"""

import json
import os
import re
import shlex
import subprocess

import pure_files

AGREED = "tools/check/addresses.txt"
# Where casts are what the folder is for, only the windows and unwrapped addresses count; but for
# those files of it that count as kernel.
PORTS = "arch/"
FACTS_IN_PORTS = ("window", "raw-word")
FOLDERS = ("abi/", "lib/", "hal/", "kernel/", "chips/", "capsules/", "boards/", PORTS)
GENERATED = "generated/"
# Addresses of processes are a matter of the kernel; what others call an address is a device's.
RAW_ADDRESS_FOLDERS = ("kernel/",)
FOUND = re.compile(r"(?P<file>[^:]+):(?P<line>\d+): (?P<fact>[\w-]+): (?P<function>[\w-]+): "
                   r"(?P<what>.*)")


class AddressError(Exception):
    """A source cannot be looked at, or the list of what was agreed cannot be read."""


def agreed_read(text):
    """{(fact, file, function): line number} of the list."""
    found = {}
    for number, line in enumerate(text.splitlines(), 1):
        words = line.split("#")[0].split()
        if not words:
            continue
        if len(words) < 4 or tuple(words[:3]) in found:
            raise AddressError(f"{AGREED}:{number}: not FACT FILE FUNCTION REASON, "
                               "or for the second time")
        found[tuple(words[:3])] = number
    return found


def path_of(root, build, path):
    """A path as the list names it: from the root, or from the folder of what is generated."""
    path = os.path.realpath(path)
    generated = os.path.join(os.path.realpath(build), GENERATED)
    if path.startswith(generated):
        return GENERATED + os.path.relpath(path, generated)
    return os.path.relpath(path, os.path.realpath(root))


def counts(fact, path):
    """Whether such a fact in that file is of interest."""
    if path.startswith(PORTS) and not path.startswith(pure_files.PURE):
        return fact in FACTS_IN_PORTS
    if fact == "raw-address":
        return path.startswith(RAW_ADDRESS_FOLDERS)
    return path.startswith((*FOLDERS, GENERATED))


def options_of(command):
    """Clang's options of one entry of compile_commands.json."""
    words = shlex.split(command)[1:]
    place = words.index("-o")
    del words[place:place + 2]
    del words[words.index("-c"):]
    return words


def facts_of(tool, root, build, entry):
    """Yields (path, line, fact, function, what) for one entry of compile_commands.json."""
    result = subprocess.run([tool, entry["file"], "--", *options_of(entry["command"])],
                            cwd=entry["directory"], capture_output=True, text=True, check=False)
    if result.returncode != 0:
        raise AddressError(result.stderr.strip() or f"{tool} ended with {result.returncode}")
    for line in result.stdout.splitlines():
        match = FOUND.fullmatch(line)
        if match is None:
            raise AddressError(f"{tool} says '{line}'")
        path = path_of(root, build, os.path.join(entry["directory"], match["file"]))
        if counts(match["fact"], path):
            yield path, int(match["line"]), match["fact"], match["function"], match["what"]


def facts_of_build(tool, root, build):
    """(facts, sources) of what a build compiles for the kernel."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    found, sources = set(), set()
    for entry in entries:
        path = path_of(root, build, entry["file"])
        if path.endswith(".c") and path.startswith((*FOLDERS, GENERATED)):
            sources.add(path)
            found.update(facts_of(tool, root, build, entry))
    if not found:
        raise AddressError(f"{build} compiles nothing")
    return found, sources


def problems(found, agreed, unseen=()):
    """What is found but not agreed, and what is agreed but not found, unless in sources unseen."""
    used = set()
    texts = []
    for path, line, fact, function, what in sorted(found):
        keys = [key for key in ((fact, path, function), (fact, path, "*")) if key in agreed]
        used.update(keys)
        if not keys:
            texts.append(f"{path}:{line}: {fact} in {function}: {what}; {AGREED} does not name it")
    for key, number in agreed.items():
        if key not in used and key[1] not in unseen:
            texts.append(f"{AGREED}:{number}: there is no {' '.join(key)} any more")
    return texts


def check(tool, root, builds):
    """Problems of the tree, as these of Clang's builds see it."""
    try:
        with open(os.path.join(root, AGREED), encoding="utf-8") as file:
            agreed = agreed_read(file.read())
        found, seen = set(), set()
        for build in builds:
            facts, sources = facts_of_build(tool, root, build)
            found |= facts
            seen |= sources
    except (AddressError, OSError) as problem:
        return [str(problem)]
    # Not every build compiles every source of the tree.
    unseen = {path for _, path, _ in agreed if path.endswith(".c") and path not in seen and
              os.path.exists(os.path.join(root, path))}
    return problems(found, agreed, unseen)
