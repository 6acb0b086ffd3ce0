# SPDX-License-Identifier: Apache-2.0 OR MIT
# The IPC library of programs, above a kernel that the tests write.
set(UNIT_SOURCES user/ipc/buffer.c user/ipc/current.c user/ipc/line.c user/ipc/stop.c)
set(UNIT_INCLUDES tests/unit/user_ipc/include user/ipc/include user/ipc)
