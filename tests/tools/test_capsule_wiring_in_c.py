# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The wiring that is made of manifests works in C, and C agrees with what was read from text."""

import os
import re
import subprocess

import pytest

from capsule_tree import FILES, Tree

POST, WIRE = "capsules/post", "chips/wire"


@pytest.fixture
def tree(tmp_path):
    found = Tree(tmp_path)
    found.write("chips/wire/wire.h", """#pragma once
extern const struct line_client wire_client;
extern const struct shop wire_shop;
extern const struct line wire_line;
enum { WIRE_WIDTH = 8 };
size_t wire_send(const uint8_t *bytes, size_t length_bytes);
enum error wire_start(void);
void wire_pause(void);
""")
    return found


BOARD_HEADER = """#pragma once
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#define VTABLE
enum error { ERROR_NONE, ERROR_FAILED = 5, ERROR_NO_DEVICE = 7 };
struct command { int number; };
#include "hal/line.h"
#include "hal/shop.h"
struct ledger_buffer { uint8_t *base; size_t capacity_bytes; uint8_t home_capsule; };
struct ledger_state { bool is_at_device; };
extern const struct ledger_buffer board_buffers[];
extern struct ledger_state board_buffer_states[];
#include <board_capsules.h>
typedef void (*capsule_entry_fn)(void *argument);
enum error capsule_call(uint32_t capsule, capsule_entry_fn entry, void *argument);
"""
THUNK_TEST = """
#include <assert.h>
#include <boards/standard/standard.h>
static uint32_t failed = 99, called = 99;
enum error capsule_call(uint32_t capsule, capsule_entry_fn entry, void *argument)
{
    called = capsule;
    if (capsule == failed) { return ERROR_FAILED; }
    entry(argument);
    return ERROR_NONE;
}
static unsigned sent, paused;
void shop_sent(const struct line_sent *event) { sent = event->count; }
void shop_order(struct shop_order *order) { order->price = 12; }
size_t post_send(const uint8_t *bytes, size_t length) { return bytes[0] + length; }
enum error post_start(void) { return ERROR_NO_DEVICE; }
void post_pause(void) { paused++; }
extern const struct line shop_line;
extern const struct shop post_shop;
extern const struct line_client wire_client;
extern const struct line wire_line;
int main(void)
{
    struct shop_order order = {0};
    assert(post_shop.order(&order) == ERROR_NONE && order.price == 12 && called == CAPSULE_SHOP);
    wire_client.sent(&(struct line_sent){7});
    assert(sent == 7 && called == CAPSULE_SHOP);
    assert(shop_line.send((const uint8_t[]){40}, 2) == 42 && called == CAPSULE_POST);
    assert(shop_line.start() == ERROR_NO_DEVICE);
    shop_line.pause();
    assert(paused == 1 && shop_line.width == 0);
    failed = CAPSULE_SHOP;
    assert(post_shop.order(&order) == ERROR_FAILED);
    wire_client.sent(&(struct line_sent){8});
    assert(sent == 7);
    failed = CAPSULE_POST;
    assert(shop_line.send((const uint8_t[]){40}, 2) == 0);
    assert(shop_line.start() == ERROR_FAILED);
    shop_line.pause();
    assert(paused == 1);
    assert(wire_line.start() == ERROR_NO_DEVICE && wire_line.send(NULL, 3) == 0);
    wire_line.pause();
    assert(board_buffers[1].base != board_buffers[0].base);
    assert(board_buffers[1].capacity_bytes == 48 && board_buffers[1].home_capsule == CAPSULE_POST);
    return 0;
}
"""


def wiring_build(tree, compiler, choices=(), arguments=(), header=BOARD_HEADER):
    """Compiles what the tool writes; the result of the compiler."""
    result = tree.generate(wiring=choices)
    assert result.returncode == 0, result.stderr
    tree.write("boards/standard/standard.h", header)
    tree.write("kernel/port.h", "")
    return subprocess.run(
        [compiler, "-std=gnu17", "-Wall", "-Wextra", "-Wcast-qual", "-Werror", "-I", tree.folder,
         "-I", tree.output, tree.output / "board_wiring.c", *(arguments or ["-fsyntax-only"])],
        capture_output=True, text=True, check=False, env={**os.environ, "LC_ALL": "C"})


@pytest.mark.parametrize("compiler", ["gcc", "clang-19"])
def test_thunks(tree, compiler):
    """Every shape of a call reaches its function, and ends in an error when that is aborted."""
    tree.manifests["capsules/post"]["offers"] = {
        "line": {"send": "post_send", "start": "post_start", "pause": "post_pause", "width": None}}
    tree.manifests["capsules/post"]["buffers"] = {"count": 2, "bytes": 48}
    tree.manifests[WIRE]["devices"]["wire"] = {
        "uses": {"wire_client": "line_client", "wire_line": "line"}}
    tree.write("test.c", THUNK_TEST)
    program = tree.folder / "test"
    build = wiring_build(tree, compiler, ["wire_line=none"],
                         [tree.folder / "test.c", "-o", program])
    assert build.returncode == 0, build.stderr
    subprocess.run([program], check=True)


# A parameter of the type of a function, on a line that reads like a declaration.
LIKE_A_DECLARATION = "void post_other(\n{}, int last);\n{};"
SEND = "size_t post_send(const uint8_t *bytes,\n                 size_t length_bytes)"
ORDER = "enum error post_order(struct shop_order *order)"
BORROW = "void post_order(struct shop_order *order)"


@pytest.mark.parametrize("compiler", ["gcc", "clang-19"])
@pytest.mark.parametrize("function, other", [
    ("void post_pause(void)", "void post_pause(struct line_sent *one, struct line_sent *two)"),
    ("void post_pause(void)", "enum error post_pause(void)"),
    ("enum error post_start(void)", "unsigned char post_start(void)"),
    (SEND, "size_t post_send(const uint8_t *bytes, unsigned char length_bytes)"),
    (SEND, "unsigned char post_send(const uint8_t *bytes, size_t length_bytes)"),
    (SEND, "size_t post_send(const void *bytes, size_t length_bytes)"),
    (ORDER, "unsigned char post_order(struct shop_order *order)"),
    (ORDER, "enum error post_order(const struct shop_order *order)"),
    (BORROW, "void post_order(struct line_sent *order)"),
])
def test_function_of_another_type_than_its_text_says(tree, compiler, function, other):
    header = FILES["capsules/post/post.h"] + f"{BORROW if function == BORROW else ORDER};\n"
    tree.manifests[POST]["offers"] = {
        "line": {"send": "post_send", "start": "post_start", "pause": "post_pause", "width": None},
        "shop": {"order": "post_order"}}
    tree.manifests[WIRE]["devices"]["wire"]["uses"]["wire_shop"] = "shop"
    tree.write("capsules/post/post.h", header)
    build = wiring_build(tree, compiler, ["shop_line=post", "wire_shop=post"])
    assert build.returncode == 0, build.stderr
    tree.write("capsules/post/post.h", header.replace(
        f"{function};", LIKE_A_DECLARATION.format(function, other)))
    build = wiring_build(tree, compiler, ["shop_line=post", "wire_shop=post"])
    assert build.returncode != 0
    name = re.search(r"\w+(?=\()", function)[0]
    assert f"{name} is of another type" in build.stderr


def test_driver_of_another_number_than_its_text_says(tree):
    """The table is in the order of the numbers that the tool read."""
    tree.manifests[POST]["driver"]["number"] = "POST_DRIVER"
    header = FILES["capsules/post/post.h"]
    for number, text in [(8, "4"), (4, "4")]:
        tree.write("capsules/post/post.h", header + f"""
static inline int post_inner(void) {{ enum {{ POST_DRIVER = {text} }}; return POST_DRIVER; }}
enum {{ POST_DRIVER = {number} + 0 }};
""")
        build = wiring_build(tree, "gcc")
        assert (build.returncode == 0) == (number == 4), build.stderr
        assert ("the number of driver post is another one" in build.stderr) == (number == 8)


@pytest.mark.parametrize("text", ["0x4 - 0x1", "1 + 2", "010", "(3)", "-3", "0x3 + 0", "3 == 3"])
def test_number_of_a_driver_that_is_no_literal(tree, text):
    tree.manifests[POST]["driver"]["number"] = "POST_DRIVER"
    for value, status in [("0x3", 0), (text, 1)]:
        tree.write("capsules/post/post.h", FILES["capsules/post/post.h"]
                   + f"enum {{ POST_DRIVER = {value} }};\n")
        result = tree.generate()
        assert result.returncode == status
    assert "says what number POST_DRIVER is, as one literal" in result.stderr
    assert len(result.stderr.splitlines()) == 1


@pytest.mark.parametrize("symbol, text", [
    ("post_shop", "extern const struct shop post_shop;"),
    ("post_stamps", "extern const unsigned post_stamps[3];")])
def test_wired_constant_is_declared_in_a_function_only(tree, symbol, text):
    """Other files of the capsule would not see it, and may declare another one."""
    tree.manifests[POST]["settings"] = ["post_stamps"]
    header = FILES["capsules/post/post.h"] + "extern const unsigned post_stamps[3];\n"
    tree.write("capsules/post/post.h", header)
    build = wiring_build(tree, "gcc")
    assert build.returncode == 0, build.stderr
    tree.write("capsules/post/post.h", header.replace(f"{text}\n", "")
               + f"static inline void post_inner(void) {{ ; {text} (void){symbol}; }}\n")
    build = wiring_build(tree, "gcc")
    assert build.returncode != 0
    assert f"'{symbol}' undeclared" in build.stderr


def test_constant_of_a_capsule_is_a_number(tree):
    """A contract's function that the tool does not see would be the capsule's own, not a thunk."""
    tree.write("hal/line.h", FILES["hal/line.h"].replace("struct VTABLE line {", """
typedef void (*line_stop_fn)(void);
struct VTABLE line {
    line_stop_fn stop;"""))
    tree.manifests[POST]["offers"] = {"line": {
        "send": None, "start": None, "pause": "post_pause", "stop": None, "width": "POST_WIDTH"}}
    tree.write("capsules/post/post.h",
               FILES["capsules/post/post.h"] + "enum { POST_WIDTH = 3 };\n")
    build = wiring_build(tree, "gcc", ["shop_line=post"])
    assert build.returncode == 0, build.stderr
    tree.manifests[POST]["offers"]["line"]["stop"] = "post_pause"
    build = wiring_build(tree, "gcc", ["shop_line=post"])
    assert build.returncode != 0
    assert "post_pause is no number" in build.stderr


def test_contract_is_that_of_its_own_header(tree):
    """A capsule's header has nothing to say about it, whatever else the board includes."""
    header = BOARD_HEADER.replace('#include "hal/shop.h"\n', "")
    contract = FILES["hal/shop.h"].replace("#pragma once\n", "")
    tree.write("capsules/post/post.h", FILES["capsules/post/post.h"] + contract)
    build = wiring_build(tree, "gcc", header=header)
    assert build.returncode != 0
    assert "redefinition of 'struct shop'" in build.stderr
