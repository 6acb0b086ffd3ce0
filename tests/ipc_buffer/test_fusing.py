# SPDX-License-Identifier: Apache-2.0 OR MIT
"""No compiler fuses accesses to the IPC buffer across a call: each way to build the client, run and
disassembled. Stubs without operand and clobber must be noticed."""

import re

import pytest

import variants

COUNTS = [1, 4, 5, 10, 64, 120]
STYLES = ["S1", "S2", "S3", "S4", "S6"]


def expected_lines():
    """What a right client prints, beside the line that it ends with."""
    lines = []
    for count in COUNTS:
        for style in STYLES:
            lines.append(f"PASS {style} {count}")
            if style in ("S2", "S3", "S4"):
                lines.append(f"PASS {style} fixed 10")
        if count > 4:
            lines.append(f"PASS S7 {count}")
    return lines + ["PASS buffer restrict 10", "PASS S7 static 5", "PASS static fixed 10",
                    "PASS read 6", "PASS stack 120", "PASS stack fixed 10",
                    "PASS bytes 7", "PASS refused 5",
                    "PASS address fixed 10", "PASS between 6"]


NESTED = re.compile(
    r"program: ipc buffer in use: call at client\.c:(\d+) while written since client\.c:(\d+); "
    r"end the view before the call")


@pytest.fixture(scope="module", params=variants.TARGETS)
def build(request, tmp_path_factory):
    made = variants.Build(request.param, tmp_path_factory.mktemp(request.param))
    made.lines = made.output()
    return made


def test_every_variant_reads_what_the_partner_wrote(build, record_property):
    wrong = {}
    for variant in build.variants:
        lines = build.lines.get(str(variant), [])
        if lines[:-1] != expected_lines() or not NESTED.fullmatch(lines[-1]):
            wrong[str(variant)] = [line for line in lines if not line.startswith("PASS")]
    assert not wrong, wrong
    record_property("variants run", len(build.variants))


def test_nested_call_names_both_places(build):
    text = (variants.FOLDER / "client.c").read_text(encoding="utf-8").splitlines()
    nested = next(number for number, line in enumerate(text, 1) if "CLIENT_NESTED(void)" in line
                  and "UNANALYSED" in line)
    view = next(number for number, line in enumerate(text, 1)
                if number > nested and "WITH_IPC_WRITE" in line)
    call = next(number for number, line in enumerate(text, 1)
                if number > view and "ipc_call" in line)
    places = {NESTED.fullmatch(lines[-1]).groups() for lines in build.lines.values()}
    assert places == {(str(call), str(view))}


STORES = {"str", "strd", "stm", "stmia", "sw", "sd"}
LOADS = {"ldr", "ldrd", "ldm", "ldmia", "lw", "ld"}


def is_access(mnemonics, instruction, has_frame):
    """A load or store of memory that is neither the stack's nor a constant's."""
    mnemonic, operands = instruction
    frame = r"|\[r7|\(s0\)" if has_frame else ""
    return (mnemonic.split(".")[0].removeprefix("c.") in mnemonics
            and not re.search(r"\[pc|\[sp|\(sp\)" + frame, operands))


def accesses(build, probe, variant):
    """(stores before the call, loads behind it) of a probe."""
    code = build.probes[f"probe_{probe}_{variant.symbol}"]
    has_frame = variant.optimisation == "O0"
    call = next(index for index, (mnemonic, operands) in enumerate(code)
                if mnemonic == build.target.trap or "<ipc_call_at" in operands)
    return (sum(is_access(STORES, instruction, has_frame) for instruction in code[:call]),
            sum(is_access(LOADS, instruction, has_frame) for instruction in code[call + 1:]))


@pytest.mark.parametrize("probe", ["restrict", "view", "static"])
def test_store_and_load_are_in_the_code(build, probe):
    build.probes = build.disassembly()
    wrong = {}
    for variant in build.variants:
        found = accesses(build, probe, variant)
        if min(found) < 1:
            wrong[str(variant)] = found
    assert not wrong, wrong


SOME = [variant for variant in variants.VARIANTS
        if variant.optimisation == "O2" and variant.is_inlined]


@pytest.mark.parametrize("target", variants.TARGETS)
def test_variants_without_the_check_read_the_same(target, tmp_path):
    lines = variants.Build(target, tmp_path, is_checked=False, variants=SOME).output()
    assert lines == {str(variant): [*expected_lines(), "PASS S5 1"] for variant in SOME}


# Clang takes the volatile accesses of the library for somebody else's, who may have the address; so
# it needs a client that is wrong, too, to read an old word.
@pytest.mark.parametrize("target", variants.TARGETS)
def test_broken_stubs_are_noticed(target, tmp_path):
    lines = variants.Build(target, tmp_path, is_broken=True, variants=SOME).output()
    failing = {(name.split()[0], " ".join(line.split()[1:-4]))
               for name, found in lines.items() for line in found if line.startswith("FAIL")}
    assert ("gcc", "buffer restrict") in failing, lines
    assert ("clang", "promise") in failing, lines
