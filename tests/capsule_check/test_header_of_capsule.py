# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The header NAME.h is what a board knows of a capsule: its files have to agree with it.

Each capsule here has one beside its files, example.h, and another header that says otherwise of
something in it, which no file includes together with it.
"""

import pytest
from checker import rules

# What the board makes of it would not be what the capsule writes to.
OTHERWISE = {
    "type_of_an_argument": """
        struct command { uint32_t words[1000]; };
        void example_command(struct command *command);
    """,
    "another_argument": """
        struct words { uint32_t words[1000]; };
        void example_command(struct words *words);
    """,
    "type_of_an_object": "extern const struct byte_area example_uart;",
    "length_of_an_object": "extern const struct byte_area example_area[1000];",
    "bytes_of_a_grant": "enum { EXAMPLE_GRANT_BYTES = 4096 };",
}
HEADER = "#pragma once\n#include <lib/span.h>\n"


@pytest.mark.parametrize("header", OTHERWISE.values(), ids=OTHERWISE)
def test_no_file_includes_it(header, tmp_path):
    assert rules(tmp_path, {"other.h": HEADER + header, "other.c": '#include "other.h"\n'}) == {
        "extern"}


@pytest.mark.parametrize("order", ["one", "two"])
@pytest.mark.parametrize("header", OTHERWISE.values(), ids=OTHERWISE)
def test_another_file_includes_it(header, order, tmp_path):
    others = {"one": "two", "two": "one"}
    assert rules(tmp_path, {
        "other.h": HEADER + header,
        f"{order}.c": '#include "other.h"\n',
        f"{others[order]}.c": '#include "example.h"\n'}) == {"extern"}


def test_some_file_includes_it(tmp_path):
    assert rules(tmp_path, {
        "other.h": HEADER + "void example_step(struct span bytes);",
        "one.c": '#include "other.h"\n\nvoid example_step(struct span bytes)\n{\n'
                 "    span_byte_set(bytes, 0, 1);\n}\n",
        "two.c": '#include "example.h"\n#include "other.h"\n'}) == set()


BEFORE = {"before.h": "#pragma once\nenum { OTHER_GRANT_BYTES = 800 };\n",
          "example.h": "#pragma once\nenum { EXAMPLE_GRANT_BYTES = OTHER_GRANT_BYTES };\n"}


@pytest.mark.parametrize("source, expected", [
    ('#include "before.h"\n#include "example.h"\n', {"extern"}),
    ('#include <capsule.h>\n#include "before.h"\n#include "example.h"\n', {"extern"}),
    ('#include "example.h"\n#include "before.h"\n', {"warning"}),
], ids=["behind_another", "behind_others", "first"])
def test_header_that_means_something_behind_another_one_only(source, expected, tmp_path):
    """On a board another capsule's constant may be the one that it names."""
    assert rules(tmp_path, {**BEFORE, "example.c": source}) == expected


def test_first_header_may_include_it_first(tmp_path):
    own = '#pragma once\n#include "example.h"\nenum { OWN = EXAMPLE_GRANT_BYTES };\n'
    assert rules(tmp_path, {"own.h": own, "example.c": '#include "own.h"\n'}) == set()


def test_type_that_the_kernel_hands_over(tmp_path):
    """The kernel's is of its own size, also if no file includes its header."""
    assert rules(tmp_path, {
        "example.h": "#pragma once\nstruct command;\n"
                     "void example_command(struct command *command);\n",
        "example.c": """#include "example.h"
            #include <stdint.h>
            struct command { uint32_t words[200]; };
            void example_command(struct command *command)
            {
                command->words[199] = 1;
            }"""}) == {"extern"}


# A board compiles what the header defines as a part of the kernel.
DEFINED = {
    "entry_point": "static inline void example_command(struct command *command)\n"
                   "{\n    command_success(command);\n}\n",
    "declared_static": "static void example_command(struct command *command);\n",
    "declared_static_inline": "static inline void example_command(struct command *command);\n",
    "external_inline": "inline void example_command(struct command *command)\n"
                       "{\n    command_success(command);\n}\n",
    "other_function": "static inline uint32_t example_next(uint32_t number)\n"
                      "{\n    return number + 1;\n}\n",
    "table": "static const uint32_t example_numbers[2] = {1, 2};\n",
    "table_of_all": "const uint32_t example_numbers[2];\n",
}
# {what includes it: files around it}. Each unit of the capsule calls nothing of it.
AROUND = {
    "header": {"example.h": "#pragma once\n#include <capsule.h>\nDEFINED"},
    "included": {"example.h": '#pragma once\n#include "own.h"\n',
                 "own.h": "#pragma once\n#include <capsule.h>\nDEFINED"},
    "included_before": {"example.h": '#pragma once\n#include "middle.h"\n',
                        "middle.h": '#pragma once\n#include "own.h"\n',
                        "own.h": "#pragma once\n#include <capsule.h>\nDEFINED",
                        "one.c": '#include "own.h"\n#include "example.h"\n'},
    "in_a_circle": {"example.h": '#pragma once\n#include "own.h"\n',
                    "own.h": '#pragma once\n#include "example.h"\n#include <capsule.h>\nDEFINED',
                    "two.c": '#include "own.h"\n'},
}


@pytest.mark.parametrize("around", AROUND)
@pytest.mark.parametrize("defined", DEFINED)
def test_header_only_declares(defined, around, tmp_path):
    files = {name: text.replace("DEFINED", DEFINED[defined])
             for name, text in AROUND[around].items()}
    source = {"two.c": '#include "example.h"\n', **files}
    with_rule = rules(tmp_path, source)
    # Clang warns of what is declared static and of what is never called.
    assert "extern" in with_rule
    assert with_rule <= {"extern", "warning"}


def test_header_includes_no_functions_for_all(tmp_path):
    header = "#pragma once\n#include <support/lease_copy.h>\n"
    assert rules(tmp_path, {"example.h": header, "two.c": '#include "example.h"\n'}) == {"extern"}


def test_own_header_that_it_does_not_include_may_define(tmp_path):
    own = ('#pragma once\n#include "example.h"\n'
           "static inline uint32_t own_next(uint32_t number)\n{\n    return number + 1;\n}\n")
    assert rules(tmp_path, {"own.h": own, "example.c": '#include "own.h"\n'}) == set()
