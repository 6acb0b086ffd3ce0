# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Code that must not compile: each case fails with the message it names, in every build.

CASE.c says in its first comments whose include paths and flags it gets (`layer:`) and what the
compiler must say (`expect:`, a regular expression). CASE.ok.c is nearly the same code and compiles,
which shows that CASE.c fails for the reason it names and for no other. A line `folder: kernel` adds
the private headers of a folder. A line `compiler: clang`
marks what only Clang's analysis of threads can see; such a case is for Clang's builds. A line
`compile: whole` has the code generated, too: GCC sees only then that a result is not used.
"""

import json
import os
import pathlib
import re
import shlex
import subprocess

import pytest

FOLDER = pathlib.Path(__file__).resolve().parent
CASES = sorted(path.stem for path in FOLDER.glob("*.c") if not path.name.endswith(".ok.c"))
# A variant of the emulator (behind an @) runs the same build.
BUILDS = list(dict.fromkeys(build.split("@")[0]
                            for build in os.environ["BULKHEAD_BUILDS"].split(":")))


def mark(text, key):
    found = re.search(rf"^// {key}: (.+)$", text, re.MULTILINE)
    assert found, f"no line `// {key}: ...`"
    return found[1]


def command(build, layer, source):
    """The command that compiles a header of the layer in that build, turned to another source."""
    with open(os.path.join(build, "compile_commands.json"), encoding="utf-8") as file:
        entries = json.load(file)
    entry = next((entry for entry in entries if f"/header_check/{layer}/" in entry["file"]), None)
    assert entry, f"{build} compiles nothing in layer {layer}"
    words = shlex.split(entry["command"])
    output = words.index("-o")
    del words[output:output + 2]
    del words[words.index("-c"):]
    kept = [word for word in words if not word.startswith(("-fstack-usage", "-fcallgraph-info"))]
    return kept + [str(source)]


def compile_source(build, source):
    text = source.read_text(encoding="utf-8")
    folders = re.findall(r"^// folder: (.+)$", text, re.MULTILINE)
    quotes = [f"-iquote{FOLDER.parents[1] / folder}" for folder in folders]
    extent = ["-S", "-o", os.devnull] if "// compile: whole\n" in text else ["-fsyntax-only"]
    return subprocess.run(command(build, mark(text, "layer"), source) + extent + quotes,
                          capture_output=True, text=True,
                          check=False, env=dict(os.environ, LC_ALL="C"))


def is_for(case, build):
    text = (FOLDER / f"{case}.c").read_text(encoding="utf-8")
    return "// compiler: clang\n" not in text or build.endswith("-clang")


@pytest.mark.parametrize("case, build", [(case, build) for case in CASES for build in BUILDS
                                         if is_for(case, build)])
def test_refused(case, build):
    source = FOLDER / f"{case}.c"
    result = compile_source(build, source)
    assert result.returncode != 0, "it compiles"
    expected = mark(source.read_text(encoding="utf-8"), "expect")
    assert re.search(expected, result.stderr), result.stderr


@pytest.mark.parametrize("build", BUILDS, ids=map(os.path.basename, BUILDS))
@pytest.mark.parametrize("case", CASES)
def test_control_accepted(case, build):
    result = compile_source(build, FOLDER / f"{case}.ok.c")
    assert result.returncode == 0, result.stderr
