#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Joins the capsules of a board into one object, and checks what each of them links against.

A capsule may use the gates of the published list (one symbol a line; text behind # is a remark),
what the board wires to it under the capsule's own name (NAME_...), and the helpers. Another
capsule it reaches through the board only.

In the joined object the helpers (lib/ and the compiler's) are a private copy that nobody else can
link against, and every section that takes memory has the prefix .capsule, so that the linker
script can keep capsule text apart.
"""

import argparse
import os
import subprocess
import sys
import tempfile


def run(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def symbols(nm, selection, objects):
    text = run(nm, selection, "--extern-only", "--format=posix", *objects) if objects else ""
    return {line.split()[0] for line in text.splitlines() if not line.endswith(":")}


def published(path):
    with open(path, encoding="utf-8") as file:
        return {line.split("#")[0].strip() for line in file} - {""}


def strangers(options, name, objects, allowed):
    """What a capsule needs and must not have."""
    needed = symbols(options.nm, "--undefined-only", objects)
    own = symbols(options.nm, "--defined-only", objects)
    return sorted(symbol for symbol in needed - own - allowed
                  if not symbol.startswith((f"{name}_", "__")))


def states_script(capsules):
    """
    Has the linker lay the states of the capsules one behind the other, in their order, each behind
    the symbol NAME_capsule_state, so that the kernel can clear one of them.
    """
    lines = ["SECTIONS", "{", "    .bss.capsule_states :", "    {"]
    for name, objects in capsules.items():
        lines += ["        . = ALIGN(8);", f"        {name}_capsule_state = .;"]
        lines += [f'        "{path}"(.bss .bss.* .sbss .sbss.* COMMON)' for path in objects]
    lines += ["        . = ALIGN(8);", "        capsule_states_end = .;", "    }"]
    # What a restart could not bring back must not change.
    lines += ["    .capsule_data_initialised :", "    {"]
    lines += [f'        "{path}"(.data .data.* .sdata .sdata.*)'
              for paths in capsules.values() for path in paths]
    lines += ["    }", "}"]
    return "\n".join(lines) + "\n"


def join(options, capsules):
    joined = f"{options.output}.joined"
    script = f"{options.output}.ld"
    objects = [path for paths in capsules.values() for path in paths]
    with open(script, "w", encoding="utf-8") as file:
        file.write(states_script(capsules))
    run(options.ld, *options.ld_flags.split(","), "-r", "-z", "noexecstack", "-T", script,
        "-o", joined, *objects, *options.helper, options.libgcc)
    states = [f"{name}_capsule_state" for name in capsules] + ["capsule_states_end"]
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as kept:
        names = sorted(symbols(options.nm, "--defined-only", objects)) + states
        kept.write("\n".join(names) + "\n")
        kept.flush()
        run(options.objcopy, "--wildcard", f"--keep-global-symbols={kept.name}",
            "--prefix-alloc-sections=.capsule", "--remove-section=.ARM.exidx*",
            "--remove-section=.ARM.extab*", "--remove-section=.llvm_addrsig",
            "--remove-section=.note.GNU-stack", joined, options.output)
    os.remove(joined)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    for tool in ("ld", "ld-flags", "nm", "objcopy", "libgcc", "list", "output"):
        parser.add_argument(f"--{tool}", required=True)
    parser.add_argument("--board-symbol", nargs="*", default=[],
                        help="what the compiler has capsules call in code of the board")
    parser.add_argument("--helper", nargs="+", default=[], help="objects of the helpers")
    parser.add_argument("--capsule", nargs="+", action="append", default=[],
                        metavar=("NAME", "OBJECT"))
    options = parser.parse_args()
    capsules = {name: objects for name, *objects in options.capsule}

    gates = published(options.list) | set(options.board_symbol)
    helpers = symbols(options.nm, "--defined-only", options.helper)
    problems = [f"capsule {name} must not link against {symbol}"
                for name, objects in capsules.items()
                for symbol in strangers(options, name, objects, gates | helpers)]
    if not problems:
        join(options, capsules)
        wired = tuple(f"{name}_" for name in capsules)
        needed = symbols(options.nm, "--undefined-only", [options.output])
        problems = [f"capsules need {symbol}, which no helper provides"
                    for symbol in sorted(needed - gates) if not symbol.startswith(wired)]
    for problem in problems:
        print(f"{options.output}: {problem}", file=sys.stderr)
    if problems and os.path.exists(options.output):
        os.remove(options.output)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
