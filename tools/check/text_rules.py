# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Rules about text that need no compiler: licences, width, and what a layer must not write."""

import re

LICENCE = "SPDX-License-Identifier: Apache-2.0 OR MIT"
WITHOUT_LICENCE_LINE = ("LICENSE-APACHE", "LICENSE-MIT")
COLUMNS_MAX = 100
CODE = (".c", ".h", ".S", ".ld", ".in", ".py", ".cmake", ".sh")
C_CODE = (".c", ".h", ".S")

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b|^\s*#\s*if\s+0\b")
MACHINE_PATH = re.compile(r"(?<![\w./])/(work|root|home)/")
CONDITIONAL = re.compile(r"^\s*#\s*(if|ifdef|ifndef|elif|else)\b")
ASSEMBLER = re.compile(r"\b(asm|__asm|__asm__)\b")
VOLATILE = re.compile(r"\b(volatile|__volatile__)\b")
PARENT_INCLUDE = re.compile(r"^\s*#\s*include\s+[<\"][^>\"]*\.\.")
TYPEDEF = re.compile(r"\btypedef\b[^;{]*[;{]")

# Folders whose variation is a file, and those where only arch/ does what needs an audit by hand.
UNCONDITIONAL = ("kernel/", "lib/", "capsules/", "hal/")
# Attributes that one compiler does not know are the only difference between compilers.
CONDITIONAL_FILE = "lib/attributes.h"
# Interfaces of others keep their published names.
PUBLISHED = "user/libmicrokit/include/"
# Programs that break rules on purpose.
REFUSED = "tests/capsule_check/refused/"
PLAIN_C = ("abi/", "lib/", "hal/", "kernel/", "chips/", "capsules/", "boards/")


def without_comments(text):
    """C text with comments and the contents of strings blanked; line numbers stay."""
    def blank(match):
        return re.sub(r"[^\n]", " ", match[0])
    return re.sub(r"//[^\n]*|/\*.*?\*/|\"(?:\\.|[^\"\\\n])*\"", blank, text, flags=re.DOTALL)


def licence_findings(path, lines):
    if path in WITHOUT_LICENCE_LINE or not lines:
        return
    first = 1 if lines[0].startswith("#!") and len(lines) > 1 else 0
    if LICENCE not in lines[first]:
        yield first + 1, "the first line is not the licence comment"


def layout_findings(path, lines):
    for number, line in enumerate(lines, 1):
        if line != line.rstrip():
            yield number, "white space at the end of the line"
        if path.endswith(CODE) or path == "bh":
            if "\t" in line:
                yield number, "a tab"
            if len(line) > COLUMNS_MAX:
                yield number, f"more than {COLUMNS_MAX} columns"
            if path != "tools/check/text_rules.py" and UNFINISHED.search(line):
                yield number, "unfinished"
        if path != "tools/check/text_rules.py" and MACHINE_PATH.search(line):
            yield number, "a path of one machine"


def code_findings(path, text):
    code = without_comments(text)
    includes = text.splitlines()
    for number, line in enumerate(code.splitlines(), 1):
        if not path.startswith(REFUSED) and PARENT_INCLUDE.match(includes[number - 1]):
            yield number, "an include that leaves its folder"
        if (path.startswith(UNCONDITIONAL) and path != CONDITIONAL_FILE
                and CONDITIONAL.match(line)):
            yield number, "conditional compilation; variation is a file"
        if path.startswith(PLAIN_C):
            if ASSEMBLER.search(line):
                yield number, "assembler outside arch/"
            if VOLATILE.search(line):
                yield number, "volatile outside arch/"
    if path.startswith((REFUSED, PUBLISHED)):
        return
    for match in TYPEDEF.finditer(code):
        if not re.search(r"\b\w+_fn\b", match[0]):
            yield code.count("\n", 0, match.start()) + 1, "a typedef of something but a function"


def findings(path, text):
    """Yields (line number, what is wrong) for one file of the repository."""
    lines = text.split("\n")[:-1] if text.endswith("\n") else text.split("\n")
    yield from licence_findings(path, lines)
    yield from layout_findings(path, lines)
    if path.endswith(C_CODE):
        yield from code_findings(path, text)


def code_line_count(text):
    """Lines that hold more than comment and white space."""
    code = re.sub(r"//[^\n]*|/\*.*?\*/", lambda match: "\n" * match[0].count("\n"), text,
                  flags=re.DOTALL)
    return sum(1 for line in code.splitlines() if line.strip())
