# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The rules of `bh check` about text: what each finds, and what it leaves alone."""

import pytest

import text_rules

LICENCE = "// SPDX-License-Identifier: Apache-2.0 OR MIT\n"

# Path, text behind the licence line, part of the only finding.
REFUSED = [
    ("kernel/a.c", "#ifdef X\n", "conditional compilation"),
    ("lib/a.h", "#  if X\n", "conditional compilation"),
    ("capsules/a/a.c", "#ifndef X\n", "conditional compilation"),
    ("kernel/a.c", '    asm("nop");\n', "assembler"),
    ("chips/c/a.c", "    __asm__(\"\");\n", "assembler"),
    ("capsules/a/a.c", "volatile int a;\n", "volatile"),
    ("boards/b/a.c", "int *volatile a;\n", "volatile"),
    ("arch/a/a.c", '#include "../kernel/process.h"\n', "leaves its folder"),
    ("capsules/a/a.c", "#include <abi/../kernel/process.h>\n", "leaves its folder"),
    ("kernel/a.c", "typedef unsigned word;\n", "typedef"),
    ("kernel/a.c", "typedef struct {\n    int a;\n} thing;\n", "typedef"),
    ("user/libmicrokit/a.c", "typedef unsigned word;\n", "typedef"),
    ("user/a.c", "// TO" "DO: later\n", "unfinished"),
    ("user/a.c", "#if 0\n", "unfinished"),
    ("docs/a.md", "See /ro" "ot/notes.\n", "path of one machine"),
    ("kernel/a.c", "\tint a;\n", "tab"),
    ("kernel/a.c", "int a; \n", "white space"),
    ("kernel/a.c", "// " + "x" * 98 + "\n", "columns"),
]

ACCEPTED = [
    ("kernel/a.c", "// " + "x" * 97 + "\n"),
    ("kernel/a.c", "// In arch/, asm and volatile are at home.\n"),
    ("kernel/a.c", 'static const char text[] = "volatile asm";\n'),
    ("kernel/a.c", "#pragma once\n#include <abi/error.h>\n"),
    ("kernel/a.c", "typedef void (*entry_fn)(void *argument);\n"),
    ("user/libmicrokit/include/a.h", "typedef unsigned int word;\n"),
    ("arch/a/a.c", "#ifdef X\nvolatile int a;\n#endif\n"),
    ("docs/a.md", "A framework/work/ folder; see https://example.org/root/.\n"),
    ("docs/a.md", "x" * 200 + "\n"),
]


@pytest.mark.parametrize("path, text, part", REFUSED)
def test_refused(path, text, part):
    found = list(text_rules.findings(path, LICENCE + text))
    assert len(found) == 1, found
    assert found[0][0] == 2 or "typedef" in found[0][1]
    assert part in found[0][1]


@pytest.mark.parametrize("path, text", ACCEPTED)
def test_accepted(path, text):
    assert list(text_rules.findings(path, LICENCE + text)) == []


@pytest.mark.parametrize("text", ["int a;\n", "#!/bin/sh\nset -eu\n", "\n" + LICENCE])
def test_licence_missing(text):
    assert [what for _, what in text_rules.findings("a.c", text)] == [
        "the first line is not the licence comment"]


def test_licence_behind_interpreter():
    assert list(text_rules.findings("bh", "#!/bin/sh\n" + LICENCE.replace("//", "#"))) == []


def test_code_lines_are_counted_without_comments():
    text = LICENCE + "/*\n * int a;\n */\nint b; // c\n\n    \nint d;\n"
    assert text_rules.code_line_count(text) == 2
