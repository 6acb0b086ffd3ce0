# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Where numbers can become pointers, and raw addresses: what address-check sees, and the list of
what was agreed."""

import os
import pathlib
import subprocess

import pytest

import addresses

ROOT = pathlib.Path(__file__).resolve().parents[3]
TOOL = os.path.join(os.environ["BULKHEAD_UNIT_BUILDS"].split(":")[0], "bin", "address-check")
# Sanitizers make the tool slow, and the whole tree is much to look at.
FAST_TOOL = os.path.join(ROOT, "build", "tools", "bin", "address-check")
# The list is about what Clang compiles for boards that ship.
CLANG_BUILDS = sorted({build.split("@")[0] for build in os.environ["BULKHEAD_BUILDS"].split(":")
                       if build.split("@")[0].endswith("-clang")})

HEAD = """
#include <stdarg.h>
#include <stdint.h>
#define NULL ((void *)0)
struct user_address { uintptr_t word; };
uintptr_t user_address_to_word(struct user_address address);
unsigned long user_window_copy_in(void *to, uintptr_t from, unsigned long bytes);
void *memcpy(void *to, const void *from, unsigned long bytes);
void *memory_clear(void *start, unsigned long bytes);
struct holder { char *pointer; int number; };
struct plain { int number; };
typedef void (*taker_fn)(char *pointer);
void take(char *pointer);
void use(uintptr_t word);
"""

# How a number would become a pointer, or an address a plain number: what is found, the code.
FOUND = {
    "cast": ("number-to-pointer", "char *f(uintptr_t word) { return (char *)word; }"),
    "cast_of_less": ("number-to-pointer", "char *f(uint8_t word) { return (char *)(long)word; }"),
    "cast_of_constant": ("number-to-pointer", "int *f(void) { return (int *)0x20000000; }"),
    "cast_of_sum": ("number-to-pointer", "int *f(int *p) { return (int *)((uintptr_t)p + 4); }"),
    "cast_in_macro": ("number-to-pointer",
                      "#define AT(a) (*(int *)(a))\nint f(uintptr_t word) { return AT(word); }"),
    "cast_of_enum": ("number-to-pointer",
                     "enum e { A = 4 }; int *f(enum e e) { return (int *)e; }"),
    "argument_list": ("number-to-pointer", "char *f(int n, ...) { va_list l; va_start(l, n); "
                      "char *p = va_arg(l, char *); va_end(l); return p; }"),
    "union": ("union", "union both { uintptr_t word; char *pointer; };"),
    "union_of_structures": ("union", "union both { uintptr_t word[2]; struct holder holder; };"),
    "union_in_place": ("union", "char *f(uintptr_t word) "
                       "{ return (union { uintptr_t w; char *p; }){word}.p; }"),
    "union_without_name": ("union", "struct s { union { long word; taker_fn function; }; };"),
    "copy": ("pointer-bytes", "char *f(uintptr_t word) "
             "{ char *p; memcpy(&p, &word, sizeof p); return p; }"),
    "copy_into_structure": ("pointer-bytes", "void f(struct holder *h, const uint8_t *bytes) "
                            "{ memcpy(h, bytes, sizeof *h); }"),
    "copy_by_builtin": ("pointer-bytes", "void f(struct holder *h, const uint8_t *bytes) "
                        "{ __builtin_memcpy(h, bytes, sizeof *h); }"),
    "copy_of_bytes": ("pointer-bytes", "void f(struct holder *h, uint8_t byte) "
                      "{ ((uint8_t *)h)[0] = byte; }"),
    "word_seen_as_pointer": ("pointer-bytes",
                             "char *f(uintptr_t word) { return *(char **)&word; }"),
    "bytes_seen_as_pointer": ("pointer-bytes",
                              "char *f(void *bytes) { char **p = bytes; return *p; }"),
    "words_seen_as_structure": ("pointer-bytes", "struct holder *f(uintptr_t *words) "
                                "{ return (struct holder *)words; }"),
    "other_structure": ("pointer-bytes", "struct holder *f(struct plain *plain) "
                        "{ return (struct holder *)(void *)plain; }"),
    "function_of_another_type": ("function-cast", "void f(uintptr_t word) "
                                 "{ ((void (*)(uintptr_t))take)(word); }"),
    "function_by_void": ("function-cast", "taker_fn f(void *code) { return (taker_fn)code; }"),
    "null_plus": ("null-arithmetic", "char *f(uintptr_t word) { return (char *)NULL + word; }"),
    "null_minus": ("null-arithmetic", "char *f(uintptr_t word) { return (char *)0 - word; }"),
    "null_part": ("null-arithmetic", "struct big { int head; char b[8]; }; "
                  "char f(uintptr_t word) { return ((struct big *)0)->b[word]; }"),
    "null_part_of_part": ("null-arithmetic", "struct big { struct { char b[2][8]; } in; }; "
                          "char *f(uintptr_t word) { return &((struct big *)0)->in.b[1][word]; }"),
    "null_part_plus": ("null-arithmetic", "struct big { int head; char b[8]; }; "
                       "char *f(uintptr_t word) { return ((struct big *)NULL)->b + word; }"),
    "null_variable": ("null-arithmetic",
                      "char f(uintptr_t word) { char *none = NULL; return none[word]; }"),
    "null_variable_set": ("null-arithmetic", "char *f(char *given, uintptr_t word) "
                          "{ char *none = given; none = 0; return none + word; }"),
    "null_variable_part": ("null-arithmetic", "struct big { int head; char b[8]; }; "
                           "char f(uintptr_t word) "
                           "{ const struct big *none = NULL; return none->b[word]; }"),
    "null_variable_added_to": ("null-arithmetic", "char *f(uintptr_t word) "
                               "{ char *none = NULL; none += word; return none; }"),
    "null_in_a_loop": ("null-arithmetic", "char f(char *given, int i) { char found = 0; "
                       "for (char *p = given; i < 4; p = NULL) { found = p[i]; } return found; }"),
    "null_chosen": ("null-arithmetic", "char *f(char *p, uintptr_t word) "
                    "{ return (word == 1 ? p : NULL) + word; }"),
    "null_chosen_first": ("null-arithmetic", "char *f(char *p, uintptr_t word) "
                          "{ return (word == 1 ? NULL : p) + word; }"),
    "null_subscript": ("null-arithmetic",
                       "char *f(uintptr_t word) { return &((char *)0)[word]; }"),
    "assembler_result": ("assembler", "char *f(uintptr_t word) "
                         "{ char *p; __asm__(\"\" : \"=r\"(p) : \"0\"(word)); return p; }"),
    "own_declaration": ("declaration", "extern char *defined_elsewhere_as_a_number;"),
    "own_prototype": ("declaration", "char *defined_elsewhere_with_a_number(uint8_t number);"),
    "window": ("window", "unsigned long f(void *to) { return user_window_copy_in(to, 4, 4); }"),
    "window_by_address": ("window", "unsigned long (*f(void))(void *, uintptr_t, unsigned long) "
                          "{ return user_window_copy_in; }"),
    "unwrapped": ("raw-word",
                  "unsigned f(struct user_address a) { return user_address_to_word(a) & 1; }"),
    "unwrapped_by_copy": ("raw-word", "uintptr_t f(struct user_address a) "
                          "{ uintptr_t w; memcpy(&w, &a, sizeof w); return w; }"),
    "unwrapped_by_cast": ("raw-word",
                          "uintptr_t f(struct user_address a) { return *(uintptr_t *)&a; }"),
    "unwrapped_by_union": ("raw-word",
                           "union both { struct user_address address; uintptr_t word; };"),
    "unwrapped_inside": ("raw-word", "struct slot { int n; struct user_address a; };\n"
                         "const uint8_t *f(struct slot *s) { return (const uint8_t *)s; }"),
    "raw_parameter": ("raw-address", "int f(uintptr_t at) { return at != 0; }"),
    "raw_parameter_by_name": ("raw-address",
                              "int f(uint32_t flag_address) { return flag_address != 0; }"),
    "raw_parameter_of_prototype": ("raw-address", "static int f(int n, uintptr_t at);"),
}

# Nearly the same that is all right.
ACCEPTED = {
    "null": "char *f(void) { return NULL; }",
    "null_replaced_elsewhere": "static char *g(void) { return NULL; } char f(char *given, int i) "
                               "{ char *p = given; if (p == NULL) { p = g(); } return p[i]; }",
    "null_ends_a_loop": "char f(char *given, int i) { char found = 0; "
                        "for (char *p = given; p != NULL; p = NULL) { found = p[i]; } "
                        "return found; }",
    "null_in_another_function": "void g(void) { char *p = NULL; take(p); } "
                                "char f(char *given, int i) { char *p = given; return p[i]; }",
    "part": "struct big { int head; char b[8]; }; char f(struct big *p, int i) { return p->b[i]; }",
    "null_compared": "int f(struct holder *h) { return h == NULL || (char *)0 != h->pointer; }",
    "pointer_to_number": "uintptr_t f(char *pointer) { return (uintptr_t)pointer; }",
    "pointer_moved": "char *f(char *pointer, unsigned n) { return pointer + n; }",
    "bytes_of_plain": "uint8_t *f(struct plain *plain) { return (uint8_t *)plain; }",
    "constant_bytes": "const uint8_t *f(const struct holder *h) { return (const uint8_t *)h; }",
    "equal_copy": "void f(struct holder *to, const struct holder *from) "
                  "{ memcpy(to, from, sizeof *to); }",
    "addresses_copied": "void f(struct user_address *to, struct user_address *from) "
                        "{ memcpy(to, from, sizeof *to); }",
    "cleared": "void f(struct holder *h) { memory_clear(h, sizeof *h); }",
    "union_of_numbers": "union both { uint32_t word; uint8_t bytes[4]; };",
    "union_of_pointer_alone": "union one { char *pointer; };",
    "function_as_it_is": "taker_fn f(void) { return take; }",
    "wrapped_parameter": "struct user_address f(struct user_address at) { return at; }",
    "size_parameter": "unsigned f(unsigned bytes, uint8_t pointer_count) "
                      "{ return bytes + pointer_count; }",
    "address_by_pointer": "void f(uintptr_t *at) { *at = 0; }",
}


def facts_in(folder, text):
    """The facts behind the head, which has some of its own."""
    header = folder / "head.h"
    header.write_text(HEAD, encoding="utf-8")
    source = folder / "code.c"
    source.write_text('#include "head.h"\n' + text + "\n", encoding="utf-8")
    result = subprocess.run([TOOL, source, "--", "-std=gnu17", "-w"], capture_output=True,
                            text=True, check=False)
    assert result.returncode == 0, result.stderr
    found = [addresses.FOUND.fullmatch(line) for line in result.stdout.splitlines()]
    assert all(found), result.stdout
    return {match["fact"] for match in found if match["file"] == str(source)}


@pytest.mark.parametrize("case", FOUND)
def test_found(case, tmp_path):
    fact, code = FOUND[case]
    assert fact in facts_in(tmp_path, code)


@pytest.mark.parametrize("case", ACCEPTED)
def test_accepted(case, tmp_path):
    assert facts_in(tmp_path, ACCEPTED[case]) == set()


def test_header_is_looked_at_where_it_is_included(tmp_path):
    (tmp_path / "inner.h").write_text("static char *f(long word) { return (char *)word; }\n",
                                      encoding="utf-8")
    source = tmp_path / "outer.c"
    source.write_text('#include "inner.h"\n', encoding="utf-8")
    result = subprocess.run([TOOL, source, "--", "-w"], capture_output=True, text=True,
                            check=False)
    assert result.stdout == f"{tmp_path}/inner.h:1: number-to-pointer: f: char *\n"


@pytest.mark.parametrize("words", [[], ["--", "-w"], ["no-such-file.c"]])
def test_bad_usage(words):
    result = subprocess.run([TOOL, *words], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert result.stderr.startswith("address-check: ")


def test_source_that_does_not_compile(tmp_path):
    source = tmp_path / "broken.c"
    source.write_text("char *f(long word) { return word; }\n", encoding="utf-8")
    result = subprocess.run([TOOL, source], capture_output=True, text=True, check=False)
    assert result.returncode == 2
    assert "incompatible integer to pointer conversion" in result.stderr


# ---------------------------------------------------------------------------------------------
# The list

PLACE = ("kernel/a.c", 7, "window", "f", "user_window_copy_out")


def test_what_is_not_agreed_is_a_problem():
    assert addresses.problems({PLACE}, {}) == [
        "kernel/a.c:7: window in f: user_window_copy_out; "
        "tools/check/addresses.txt does not name it"]


@pytest.mark.parametrize("function", ["f", "*"])
def test_what_is_agreed_is_none(function):
    agreed = addresses.agreed_read(f"# remark\n\nwindow kernel/a.c {function} reason\n")
    assert addresses.problems({PLACE}, agreed) == []


def test_what_is_agreed_for_another_function_is_a_problem():
    agreed = addresses.agreed_read("window kernel/a.c g reason\n")
    assert len(addresses.problems({PLACE}, agreed)) == 2


def test_what_is_no_more_is_a_problem():
    agreed = addresses.agreed_read("window kernel/a.c f reason\nunion kernel/b.c * reason\n")
    assert addresses.problems({PLACE}, agreed) == [
        "tools/check/addresses.txt:2: there is no union kernel/b.c * any more"]


@pytest.mark.parametrize("text", ["window kernel/a.c f\n", "window kernel/a.c\n",
                                  "window kernel/a.c f one\nwindow kernel/a.c f two\n"])
def test_bad_list(text):
    with pytest.raises(addresses.AddressError, match="addresses.txt"):
        addresses.agreed_read(text)


@pytest.mark.parametrize("fact, path, is_counted", [
    ("number-to-pointer", "kernel/a.c", True),
    ("number-to-pointer", "capsules/a/a.c", True),
    ("number-to-pointer", "generated/board_wiring.c", True),
    ("number-to-pointer", "arch/arm/boot.c", False),
    ("number-to-pointer", "arch/arm/context.c", True),
    ("window", "arch/arm/boot.c", True),
    ("raw-address", "kernel/a.h", True),
    ("raw-address", "chips/a/a.c", False),
])
def test_where_facts_count(fact, path, is_counted):
    assert addresses.counts(fact, path) == is_counted


if CLANG_BUILDS:
    def test_the_tree_is_as_agreed():
        assert addresses.check(FAST_TOOL, ROOT, CLANG_BUILDS) == []
