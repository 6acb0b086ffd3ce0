# SPDX-License-Identifier: Apache-2.0 OR MIT
"""GCC refuses a capsule where it sees a type otherwise than Clang, on which the checker relies."""

import json
import os
import subprocess

import pytest

SOURCE = """// SPDX-License-Identifier: Apache-2.0 OR MIT
#include <stdint.h>

enum sample_kind { SAMPLE_ONE, SAMPLE_TWO };

struct sample_state {
    uint8_t first;
    enum sample_kind kind;
    char letter;
};

static struct {
    struct sample_state state;
    uint16_t count;
} sample __attribute__((annotate("capsule_state")));

void sample_count(void);

void sample_count(void)
{
    sample.count++;
}
"""
CLANG = ["-std=gnu17", "-ffreestanding", "-nostdinc",
         "-isystem", "/usr/lib/llvm-19/lib/clang/19/include", "--target=thumbv7em-none-eabi"]


def types_file(folder):
    """The assertions that the checker writes for the sample."""
    with open(os.path.join(os.environ["BULKHEAD_BUILD"], "board.json"), encoding="utf-8") as file:
        tools = json.load(file)["tools"]
    source = folder / "sample.c"
    source.write_text(SOURCE, encoding="utf-8")
    # The sample spells its mark out, which is against a rule; no header is needed so.
    result = subprocess.run(
        [os.path.join(tools, "capsule-check"), "--rule-off", "attribute", "--rule-off", "token",
         "--capsule", "sample", "--types", str(folder), str(source), "--", *CLANG],
        capture_output=True, text=True, check=False)
    assert result.returncode in (0, 1), result.stderr
    return folder / "sample.c.types.c"


def gcc(path, *options):
    return subprocess.run(
        ["arm-none-eabi-gcc", "-mcpu=cortex-m4", "-mthumb", "-std=gnu17", "-ffreestanding", "-w",
         "-fsyntax-only", "-fno-diagnostics-show-caret", *options, str(path)],
        capture_output=True, text=True, check=False)


def test_equal_views_are_accepted(tmp_path):
    result = gcc(types_file(tmp_path), "-fno-short-enums")
    assert result.returncode == 0, result.stderr


@pytest.mark.parametrize("option, place, words", [
    ("-fshort-enums", "sample.c:4:", "enum sample_kind has 4 bytes"),
    ("-fshort-enums", "sample.c:8:", "kind of struct sample_state lies at 4"),
    ("-fshort-enums", "sample.c:15:", "has 16 bytes"),
    ("-fsigned-char", "sample.c:9:", "unsigned for Clang"),
    ("-fpack-struct", "sample.c:6:", "struct sample_state has 12 bytes"),
])
def test_different_views_are_refused(tmp_path, option, place, words):
    result = gcc(types_file(tmp_path), "-fno-short-enums", option)
    assert result.returncode != 0
    lines = [line for line in result.stderr.splitlines() if place in line]
    assert any("layout: " in line and words in line for line in lines), result.stderr
