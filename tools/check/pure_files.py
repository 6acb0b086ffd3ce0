# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Files of arch/ that are plain C on kernel memory: they count like the kernel.

Such a file touches no register and knows no place that it was not given. It has no assembler, no
`volatile`, no cast from integer to pointer (tools/check/addresses.py), no symbol of the linker
script; and it includes only what may not have them either, so that no macro or inline
function does it for the file. Unit tests on the host cover what it computes.
"""

import posixpath
import re

import text_rules

PURE = (
    "arch/arm/context.c", "arch/arm/fault_report.c", "arch/arm/include/arch/vectors.h",
    "arch/arm/include/arch_types.h",
    "arch/arm/process_state.h", "arch/arm/status_bits.h", "arch/arm_ipc/fault_words.c",
    "arch/armv7m/include/arch_protection.h", "arch/armv7m/mpu_regions.h", "arch/armv7m/mpu_v7.c",
    "arch/armv7m/mpu_v7.h", "arch/armv7m/protection.c",
    "arch/armv8m/include/arch_protection.h", "arch/armv8m/mpu_v8.c", "arch/armv8m/mpu_v8.h",
    "arch/armv8m/mpu_v8_rest.c", "arch/armv8m/mpu_v8_rest.h", "arch/armv8m/protection.c",
    "arch/armv8m/security_status.c", "arch/armv8m/security_status.h",
    "arch/armv8m_ipc/include/arch_maps.h", "arch/armv8m_plain/include/arch_maps.h",
    "arch/riscv/causes.h", "arch/riscv/context.c", "arch/riscv/fault_report.c",
    "arch/riscv/include/arch_types.h", "arch/riscv/pmp.c", "arch/riscv/pmp.h",
    "arch/riscv/process_state.h", "arch/riscv/protection.c", "arch/riscv_ipc/fault_words.c",
    "arch/riscv_ipc/include/arch_maps.h", "arch/riscv_plain/include/arch_maps.h",
)
NAMES = {posixpath.basename(path) for path in PURE}
# A name that a macro makes is no name: `#include HEADER` could be any file.
INCLUDE = re.compile(r"^\s*#\s*(?:include\w*|import)\b\s*(?:([<\"])([^>\"]+)[>\"])?(.*)")
FOLDERS = ("abi/", "kernel/", "lib/")  # where nothing of this is allowed in any file
STANDARD = re.compile(r"std\w+\.h$")
EXTERN = re.compile(r"\bextern\b[^;]*;")
BUILTIN = re.compile(r"\b__builtin_(?!ctz\b|clz\b)\w+")


def include_is_pure(bracket, name):
    if bracket == '"' or "/" not in name:
        return name in NAMES or STANDARD.match(name) is not None
    return name.startswith(FOLDERS)


def findings(path, text):
    """Yields (line number, what is wrong) for one file of the list."""
    code = text_rules.without_comments(text)
    for number, line in enumerate(text.splitlines(), 1):
        match = INCLUDE.match(line)
        if match and not (match[1] and include_is_pure(match[1], match[2])):
            yield number, f"a pure file includes {match[2] or match[3]}"
    for number, line in enumerate(code.splitlines(), 1):
        for rule, what in ((text_rules.ASSEMBLER, "assembler"), (text_rules.VOLATILE, "volatile"),
                           (BUILTIN, "a function of the compiler")):
            if rule.search(line):
                yield number, f"{what} in a pure file"
    for match in EXTERN.finditer(code):
        # Symbols of the linker script are declared as arrays.
        if path.endswith(".c") or "[" in match[0]:
            yield code.count("\n", 0, match.start()) + 1, "a foreign symbol in a pure file"
