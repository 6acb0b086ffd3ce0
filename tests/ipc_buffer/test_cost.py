# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What the borrow check costs on Cortex-M with GCC -Os: instructions on the way that no conflict
takes, and bytes. Without the check a view is a plain pointer."""

import re

import pytest

import variants

# (instructions, bytes) of one view more than of a plain pointer.
LIMITS = {"write": (6, 24), "read": (12, 40)}


def functions(folder, check):
    """{function: (instructions that run without a conflict, all instructions, bytes)}"""
    build = variants.Build("cortex-m4", folder)
    output = folder / "cost.o"
    variants.run(*build.compiler("gcc"), "-Os", "-ffunction-sections", f"-DIPC_CHECK={check}", "-c",
                 variants.FOLDER / "cost.c", "-o", output)
    text = variants.run("arm-none-eabi-objdump", "-d", "--no-show-raw-insn", output)
    sizes = variants.run("arm-none-eabi-nm", "-S", output)
    found = {}
    for head, body in re.findall(r"^[0-9a-f]+ <(\w+)>:\n((?:.+\n?)*)", text, re.MULTILINE):
        code = re.findall(r"^\s+([0-9a-f]+):\t([a-z][\w.]*)\s*(.*)$", body, re.MULTILINE)
        size = int(re.search(rf"^\w+ (\w+) T {head}$", sizes, re.MULTILINE)[1], 16)
        found[head] = len(straight(code)), [line[1:] for line in code], size
    return found


def straight(code):
    """The instructions up to the return, past what leads to a stop or to a second reader."""
    addresses = [int(address, 16) for address, _, _ in code]
    path, index = [], 0
    while True:
        _, mnemonic, operands = code[index]
        path.append(mnemonic)
        if mnemonic == "bx" or mnemonic.startswith("pop"):
            return path
        target = re.search(r"([0-9a-f]+) <", operands) if mnemonic[0] in "cb" else None
        following = index + 1
        if target and any("bl" == line[1] for line in code[following:following + 2]):
            following = addresses.index(int(target[1], 16))  # around the call
        index = following


@pytest.mark.parametrize("view", LIMITS)
def test_check_costs_no_more_than_allowed(view, tmp_path, record_property):
    found = functions(tmp_path, "IPC_CHECK_FULL")
    instructions = found[f"view_{view}"][0] - found[f"plain_{view}"][0]
    size = found[f"view_{view}"][2] - found[f"plain_{view}"][2]
    assert 0 < instructions <= LIMITS[view][0]
    assert 0 < size <= LIMITS[view][1]
    record_property(f"instructions of a {view} view", instructions)
    record_property(f"bytes of a {view} view", size)


@pytest.mark.parametrize("view", LIMITS)
def test_without_the_check_it_is_a_plain_pointer(view, tmp_path):
    found = functions(tmp_path, "IPC_CHECK_OFF")
    assert found[f"view_{view}"][0] == found[f"plain_{view}"][0]
    assert found[f"view_{view}"][2] == found[f"plain_{view}"][2]
    # The handle leads to the state, which lies before the words.
    for ours, plain in zip(found[f"view_{view}"][1], found[f"plain_{view}"][1]):
        assert ours[0] == plain[0]
