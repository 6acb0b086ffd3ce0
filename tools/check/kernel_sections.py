#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0 OR MIT
"""Checks that the linker placed nothing on its own: every section that takes memory in a linked
kernel is one that its linker script names. A stray section of a capsule would lie outside the
text that is watched for traps.
"""

import argparse
import re
import subprocess
import sys


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readelf", required=True)
    parser.add_argument("--script", required=True)
    parser.add_argument("kernel")
    options = parser.parse_args()

    with open(options.script, encoding="utf-8") as file:
        script = re.sub(r"/\*.*?\*/", "", file.read(), flags=re.DOTALL)
    named = set(re.findall(r"^\s*(\.[\w.]+)\s[^;={}\n]*:", script, re.MULTILINE))
    text = subprocess.run([options.readelf, "--section-headers", "--wide", options.kernel],
                          check=True, capture_output=True, text=True).stdout
    # Number, name, type, address, offset, size, entry size, flags.
    sections = re.findall(r"^\s*\[\s*\d+\] (\S+)\s+\S+\s+\S+ \S+ (\S+) \S+ +([A-Za-z]*A[A-Za-z]*) ",
                          text, re.MULTILINE)
    strays = [name for name, size, _ in sections if name not in named and int(size, 16) > 0]
    for name in strays:
        print(f"kernel sections: {options.script} has no place for {name}", file=sys.stderr)
    if not sections:
        print(f"kernel sections: {options.kernel} has none", file=sys.stderr)
    return 1 if strays or not sections else 0


if __name__ == "__main__":
    sys.exit(main())
