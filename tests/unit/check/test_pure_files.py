# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Files of ports that count as kernel: what they must not have."""

import pytest

import pure_files


def found(text, path="arch/pdp11/x.c"):
    return [what for _, what in pure_files.findings(path, text)]


@pytest.mark.parametrize("text", [
    "#include <kernel/port.h>\n#include <lib/range.h>\n#include <stdint.h>\n",
    '#include "mpu_v7.h"\n#include <arch_types.h>\n',
    "// volatile, asm, extern char x[];\n",
    "int f(void) { return __builtin_ctz(8); }\n",
])
def test_pure(text):
    assert found(text) == []


@pytest.mark.parametrize("text, what", [
    ("#include <arch/mmio.h>\n", "includes arch/mmio.h"),
    ('#include "registers.h"\n', "includes registers.h"),
    ("#include <generated/arch_offsets.h>\n", "includes generated/arch_offsets.h"),
    ('  #  include "../kernel/port.h"\n', "includes ../kernel/port.h"),
    ("#include REGISTERS\n", "includes REGISTERS"),
    ("#include_next <arch/mmio.h>\n", "includes arch/mmio.h"),
    ('void f(void) { __asm__("nop"); }\n', "assembler"),
    ("volatile int x;\n", "volatile"),
    ("void f(void) { __builtin_arm_isb(15); }\n", "a function of the compiler"),
    ("extern const char start[];\n", "a foreign symbol"),
    ("extern int\nplace;\n", "a foreign symbol"),
])
def test_refused(text, what):
    [problem] = found(text)
    assert what in problem


def test_header_declares_variables_but_no_symbols_of_the_linker():
    assert found("extern struct range pool;\n", "arch/pdp11/x.h") == []
    assert found("extern char pool_start[];\n", "arch/pdp11/x.h") == [
        "a foreign symbol in a pure file"]


def test_sources_as_they_are(root):
    for path in pure_files.PURE:
        text = (root / path).read_text(encoding="utf-8")
        assert list(pure_files.findings(path, text)) == [], path
