# SPDX-License-Identifier: Apache-2.0 OR MIT
"""The stack depth tool: small graphs with known depths, and every way in which it must refuse."""

import pathlib
import re
import subprocess
import sys

import pytest

TOOL = pathlib.Path(__file__).resolve().parents[3] / "tools" / "stack_depth" / "stack_depth.py"


def node(title, stack_bytes=None, kind="static"):
    """One node as GCC writes it; without stack bytes, a function that is only declared."""
    label = f"{title}\\nfile.c:1:1"
    if stack_bytes is None:
        return f'node: {{ title: "{title}" label: "{label}" shape : ellipse }}'
    return f'node: {{ title: "{title}" label: "{label}\\n{stack_bytes} bytes ({kind})" }}'


def edge(source, target, place="/src/file.c:2:2"):
    """One call as GCC writes it."""
    return f'edge: {{ sourcename: "{source}" targetname: "{target}" label: "{place}" }}'


def graph(*lines):
    """A whole .ci file."""
    return "\n".join(['graph: { title: "/src/file.c"', *lines, "}", ""])


def run(folder, edges, *graphs, limit=1000, verbose=False):
    """Runs the tool over the texts."""
    (folder / "edges.txt").write_text(edges)
    for number, text in enumerate(graphs):
        (folder / f"{number}.ci").write_text(text)
    command = [sys.executable, str(TOOL), "--edges", str(folder / "edges.txt")]
    command += ["--limit", str(limit), str(folder)] + (["--verbose"] if verbose else [])
    return subprocess.run(command, capture_output=True, text=True, check=False)


def depth_of(result, chain="kernel"):
    """The bytes that the tool printed for a chain."""
    assert result.returncode == 0, result.stderr
    for line in result.stdout.splitlines():
        if line.startswith(f"stack {chain}: "):
            return int(line.split()[2])
    raise AssertionError(result.stdout)


def refusal(result):
    """The one line with which the tool refused."""
    assert result.returncode == 1, result.stdout
    lines = result.stderr.splitlines()
    assert len(lines) == 1 and lines[0].startswith("stack_depth: "), result.stderr
    return lines[0]


ONE_LEVEL = "!level base 0: handler\n!chain kernel: base\n"


def test_deepest_of_two_branches_counts(tmp_path):
    text = graph(
        node("handler", 8),
        node("shallow", 16),
        node("/src/file.c:deep", 100),
        edge("handler", "shallow"),
        edge("handler", "/src/file.c:deep"),
    )
    assert depth_of(run(tmp_path, ONE_LEVEL, text)) == 108


def test_call_into_another_file_is_followed(tmp_path):
    first = graph(node("handler", 8), node("other"), edge("handler", "other"))
    assert depth_of(run(tmp_path, ONE_LEVEL, first, graph(node("other", 24)))) == 32


def indirect_in_header():
    """A function with a call through a pointer that was inlined from a header."""
    return graph(
        node("handler", 8),
        node("target", 24),
        node("other", 64),
        node("__indirect_call"),
        edge("handler", "__indirect_call", "/src/inline.h:3:3"),
    )


def test_call_through_a_pointer_in_a_header_is_one_of_the_functions_own_file(tmp_path):
    edges = ONE_LEVEL + "!indirect file.c -> target\n"
    assert depth_of(run(tmp_path, edges, indirect_in_header())) == 32


def test_list_of_a_header_goes_before_that_of_the_file(tmp_path):
    edges = ONE_LEVEL + "!indirect? file.c -> target\n!indirect inline.h -> other\n"
    assert depth_of(run(tmp_path, edges, indirect_in_header())) == 72


def test_function_that_is_compiled_twice_counts_with_its_larger_frame(tmp_path):
    first = graph(node("handler", 8), node("copy", 40), edge("handler", "copy"))
    assert depth_of(run(tmp_path, ONE_LEVEL, first, graph(node("copy", 16)))) == 48


def test_list_that_may_be_without_use_names_what_the_compiler_has_put_elsewhere(tmp_path):
    source = tmp_path / "source.c"
    source.write_text("static int gone(void) { return 1; }\nint handler(void) { return gone(); }\n")
    text = graph(node("handler", 8), node(f"{source}:other", 4))
    for key in ["source.c", f"{tmp_path.name}/source.c", f"{tmp_path.name}/", "source.c:gone"]:
        edges = f"!indirect? {key} -> handler\n" + ONE_LEVEL
        assert depth_of(run(tmp_path, edges, text)) == 8
    edges = "!indirect? source.c:one -> handler\n" + ONE_LEVEL
    assert "no function source.c:one" in refusal(run(tmp_path, edges, text))


def test_every_list_of_the_boards_names_a_source_that_is_there():
    """Also those of boards that have not been built, and of capsules that are gone."""
    root = TOOL.parents[2]
    files = sorted([*root.glob("arch/*/stack_edges*.txt"), *root.glob("boards/*/stack_edges*.txt")])
    folders = ["arch", "boards", "capsules", "chips", "kernel", "tests"]
    sources = [path for name in folders for path in (root / name).glob("**/*.c")]
    keys = 0
    for path in files:
        capsule = path.stem.removeprefix("stack_edges").removeprefix("_")
        assert not capsule or (root / "capsules" / capsule).is_dir(), path
        text = path.read_text(encoding="utf-8")
        for key in re.findall(r"^!(?:indirect|passed)\?? (\S*[./]\S*) ->", text, re.MULTILINE):
            file_name, _, name = key.partition(":")
            found = [source for source in sources if source.as_posix().endswith(f"/{file_name}")]
            assert found, f"{path}: {key}"
            assert any(f"{name}(" in source.read_text(encoding="utf-8") for source in found), key
            keys += 1
    assert len(files) > 10 and keys > 30


def test_levels_of_a_chain_add_up_with_their_hardware_frames(tmp_path):
    edges = (
        "!level base 0: first second\n!level device 36: device\n!level fault 36: fault\n"
        "!chain kernel: base device fault\n!chain boot: base fault\n"
    )
    text = graph(node("first", 10), node("second", 20), node("device", 30), node("fault", 40))
    result = run(tmp_path, edges, text)
    assert depth_of(result) == 20 + 36 + 30 + 36 + 40
    assert depth_of(result, "boot") == 20 + 36 + 40


def test_assembler_function_counts_with_the_stated_bytes(tmp_path):
    edges = "handler 64 -> work leaf\nleaf 4\n" + ONE_LEVEL
    assert depth_of(run(tmp_path, edges, graph(node("work", 12)))) == 76


def test_added_edge_of_a_compiled_function_is_followed(tmp_path):
    edges = "handler -> work\n" + ONE_LEVEL
    assert depth_of(run(tmp_path, edges, graph(node("handler", 8), node("work", 12)))) == 20


@pytest.mark.parametrize("key", ["handler", "file.c:handler", "src/file.c", "file.c"])
def test_call_through_a_pointer_reaches_its_deepest_target(tmp_path, key):
    edges = f"!set commands = one two\n!indirect {key} -> @commands\n" + ONE_LEVEL
    text = graph(
        node("handler", 8), node("one", 16), node("two", 32), edge("handler", "__indirect_call")
    )
    assert depth_of(run(tmp_path, edges, text)) == 40


def test_through_function_is_resolved_for_each_caller(tmp_path):
    # In a graph without callers' knowledge enter -> first -> enter would be recursion.
    edges = (
        "enter 40\n!through enter\n!passed handler -> first\n!passed first -> second\n"
        + ONE_LEVEL
    )
    text = graph(
        node("handler", 8),
        node("first", 16),
        node("second", 32),
        edge("handler", "enter"),
        edge("first", "enter"),
    )
    assert depth_of(run(tmp_path, edges, text)) == 8 + 40 + 16 + 40 + 32


def test_compiled_wrapper_of_a_through_function_passes_the_choice_on(tmp_path):
    edges = (
        "enter 40\n!through enter\n!through wrapper\n!passed src/file.c -> first\n" + ONE_LEVEL
    )
    text = graph(
        node("handler", 8),
        node("wrapper", 4),
        node("first", 16),
        edge("handler", "wrapper"),
        edge("wrapper", "enter"),
    )
    assert depth_of(run(tmp_path, edges, text)) == 8 + 4 + 40 + 16


def test_copy_made_by_the_compiler_keeps_its_name(tmp_path):
    edges = "!indirect work -> one\n" + ONE_LEVEL
    text = graph(
        node("handler", 8),
        node("/src/file.c:work.constprop.0", 4),
        node("one", 16),
        edge("handler", "/src/file.c:work.constprop.0"),
        edge("/src/file.c:work.constprop.0", "__indirect_call"),
    )
    assert depth_of(run(tmp_path, edges, text)) == 28


def test_bounded_dynamic_frame_counts_with_its_bound(tmp_path):
    assert depth_of(run(tmp_path, ONE_LEVEL, graph(node("handler", 24, "dynamic,bounded")))) == 24


@pytest.mark.parametrize("limit, is_good", [(24, True), (23, False)])
def test_both_sides_of_the_limit(tmp_path, limit, is_good):
    result = run(tmp_path, ONE_LEVEL, graph(node("handler", 24)), limit=limit)
    assert (result.returncode == 0) == is_good
    if not is_good:
        assert "24 bytes exceed 23" in refusal(result)


def test_chain_with_a_limit_of_its_own(tmp_path):
    edges = ONE_LEVEL + "!chain panic limit=16: base\n"
    assert "panic: 24 bytes exceed 16" in refusal(
        run(tmp_path, edges, graph(node("handler", 24)), limit=100)
    )


def test_verbose_prints_the_deepest_path(tmp_path):
    text = graph(node("handler", 8), node("work", 12), edge("handler", "work"))
    result = run(tmp_path, ONE_LEVEL, text, verbose=True)
    assert "base: handler 8 > work 12" in result.stdout


HANDLER = graph(node("handler", 8))

REFUSALS = [
    (
        "unknown callee",
        ONE_LEVEL,
        graph(node("handler", 8), node("missing"), edge("handler", "missing")),
        "handler calls missing, whose stack use is unknown",
    ),
    (
        "call through a pointer",
        ONE_LEVEL,
        graph(node("handler", 8), edge("handler", "__indirect_call")),
        r"handler calls through a pointer (/src/file.c): no !indirect line",
    ),
    (
        "recursion",
        ONE_LEVEL,
        graph(
            node("handler", 8),
            node("one", 4),
            node("two", 4),
            edge("handler", "one"),
            edge("one", "two"),
            edge("two", "one"),
        ),
        "recursion: one -> two -> one",
    ),
    (
        "recursion into oneself",
        ONE_LEVEL,
        graph(node("handler", 8), edge("handler", "handler")),
        "recursion: handler -> handler",
    ),
    (
        "recursion through a pointer",
        "!indirect handler -> handler\n" + ONE_LEVEL,
        graph(node("handler", 8), edge("handler", "__indirect_call")),
        "recursion: handler -> handler",
    ),
    (
        "dynamic frame",
        ONE_LEVEL,
        graph(node("handler", 8, "dynamic")),
        "handler has a frame of variable size",
    ),
    (
        "through without choice",
        "enter 4\n!through enter\n" + ONE_LEVEL,
        graph(node("handler", 8), edge("handler", "enter")),
        "handler passes a pointer (/src/file.c): no !passed line",
    ),
    (
        "through as a root",
        "enter 4\n!through enter\n!level base 0: enter\n!chain kernel: base\n",
        HANDLER,
        "level base: enter is a !through function",
    ),
    (
        "stale passed line",
        "!passed handler -> handler\n" + ONE_LEVEL,
        HANDLER,
        "!passed handler matches no reachable call",
    ),
    (
        "pointer call that is only passed",
        "!passed handler -> handler\n" + ONE_LEVEL,
        graph(node("handler", 8), edge("handler", "__indirect_call")),
        "handler calls through a pointer (/src/file.c): no !indirect line",
    ),
    (
        "stale indirect line",
        "!indirect gone -> handler\n" + ONE_LEVEL,
        HANDLER,
        "!indirect gone matches no reachable call",
    ),
    (
        "file that the function is not in",
        "!indirect gone.c:handler -> one\n" + ONE_LEVEL,
        graph(node("handler", 8), node("one", 16), edge("handler", "__indirect_call")),
        "handler calls through a pointer (/src/file.c): no !indirect line",
    ),
    ("stale file", "!indirect? gone.c -> handler\n" + ONE_LEVEL, HANDLER, "no source gone.c"),
    ("stale folder", "!indirect? gone/ -> handler\n" + ONE_LEVEL, HANDLER, "no source gone/"),
    ("stale name", "!passed? gone -> handler\n" + ONE_LEVEL, HANDLER, "no function gone"),
    (
        "stale name in a file",
        "!indirect? file.c:gone -> handler\n" + ONE_LEVEL,
        HANDLER,
        "no function file.c:gone",
    ),
    ("unknown root", "!level base 0: gone\n!chain kernel: base\n", HANDLER, "no function gone"),
    ("unknown target", "!indirect handler -> gone\n" + ONE_LEVEL, HANDLER, "no function gone"),
    ("unknown caller", "gone -> handler\n" + ONE_LEVEL, HANDLER, "no function gone"),
    ("unknown callee of assembler", "a 4 -> gone\n" + ONE_LEVEL, HANDLER, "no function gone"),
    ("unknown set", "handler -> @gone\n" + ONE_LEVEL, HANDLER, "no set @gone"),
    ("unknown level", "!chain kernel: gone\n", HANDLER, "no level gone"),
    ("no chain", "!level base 0: handler\n", HANDLER, "no !chain"),
    ("compiled and assembler", "handler 4\n" + ONE_LEVEL, HANDLER, "handler is known already"),
    ("unknown directive", "!what handler\n" + ONE_LEVEL, HANDLER, "statement not understood"),
    ("no arrow", "handler handler\n" + ONE_LEVEL, HANDLER, "statement not understood"),
    ("arrow to nothing", "handler ->\n" + ONE_LEVEL, HANDLER, "statement not understood"),
    ("name alone", "handler\n" + ONE_LEVEL, HANDLER, "statement not understood"),
    (
        "ambiguous static name",
        "handler -> same\n" + ONE_LEVEL,
        graph(node("handler", 8), node("/a.c:same", 4), node("/b.c:same", 4)),
        "same is ambiguous: /a.c:same /b.c:same",
    ),
    ("not a graph", ONE_LEVEL, "hello\n", "not a call graph"),
    ("damaged node", ONE_LEVEL, "graph: {\nnode: what\n}\n", "line not understood: node: what"),
]


@pytest.mark.parametrize(
    "edges, text, reason", [case[1:] for case in REFUSALS], ids=[case[0] for case in REFUSALS]
)
def test_refuses(tmp_path, edges, text, reason):
    assert reason in refusal(run(tmp_path, edges, text))


def test_refuses_a_missing_graph(tmp_path):
    assert "no .ci files" in refusal(run(tmp_path, ONE_LEVEL))


def test_bad_usage_is_status_2(tmp_path):
    result = subprocess.run(
        [sys.executable, str(TOOL), "--limit", "many", str(tmp_path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 2 and "invalid int value" in result.stderr


SOURCE = """
typedef int (*step_fn)(int);
struct pair { int number; step_fn step; };
int outside(int value);
int handler(int index);
static int small(int value) { return value + outside(value); }
static int large(int value) { volatile int array[32]; array[value] = value; return array[0]; }
static const struct pair table[] = {{1, small}, {2, large}};
int handler(int index) { return table[index].step(index) + 1; }
int outside(int value) { return value; }
step_fn other(void);
static int loose(int value) { return value - 1; }
EXTRA
"""


# The compilers of the boards' processor families, with what they are told to make.
COMPILERS = {
    "arm": ["arm-none-eabi-gcc", "-mthumb", "-mcpu=cortex-m4"],
    "riscv": ["riscv64-unknown-elf-gcc", "-march=rv32imac", "-mabi=ilp32", "-mcmodel=medany"],
}


@pytest.fixture(name="compile_and_run", params=COMPILERS)
def compile_and_run_of_family(request):
    """compile_and_run() with the compiler of each processor family."""
    return lambda *arguments: compile_and_run_with(COMPILERS[request.param], *arguments)


def compile_and_run_with(compiler, folder, edges, extra="step_fn other(void) { return 0; }"):
    """Compiles the source with the kernel's compiler and runs the tool over what GCC wrote."""
    (folder / "source.c").write_text(SOURCE.replace("EXTRA", extra))
    (folder / "edges.txt").write_text(edges)
    subprocess.run(
        [*compiler, "-Os", "-ffreestanding", "-fno-inline"]
        + ["-ffunction-sections", "-fdata-sections", "-fcallgraph-info=su", "-c", "source.c"]
        + ["-w", "-o", "source.o"],
        cwd=folder,
        check=True,
    )
    command = [sys.executable, str(TOOL), "--objects", "--verbose", "--limit", "1000"]
    command += ["--edges", str(folder / "edges.txt"), str(folder / "source.ci")]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_targets_come_from_the_tables_of_the_object(compile_and_run, tmp_path):
    result = compile_and_run(
        tmp_path, "!table steps = table\n!indirect handler -> @steps\n" + ONE_LEVEL
    )
    assert depth_of(result) >= 128
    assert "large" in result.stdout and "small" not in result.stdout


def test_refuses_a_function_whose_address_is_taken_but_no_list_names(compile_and_run, tmp_path):
    result = compile_and_run(
        tmp_path,
        "!table steps = table\n!indirect handler -> @steps\n" + ONE_LEVEL,
        "step_fn other(void) { return loose; }",
    )
    assert "the address of source.c:loose is taken, but no list names it" in refusal(result)


def test_function_that_only_unlinked_code_holds_can_be_named(compile_and_run, tmp_path):
    result = compile_and_run(
        tmp_path,
        "!table steps = table\n!indirect handler -> @steps\n!unreachable loose\n" + ONE_LEVEL,
        "step_fn other(void) { return loose; }",
    )
    assert depth_of(result) >= 128


def test_refuses_a_target_that_the_list_forgets(compile_and_run, tmp_path):
    result = compile_and_run(tmp_path, "!indirect handler -> small\n" + ONE_LEVEL)
    assert "the address of source.c:large is taken" in refusal(result)


def test_refuses_an_unknown_table(compile_and_run, tmp_path):
    result = compile_and_run(tmp_path, "!table steps = gone\n" + ONE_LEVEL)
    assert "no table gone with functions" in refusal(result)


def test_refuses_a_graph_without_its_object(tmp_path):
    (tmp_path / "edges.txt").write_text(ONE_LEVEL)
    (tmp_path / "0.ci").write_text(HANDLER)
    command = [sys.executable, str(TOOL), "--objects", "--limit", "9"]
    command += ["--edges", str(tmp_path / "edges.txt"), str(tmp_path / "0.ci")]
    result = subprocess.run(command, capture_output=True, text=True, check=False)
    assert "the object file is missing" in refusal(result)
