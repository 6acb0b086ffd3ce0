# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Names that a new capsule cannot have, since something else has them or what is made with them.

Nothing here is a list of words where the tree, or a compiler, can be asked.
"""

import re
import subprocess

# What boards, unit tests and CMake itself call their targets, beside what has a folder.
TARGETS = ("all capsule clean common depend edit_cache help install list_install_components "
           "package package_source rebuild_cache test").split()
HEADERS = ("abi/*.h", "hal/*.h", "lib/*.h", "kernel/**/*.h", "arch/**/*.h", "boards/**/*.h",
           "capsules/support/*.h", "user/runtime/include/**/*.h")
# A capsule may define what begins with its name, so nothing of these files does.
TRUSTED_FILES = ("kernel/**/*.[ch]", "arch/**/*.[chS]", "chips/**/*.[ch]", "boards/**/*.[ch]",
                 "lib/*.[ch]")
STANDARD_HEADERS = ("assert ctype errno limits math setjmp signal stdarg stdbool stddef stdint "
                    "stdio stdlib string strings time unistd wchar").split()
COMPILERS = (["gcc", "-std=gnu17"], ["gcc", "-std=gnu2x"], ["clang-19", "-std=gnu17"],
             ["clang-19", "-std=gnu2x"])

NOT_CODE = re.compile(r'/\*.*?\*/|//[^\n]*|"(?:[^"\\\n]|\\.)*"|^\s*#\s*include[^\n]*',
                      re.DOTALL | re.MULTILINE)
# What a header names for everybody; fields, parameters and variables stand in nobody's way.
NAMED = re.compile(r"\b(?:struct|union|enum)\s+(\w+)|#\s*define\s+(\w+)|\b(\w+)\s*\(|"
                   r"\bextern\b[^;(]*?\b(\w+)\s*(?:\[[^;]*)?;|\b([A-Z_][A-Z0-9_]*)\b|\b(\w+_t)\b")
WORD = re.compile(r"[A-Za-z_]\w*")


def words(text):
    """The identifiers of C code, without its comments and texts."""
    return set(WORD.findall(NOT_CODE.sub(" ", text)))


def named(text):
    """What a header names for everybody."""
    return {name for match in NAMED.finditer(NOT_CODE.sub(" ", text))
            for name in match.groups() if name}


def of_files(root, patterns, names):
    """What a function finds in the text of files."""
    found = set()
    for pattern in patterns:
        for path in root.glob(pattern):
            found |= names(path.read_text(encoding="utf-8"))
    return found


def stems(root, patterns):
    return {path.stem for pattern in patterns for path in root.glob(pattern)}


def compilers_refuse(name):
    """Whether a compiler or the C library means something by the name: keywords, macros, functions.
    """
    text = "".join(f"#include <{header}.h>\n" for header in STANDARD_HEADERS)
    text += (f"static struct {{ int count; }} {name};\n"
             f"int main(void) {{ return {name}.count; }}\n")
    return any(subprocess.run([*compiler, "-Wall", "-Werror", "-fsyntax-only", "-x", "c", "-"],
                              input=text, text=True, capture_output=True, check=False).returncode
               for compiler in COMPILERS)


def problem(root, name, plain, filled):
    """Why a capsule cannot have the name, or None.

    plain   the templates' code without what differs
    filled  the same with the name
    """
    if name in TARGETS:
        return "the build has a target of this name"
    own = words(filled) - words(plain)
    if name in words(plain) or name not in own:
        return "the new capsule's own code means something else by it"
    if taken := sorted(own & of_files(root, HEADERS, named)) or \
            sorted({name} & stems(root, HEADERS)):
        return f"a header has '{taken[0]}'"
    if any(word.startswith(f"{name}_") for word in of_files(root, TRUSTED_FILES, words)):
        return f"trusted code has names that begin with '{name}_'"
    if compilers_refuse(name):
        return "C or its library means something by it"
    return None
