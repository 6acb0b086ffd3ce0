# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Finds casts from integer to pointer, which only arch/ may use, in what Clang understood."""

import re
import shlex
import subprocess

# A place in Clang's dump: a file when it changes, else a line when it changes, else a column.
PLACE = re.compile(r"(?<=[<, ])(?:line:(?P<line>\d+):\d+|col:\d+"
                   r"|(?P<file>[^\s<>,:]+):(?P<file_line>\d+):\d+)")


def casts_in_dump(dump):
    """Yields (file, line) of each cast from integer to pointer in a dump of the syntax tree."""
    file, line = "", 0
    for text in dump:
        is_cast = "<IntegralToPointer>" in text
        is_first = True
        for place in PLACE.finditer(text):
            if place["file"]:
                file, line = place["file"], int(place["file_line"])
            elif place["line"]:
                line = int(place["line"])
            if is_cast and is_first:
                yield file, line
            is_first = False


def casts(entry):
    """Yields (file, line) for the translation unit of one entry of compile_commands.json."""
    words = shlex.split(entry["command"])
    del words[words.index("-o"):][:2]
    del words[words.index("-c"):]
    words += ["-fsyntax-only", "-w", "-fno-color-diagnostics", "-Xclang", "-ast-dump",
              entry["file"]]
    result = subprocess.run(words, capture_output=True, text=True, check=True,
                            cwd=entry["directory"])
    yield from casts_in_dump(result.stdout.splitlines())
