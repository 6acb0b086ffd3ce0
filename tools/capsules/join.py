#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Joins the capsules of a board into one object, and checks what each of them links against.

A capsule may use the gates of the published list that its manifest opens to it, the constants that
the board wires to it, and the helpers; it must have the entry points and functions that its
manifest names, and no other entry points. Another capsule it reaches through the board only. None
of its names is one that the kernel or the board has, or asks for and may do without; none is one of
the helpers', and none is one that the link itself gives a place.

The list of gates has one symbol a line under a heading, [all] or what is needed: a right, or
something else that the manifest says. Text behind # is a remark. What manifests say comes from
tools/capsules/generate.py (capsules.json).

In the joined object the helpers (lib/ and the compiler's) are a private copy that nobody else can
link against, and every section that takes memory has the prefix .capsule, so that the linker
script can keep capsule text apart.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile

import manifest

HEADINGS = ("all", *manifest.SERVICES, *manifest.RIGHTS)
ENTRY_POINTS = (*manifest.ENTRY_POINTS, "command")


class ListError(Exception):
    """What is wrong with the list of gates."""


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def symbols(nm, selection, objects, kinds=None):
    """Names, perhaps only those of kinds, which are letters of nm."""
    text = run(nm, selection, "--extern-only", "--format=posix", *objects) if objects else ""
    words = [line.split() for line in text.splitlines() if not line.endswith(":")]
    return {word[0] for word in words if kinds is None or word[1] in kinds}


def published(path):
    """{gate: heading}."""
    gates = {}
    heading = None
    with open(path, encoding="utf-8") as file:
        for number, line in enumerate(file, 1):
            text = line.split("#")[0].strip()
            match = re.fullmatch(r"\[(\w+)\]", text)
            if match and match[1] not in HEADINGS:
                raise ListError(f"{path}:{number}: unknown heading {match[1]}")
            if match:
                heading = match[1]
            elif text and heading is None:
                raise ListError(f"{path}:{number}: {text} stands under no heading")
            elif text in gates:
                raise ListError(f"{path}:{number}: {text} for the second time")
            elif text:
                gates[text] = heading
    return gates


def missing(heading):
    """What a manifest lacks that does not open the gates of a heading."""
    return {"driver": "a driver", "timer": "the entry point timer",
            "deferred": "the entry point deferred", "buffers": "transferable buffers"}.get(
                heading, f"the right {heading}")


def state_name(capsule):
    """Stands for the start of the capsule's state."""
    return f"{capsule}_capsule_state"


STATES_END = "capsule_states_end"


def names_assigned(path):
    """What a linker script gives a place. It does so also where an object has that name."""
    with open(path, encoding="utf-8") as file:
        return set(re.findall(r"\b([A-Za-z_]\w*)\s*[-+*/&|]?=(?!=)", file.read()))


class Outside:
    """What there is beside capsules: code of the board, which knows them, the layers below, the
    helpers, and names that the link gives a place."""

    def __init__(self, options, capsules):
        self.placed = {STATES_END, *map(state_name, capsules), *names_assigned(options.script)}
        self.constants = symbols(options.nm, "--defined-only", options.board, "R")
        self.helpers = (symbols(options.nm, "--defined-only", options.helper)
                        | symbols(options.nm, "--undefined-only",
                                  [*options.helper, options.libgcc]))
        # What others have (it may be weak), or ask for by a name that is not a capsule's to give.
        self.names = (symbols(options.nm, "--defined-only", options.board + options.below)
                      | symbols(options.nm, "--undefined-only", options.below)
                      | symbols(options.nm, "--undefined-only", options.board, "wv"))


def link_problems(name, facts, needed, gates, helpers, outside):
    """What a capsule needs and must not have."""
    for symbol in sorted(needed):
        if symbol in gates:
            heading = gates[symbol]
            if heading != "all" and heading not in facts["services"] + facts["rights"]:
                yield f"capsule {name} needs {symbol}, but its manifest lacks {missing(heading)}"
        elif symbol.startswith(f"{name}_"):
            if symbol not in facts["wired"]:
                yield (f"capsule {name} needs {symbol}, which its manifest has neither in 'uses' "
                       f"nor in 'settings'")
            elif symbol not in outside.constants:
                yield f"capsule {name} needs {symbol}, which is no constant of the board's code"
        elif symbol not in helpers and not symbol.startswith("__"):
            yield f"capsule {name} must not link against {symbol}"


def entry_problems(name, facts, own):
    """Where the functions of a capsule are not those of its manifest."""
    for point in ENTRY_POINTS:
        function = f"{name}_{point}"
        if point in facts["entry_points"] and function not in own:
            yield f"capsule {name} has no {function}, which its manifest names"
        if function in own and point not in facts["entry_points"]:
            yield f"capsule {name} has {function}, but its manifest does not name that entry point"
    for function in facts["offered"]:
        if function not in own:
            yield f"capsule {name} has no {function}, which its manifest offers"


def name_problems(name, own, outside):
    """Where a symbol that others see would take the place of one of theirs."""
    for symbol in sorted(own):
        if symbol in outside.names and symbol.startswith(f"{name}_"):
            yield f"capsule {name} must not have {symbol}, a name of the kernel or of its board"
        if symbol in outside.helpers:
            yield f"capsule {name} must not have {symbol}, a name of the helpers of all capsules"
        if symbol in outside.placed:
            yield f"capsule {name} must not have {symbol}, which stands for a place in memory"


def problems_of(options, name, facts, objects, gates, helpers, outside):
    needed = symbols(options.nm, "--undefined-only", objects)
    own = symbols(options.nm, "--defined-only", objects)
    return [*link_problems(name, facts, needed - own, gates, helpers, outside),
            *entry_problems(name, facts, own), *name_problems(name, own, outside)]


def shared_problems(options, capsules):
    """Where a capsule has what another one needs: the board alone connects them. The name of one
    may begin like that of the other."""
    needed = {name: symbols(options.nm, "--undefined-only", objects)
              for name, objects in capsules.items()}
    for name, objects in capsules.items():
        own = symbols(options.nm, "--defined-only", objects)
        for other, theirs in needed.items():
            if other != name:
                yield from (f"capsule {other} must not link against {symbol} of capsule {name}"
                            for symbol in sorted(own & theirs))


def states_script(capsules):
    """
    Has the linker lay the states of the capsules one behind the other, in their order, each behind
    the symbol NAME_capsule_state, so that the kernel can clear one of them.
    """
    lines = ["SECTIONS", "{", "    .bss.capsule_states :", "    {"]
    for name, objects in capsules.items():
        lines += ["        . = ALIGN(8);", f"        {state_name(name)} = .;"]
        lines += [f'        "{path}"(.bss .bss.* .sbss .sbss.* COMMON)' for path in objects]
    lines += ["        . = ALIGN(8);", f"        {STATES_END} = .;", "    }"]
    # What a restart could not bring back must not change.
    lines += ["    .capsule_data_initialised :", "    {"]
    lines += [f'        "{path}"(.data .data.* .sdata .sdata.*)'
              for paths in capsules.values() for path in paths]
    lines += ["    }", "}"]
    return "\n".join(lines) + "\n"


def symbols_kept(options, capsules):
    """What others than the capsules may link against: a capsule's names that begin with its own.
    What its files have for each other would otherwise take the place of weak symbols."""
    for name, objects in capsules.items():
        yield state_name(name)
        for symbol in sorted(symbols(options.nm, "--defined-only", objects)):
            if symbol.startswith(f"{name}_"):
                yield symbol


def join(options, capsules):
    joined = f"{options.output}.joined"
    script = f"{options.output}.ld"
    objects = [path for paths in capsules.values() for path in paths]
    with open(script, "w", encoding="utf-8") as file:
        file.write(states_script(capsules))
    run(options.ld, *options.ld_flags.split(","), "-r", "-z", "noexecstack", "-T", script,
        "-o", joined, *objects, *options.helper, options.libgcc)
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as kept:
        kept.write("\n".join([*symbols_kept(options, capsules), STATES_END]) + "\n")
        kept.flush()
        run(options.objcopy, "--wildcard", f"--keep-global-symbols={kept.name}",
            "--prefix-alloc-sections=.capsule", "--remove-section=.ARM.exidx*",
            "--remove-section=.ARM.extab*", "--remove-section=.llvm_addrsig",
            "--remove-section=.note.GNU-stack", joined, options.output)
    os.remove(joined)


def problems_find(options, capsules):
    """Checks, and joins if all is well."""
    gates = published(options.list) | dict.fromkeys(options.board_symbol, "all")
    with open(options.manifests, encoding="utf-8") as file:
        manifests = json.load(file)
    helpers = symbols(options.nm, "--defined-only", options.helper)
    outside = Outside(options, capsules)
    problems = [problem for name, objects in capsules.items()
                for problem in problems_of(options, name, manifests[name], objects, gates, helpers,
                                           outside)]
    problems += shared_problems(options, capsules)
    if problems:
        return problems
    join(options, capsules)
    wired = {symbol for facts in manifests.values() for symbol in facts["wired"]}
    needed = symbols(options.nm, "--undefined-only", [options.output])
    return [f"capsules need {symbol}, which no helper provides"
            for symbol in sorted(needed - set(gates) - wired)]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for tool in ("ld", "ld-flags", "nm", "objcopy", "libgcc", "list", "manifests", "script",
                 "output"):
        parser.add_argument(f"--{tool}", required=True)
    parser.add_argument("--board-symbol", nargs="*", default=[],
                        help="what the compiler has capsules call in code of the board")
    parser.add_argument("--helper", nargs="+", default=[], help="objects of the helpers")
    parser.add_argument("--board", nargs="+", required=True, metavar="OBJECT",
                        help="objects of the board's code, with what the manifests come to")
    parser.add_argument("--below", nargs="+", required=True, metavar="OBJECT",
                        help="objects of the kernel and of all else that knows no capsule")
    parser.add_argument("--capsule", nargs="+", action="append", default=[],
                        metavar=("NAME", "OBJECT"))
    options = parser.parse_args()
    try:
        problems = problems_find(options, {name: objects for name, *objects in options.capsule})
    except ListError as problem:
        problems = [str(problem)]
    for problem in problems:
        print(f"{options.output}: {problem}", file=sys.stderr)
    if problems and os.path.exists(options.output):
        os.remove(options.output)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
