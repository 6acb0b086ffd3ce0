# SPDX-License-Identifier: Apache-2.0 OR MIT
"""What the sources and images of the IPC library must look like, whatever a run shows."""

import re
import subprocess
import sys

import pytest

import variants

USER = variants.ROOT / "user"
HEADERS = [*USER.glob("ipc/include/**/*.h"), *USER.glob("libmicrokit/include/**/*.h")]
SOURCES = [*HEADERS, *USER.glob("ipc/*.[ch]"), *USER.glob("libmicrokit/*.[ch]")]
STUBS = sorted(USER.glob("runtime/*/include/bulkhead/ipc_call_instruction.h"))
COMPILERS = ["gcc", "clang"]


def code(path):
    """Text without comments."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r"//[^\n]*|/\*.*?\*/", "", text, flags=re.DOTALL)


def test_each_stub_names_the_buffer_and_all_memory():
    assert len(STUBS) == 2
    for path in STUBS:
        statements = re.findall(r"__asm__\s+volatile\((.*?)\);", code(path), re.DOTALL)
        assert statements, path
        for statement in statements:
            assert '"+m"(*buffer_)' in statement, path
            assert '"memory"' in statement, path


def test_no_other_file_of_the_libraries_traps():
    for path in SOURCES:
        assert not re.search(r'__asm__[^;]*"(svc|ecall)', code(path)), path


@pytest.mark.parametrize("word", [r"\brestrict\b", r"const\s+union\s+ipc_message",
                                  r"const\s+struct\s+ipc_buffer_memory\s*\*\s*\w+_?\("])
def test_no_header_hands_out_a_promise_about_the_words(word):
    assert HEADERS
    for path in HEADERS:
        assert not re.search(word, code(path)), path


def test_no_storage_is_thread_local():
    for path in SOURCES:
        assert not re.search(r"_Thread_local|__thread|thread_local|<threads\.h>", code(path)), path


def objects(target, compiler, folder, *options):
    build = variants.Build(target, folder)
    made = []
    for path in sorted(USER.glob("ipc/*.c")):
        if path.name != "end.c":
            made.append(folder / f"{path.stem}.o")
            variants.run(*build.compiler(compiler), "-Os", "-ffunction-sections",
                         "-fdata-sections", *options, "-c", path, "-o", made[-1])
    return build, made


@pytest.mark.parametrize("compiler", COMPILERS)
@pytest.mark.parametrize("target", variants.TARGETS)
def test_no_object_has_thread_local_relocations(target, compiler, tmp_path):
    build, made = objects(target, compiler, tmp_path)
    for path in made:
        text = variants.run(f"{build.prefix}readelf", "-rS", path)
        assert not re.search(r"_TLS|TLS_|TPREL|\.tdata|\.tbss", text), path


@pytest.mark.parametrize("compiler", COMPILERS)
def test_explicit_program_has_no_current_buffer(compiler, tmp_path):
    build, made = objects("cortex-m4", compiler, tmp_path)
    program = tmp_path / "explicit.o"
    variants.run(*build.compiler(compiler), "-Os", "-c", variants.FOLDER / "explicit.c", "-o",
                 program)
    archive = tmp_path / "libipc.a"
    variants.run("arm-none-eabi-ar", "rc", archive, *made)
    elf = tmp_path / "explicit.elf"
    variants.run(*build.target.gcc, "-nostdlib", "-Wl,--gc-sections", program, archive, "-lgcc",
                 "-Wl,--no-warn-rwx-segments", "-o", elf)
    names = variants.run("arm-none-eabi-nm", elf)
    assert "ipc_buffer_open_at" in names
    assert "ipc_current" not in names


@pytest.mark.parametrize("options", [[], ["-mcpu=cortex-m0"]])
def test_check_needs_no_special_instructions(options, tmp_path):
    _, made = objects("cortex-m4", "gcc", tmp_path, *options)
    assert len(made) == 4


def test_atomic_form_uses_exclusive_instructions_or_does_not_compile(tmp_path):
    build = variants.Build("cortex-m4", tmp_path)
    command = [*build.compiler("gcc"), "-Os", "-DIPC_ATOMIC=1", "-c", variants.FOLDER / "cost.c",
               "-o", tmp_path / "cost.o"]
    variants.run(*command)
    text = variants.run("arm-none-eabi-objdump", "-d", tmp_path / "cost.o")
    assert text.count("strex") >= 3  # a writer, a reader and its end
    with pytest.raises(AssertionError, match="IPC_ATOMIC: this processor has no instructions"):
        variants.run(*command, "-mcpu=cortex-m0")


# ---------------------------------------------------------------------------------------------
# Variables that the build tool patches

def patched_image(compiler, folder, is_patched):
    build = variants.Build("cortex-m4", folder)
    output, elf = folder / "patched.o", folder / "patched.elf"
    flags = ["-O2", "-flto", "-ffunction-sections", "-fdata-sections"]
    flags += ["-DIS_PATCHED"] if is_patched else []
    variants.run(*build.compiler(compiler), *flags, "-c", variants.FOLDER / "patched.c", "-o",
                 output)
    script = folder / "patched.ld"
    script.write_text("ENTRY(_start)\nSECTIONS {\n"
                      ".text 0x8000 : { *(.text .text.*) *(.rodata .rodata.*) }\n"
                      ".data 0x20000000 : { KEEP(*(.data.patched.*)) *(.data .data.*)\n"
                      "*(.bss .bss.*) } /DISCARD/ : { *(.ARM.exidx*) *(.comment) } }\n", "utf-8")
    if compiler == "gcc":
        variants.run(*build.compiler("gcc"), *flags, "-nostdlib", f"-T{script}", output,
                     "-Wl,--gc-sections", "-Wl,--no-warn-rwx-segments", "-o", elf)
    else:
        variants.run("ld.lld-19", "--gc-sections", "-T", script, output, "-e", "_start", "-o", elf)
    names = variants.run("arm-none-eabi-nm", elf)
    text = variants.run("arm-none-eabi-objdump", "-d", "--no-show-raw-insn", elf)
    return names, re.findall(r"\t(ldr\w*(?:\.w)?)\t(?!.*\[pc)", text)


@pytest.mark.parametrize("compiler", COMPILERS)
def test_patched_variables_stay_and_are_loaded(compiler, tmp_path):
    names, loads = patched_image(compiler, tmp_path, True)
    for name in ("ring_address", "never_used", "program_label"):
        assert re.search(rf" [Dd] {name}$", names, re.MULTILINE), names
    assert len(loads) >= 2


@pytest.mark.parametrize("compiler", COMPILERS)
def test_variables_without_the_macro_are_folded_away(compiler, tmp_path):
    names, loads = patched_image(compiler, tmp_path, False)
    assert "ring_address" not in names
    assert not loads


# ---------------------------------------------------------------------------------------------
# The compact form

def test_sites_are_numbers_in_the_image_and_places_on_the_host(tmp_path):
    build = variants.Build("cortex-m4", tmp_path, variants=[
        variants.Variant("gcc", "Os", False, True), variants.Variant("clang", "Os", False, True)])
    build.defines.append("-DIPC_CHECK=IPC_CHECK_COMPACT")
    lines = [found[-1] for found in build.output().values()]
    shape = (r"program: ipc buffer in use: site (\d+) while written since site (\d+); end the view "
             r"before the call")
    assert len(lines) == 2
    for line in lines:
        numbers = [int(number) for number in re.fullmatch(shape, line).groups()]
        assert all(number % 2 == 1 and 0x100 < number < 0x10000 for number in numbers)
    # The places are in the file, and no part of what is loaded.
    elf = tmp_path / "machine.elf"
    sections = variants.run("arm-none-eabi-readelf", "-SW", elf)
    assert re.search(r"\.ipc_sites +\w+ +00000100 \w+ \w+ \w+ +[^A ]* +\d", sections)

    tool = variants.ROOT / "tools" / "ipc_sites" / "ipc_sites.py"
    run = subprocess.run([sys.executable, tool, elf], capture_output=True, text=True, check=True,
                         input="\n".join(lines) + "\nother site 3\n")
    result = run.stdout.splitlines()
    full = (r"program: ipc buffer in use: call at client\.c:\d+ while written since client\.c:\d+; "
            r"end the view before the call")
    assert re.fullmatch(full, result[0])
    assert result[0] == result[1]
    assert result[2] == "other site 3"


def test_tool_says_what_is_wrong_with_a_file(tmp_path):
    tool = variants.ROOT / "tools" / "ipc_sites" / "ipc_sites.py"
    wrong = tmp_path / "wrong.elf"
    for content in (b"", b"\x7fELF", b"\x7fELF\x01\x01" + b"\xff" * 80):
        wrong.write_bytes(content)
        result = subprocess.run([sys.executable, tool, wrong], input="", capture_output=True,
                                text=True, check=False)
        assert result.returncode == 1
        assert result.stderr.startswith(f"{wrong}: ") and result.stderr.count("\n") == 1
