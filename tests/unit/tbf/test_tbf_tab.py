# SPDX-License-Identifier: Apache-2.0 OR MIT
"""TAB archives: written, read back, and refused when they are broken."""
import io
import tarfile

import pytest
from tbf_bytes import fixed, image, program


@pytest.fixture
def tab(tool, tbf, tmp_path):
    """A TAB with a fixed image for cortex-m4 and one for any place for cortex-m0."""
    anywhere = tmp_path / "cortex-m0.tbf"
    anywhere.write_bytes(image())
    output = tmp_path / "sample.tab"
    tool.succeed("tab", "-o", output, "--name", 'sa"mple', f"{tbf}=cortex-m4", anywhere)
    return output


def archive(entries, form=tarfile.USTAR_FORMAT):
    """A tar file made by Python; an entry is (name, content) or a TarInfo."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=form) as tar:
        for entry in entries:
            if isinstance(entry, tarfile.TarInfo):
                tar.addfile(entry)
                continue
            info = tarfile.TarInfo(entry[0])
            info.size = len(entry[1])
            tar.addfile(info, io.BytesIO(entry[1]))
    return stream.getvalue()


METADATA = ("metadata.toml", b'tab-version = 1\nname = "x"\n')


def test_tar_reads_what_tab_wrote(tab, tbf):
    with tarfile.open(tab) as tar:
        names = tar.getnames()
        contents = [tar.extractfile(name).read() for name in names]
    assert names == ["metadata.toml", "cortex-m4.0x00040080.0x20010000.tbf", "cortex-m0.tbf"]
    assert contents[0].decode() == ('tab-version = 1\nname = "sa\\"mple"\n'
                                    'minimum-tock-kernel-version = "2.0"\n')
    assert contents[1] == tbf.read_bytes()


def test_same_input_gives_same_bytes(tool, tbf, tmp_path):
    for name in ("one.tab", "two.tab"):
        tool.succeed("tab", "-o", tmp_path / name, "--name", "x", f"{tbf}=cortex-m4")
    assert (tmp_path / "one.tab").read_bytes() == (tmp_path / "two.tab").read_bytes()


def test_list_and_show_name_all_images(tool, tab):
    lines = tool.succeed("list", tab).splitlines()
    assert lines == ['name sa\\x5c"mple', "cortex-m4.0x00040080.0x20010000.tbf 512 valid",
                     "cortex-m0.tbf 512 valid"]
    output = tool.succeed("show", tab)
    assert "tab-version = 1" in output and "flash 0x00040080" in output


def test_untab_gives_the_files_back(tool, tab, tbf, tmp_path):
    tool.succeed("untab", tab, "-d", tmp_path / "out")
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == ["cortex-m0.tbf", "cortex-m4.0x00040080.0x20010000.tbf", "metadata.toml"]
    assert (tmp_path / "out" / names[1]).read_bytes() == tbf.read_bytes()
    tool.succeed("untab", tab, "-d", tmp_path / "out")


@pytest.mark.parametrize("form", [tarfile.USTAR_FORMAT, tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_archives_of_other_tools_are_read(tool, tmp_path, form):
    path = tmp_path / "x.tab"
    folder = tarfile.TarInfo("./")
    folder.type = tarfile.DIRTYPE
    path.write_bytes(archive([folder, ("./metadata.toml", METADATA[1]), ("cortex-m4.bin", b"old"),
                              ("./cortex-m4.tbf", image())], form))
    assert "cortex-m4.tbf 512 valid" in tool.succeed("list", path)
    tool.succeed("show", path)


def test_pax_headers_are_passed_over(tool, tmp_path):
    path = tmp_path / "x.tab"
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as tar:
        info = tarfile.TarInfo("cortex-m4.tbf")
        info.size = 512
        info.pax_headers = {"comment": "built elsewhere"}
        tar.addfile(info, io.BytesIO(image()))
    path.write_bytes(stream.getvalue())
    assert tool.succeed("list", path) == "cortex-m4.tbf 512 valid\n"


def special(name, kind, target=""):
    info = tarfile.TarInfo(name)
    info.type = kind
    info.linkname = target
    return info


BROKEN = {
    "empty": (b"", "truncated"),
    "not_a_tar": (b"\x02\0" * 512, "no tar header"),
    "no_images": (archive([METADATA]), "holds no .tbf"),
    "only_end_mark": (bytes(1024), "holds no .tbf"),
    "path_upwards": (archive([("../x.tbf", image())]), "no plain file name"),
    "path_absolute": (archive([("/tmp/x.tbf", image())]), "no plain file name"),
    "path_in_folder": (archive([("a/x.tbf", image())]), "no plain file name"),
    "parent": (archive([("..", image())]), "no plain file name"),
    "hidden": (archive([(".tbf", image())]), "no plain file name"),
    "control": (archive([("a\x1b.tbf", image())]), "no plain file name"),
    "long_name": (archive([("f" * 120 + "/" + "a" * 60, b"")]), "no plain file name"),
    "gnu_long_name": (archive([("a" * 120 + ".tbf", b"")], tarfile.GNU_FORMAT), "."),
    "link": (archive([special("x.tbf", tarfile.SYMTYPE, "/etc/passwd")]), "no regular file"),
    "hard_link": (archive([special("x.tbf", tarfile.LNKTYPE, "y.tbf")]), "no regular file"),
    "device": (archive([special("x.tbf", tarfile.CHRTYPE)]), "no regular file"),
}


@pytest.mark.parametrize("content, reason", BROKEN.values(), ids=BROKEN.keys())
def test_broken_archive_is_refused(tool, tmp_path, content, reason):
    path = tmp_path / "x.tab"
    path.write_bytes(content)
    tool.refuse(1, reason, "list", path)
    tool.refuse(1, reason, "show", path)


@pytest.mark.parametrize("name", [name for name in BROKEN if name not in
                                  ("no_images", "only_end_mark")])
def test_untab_of_a_broken_archive_writes_nothing(tool, tmp_path, name):
    path = tmp_path / "x.tab"
    path.write_bytes(BROKEN[name][0])
    tool.refuse(1, BROKEN[name][1], "untab", path, "-d", tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_untab_does_not_follow_links(tool, tab, tmp_path):
    (tmp_path / "out").mkdir()
    victim = tmp_path / "victim"
    victim.write_text("precious")
    (tmp_path / "out" / "metadata.toml").symlink_to(victim)
    tool.refuse(1, "symbolic link", "untab", tab, "-d", tmp_path / "out")
    assert victim.read_text() == "precious"


def reheaded(content, offset, field):
    """Overwrites part of the first tar header and makes its checksum right again."""
    changed = bytearray(content)
    changed[offset:offset + len(field)] = field
    changed[148:156] = b"        "
    changed[148:156] = b"%06o\0 " % sum(changed[:512])
    return bytes(changed)


@pytest.mark.parametrize("size", [b"77777777777\0", b"00000020000\0", b"777777777777",
                                  b"0000000000x\0", b"-0000000001\0", b"\x80" + b"\xff" * 11,
                                  b"            "])
def test_wrong_size_field_is_refused(tool, tmp_path, size):
    path = tmp_path / "x.tab"
    path.write_bytes(reheaded(archive([("cortex-m4.tbf", image())])[:2048], 124, size))
    tool.refuse(1, "truncated|no octal size", "list", path)


def test_changed_header_byte_breaks_the_checksum(tool, tmp_path):
    content = bytearray(archive([("cortex-m4.tbf", image())]))
    content[3] ^= 1
    path = tmp_path / "x.tab"
    path.write_bytes(content)
    tool.refuse(1, "right checksum", "list", path)


def test_archive_cut_at_any_length_is_refused_before_its_end_mark(tool, tab, tmp_path):
    content = tab.read_bytes()
    end_mark = len(content) - 1024
    assert not any(content[end_mark:])
    paths = []
    for length in range(len(content)):
        paths.append(tmp_path / f"{length}.tab")
        paths[-1].write_bytes(content[:length])
    result = tool.run("show", *paths)
    refused = {line.split(": ")[1] for line in result.stderr.splitlines()}
    assert refused == {str(path) for path in paths[:end_mark + 512]}


METADATA_RULES = {
    "missing": ([("cortex-m4.tbf", image())], "no metadata.toml"),
    "second": ([("cortex-m4.tbf", image()), METADATA], "not the first entry"),
    "version": ([("metadata.toml", b"tab-version = 2\nname = \"x\""), ("cortex-m4.tbf", image())],
                "another tab-version"),
    "no_version": ([("metadata.toml", b'name = "x"'), ("cortex-m4.tbf", image())],
                   "no tab-version"),
    "no_name": ([("metadata.toml", b"tab-version = 1"), ("cortex-m4.tbf", image())], "no name"),
    "invalid_image": ([METADATA, ("cortex-m4.tbf", image(fix=False))], "cortex-m4.tbf: checksum"),
}


@pytest.mark.parametrize("entries, reason", METADATA_RULES.values(), ids=METADATA_RULES.keys())
def test_show_names_the_violated_rule_of_a_tab(tool, tmp_path, entries, reason):
    path = tmp_path / "x.tab"
    path.write_bytes(archive(entries))
    tool.refuse(1, reason, "show", path)


def test_tab_refuses_what_is_no_single_valid_program(tool, tmp_path):
    path = tmp_path / "cortex-m4.tbf"
    output = tmp_path / "out.tab"
    for content, reason in ((image(fix=False), "checksum"), (image() + image(), "512 bytes follow"),
                            (image(b"", total=16, flags=0), "padding object"), (b"", "too short")):
        path.write_bytes(content)
        tool.refuse(1, reason, "tab", "-o", output, "--name", "x", path)
    assert not output.exists()


def test_tab_refuses_bad_requests(tool, tbf, tmp_path):
    output = tmp_path / "out.tab"
    twin = tmp_path / "twin.tbf"
    twin.write_bytes(tbf.read_bytes())
    tool.refuse(1, "same architecture and addresses", "tab", "-o", output, "--name", "x",
                f"{tbf}=cortex-m4", f"{twin}=cortex-m4")
    tool.refuse(2, "no architecture", "tab", "-o", output, "--name", "x", f"{tbf}=Cortex/M4")
    tool.refuse(2, "no architecture", "tab", "-o", output, "--name", "x", f"{tbf}=")
    tool.refuse(2, "--name takes UTF-8", "tab", "-o", output, "--name", "a\nb", f"{tbf}=x")
    tool.refuse(2, "FILE.tbf is missing", "tab", "-o", output, "--name", "x")
    tool.refuse(2, "-o is missing", "tab", "--name", "x", tbf)
    assert not output.exists()


def test_several_places_of_one_architecture_fit_one_tab(tool, tmp_path):
    sources = []
    for slot in range(3):
        path = tmp_path / f"{slot}.tbf"
        path.write_bytes(image(program() + fixed(0x20010000 + slot * 0x4000,
                                                 0x40034 + slot * 0x10000)))
        sources.append(f"{path}=cortex-m4")
    output = tmp_path / "out.tab"
    tool.succeed("tab", "-o", output, "--name", "x", *sources)
    assert "cortex-m4.0x00060034.0x20018000.tbf 512 valid" in tool.succeed("list", output)
