# SPDX-License-Identifier: Apache-2.0 OR MIT
# libmicrokit on the IPC library, above the same kernel of the tests.
set(UNIT_SOURCES user/ipc/buffer.c user/ipc/current.c user/ipc/line.c user/ipc/stop.c
    user/libmicrokit/channels.c user/libmicrokit/children.c user/libmicrokit/debug.c
    user/libmicrokit/entry_points.c user/libmicrokit/events.c user/libmicrokit/indices.c
    user/libmicrokit/name.c tests/unit/user_ipc/fake_kernel.c)
set(UNIT_INCLUDES tests/unit/user_ipc/include user/ipc/include user/libmicrokit/include
    user/libmicrokit user/ipc tests/unit/user_ipc user/runtime/include)
set(UNIT_DEFINES fputc=fake_fputc)
