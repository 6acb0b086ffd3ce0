# SPDX-License-Identifier: Apache-2.0 OR MIT
"""`bh size`: builds a board and hands it to tools/size."""

import os
import subprocess
import sys

import build


def main():
    parser = build.Parser("size")
    parser.add_board()
    options = parser.parse_args()
    if not build.build(build.split_name(options.board)[0]):
        return 1
    tool = os.path.join(build.ROOT, "tools", "size", "size.py")
    return subprocess.run(
        [sys.executable, tool, "--board", options.board,
         "--build", build.board_place(options.board)], check=False).returncode


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(1)
