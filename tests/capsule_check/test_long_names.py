# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Names, paths and structures of any length: what makes the difference may stand at their end."""

import pytest
from checker import rules

LENGTHS = [0, 100, 1000]  # of what stands before the difference


@pytest.mark.parametrize("length", LENGTHS)
def test_path_that_leaves_the_published_headers_at_its_end(length, tmp_path):
    path = "./" * length + "lib/../../lib/lib/invariant.h"
    text = f'#include "example.h"\n#include <{path}>\n'
    assert rules(tmp_path, {"example.c": text}) == {"include"}


def shared_structure(length, last):
    fields = "".join(f"    uint32_t field_{i};\n" for i in range(length))
    return ("#pragma once\n#include <capsule.h>\n"
            f"struct example_shared {{\n{fields}    {last};\n}};\n")


@pytest.mark.parametrize("length", LENGTHS)
def test_structure_that_two_files_declare_differently_at_its_end(length, tmp_path):
    assert rules(tmp_path, {
        "one.h": shared_structure(length, "uint32_t last"),
        "two.h": shared_structure(length, "uint16_t last[2]"),
        "one.c": '#include "example.h"\n#include "one.h"\n',
        "two.c": '#include "example.h"\n#include "two.h"\n',
    }) == {"extern"}


@pytest.mark.parametrize("length", LENGTHS)
def test_function_that_two_files_declare_differently_at_its_end(length, tmp_path):
    numbers = "".join(f"uint32_t number_{i}, " for i in range(length))
    declaration = '#include "example.h"\n#pragma once\nvoid example_step(' + numbers
    assert rules(tmp_path, {
        "one.h": declaration + "uint32_t last);\n",
        "two.h": declaration + "uint8_t last);\n",
        "one.c": '#include "one.h"\n',
        "two.c": '#include "two.h"\n',
    }) == {"extern"}


@pytest.mark.parametrize("length, expected", [(63, set()), (64, {"token"}), (600, {"token"})])
def test_name_of_so_many_characters(length, expected, tmp_path):
    name = "example_" + "a" * (length - len("example_"))
    assert rules(tmp_path, {
        "example.c": f'#include "example.h"\nenum {{ {name} = 1 }};\n'}) == expected


@pytest.mark.parametrize("last", ["\\", "\\\n"])
def test_line_that_goes_on_behind_the_end(last, tmp_path):
    assert "token" in rules(tmp_path, {
        "example.c": f'#include "example.h"\n// {last}'})
