// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What Clang's thread-safety analysis is told about the IPC buffer. GCC knows none of it.
 *
 * "The buffer is written" and "the buffer is read" are two things that a function holds while a
 * view is open. There is no object behind either: the analysis knows only the names. It sees one
 * function at a time, and one buffer: what it cannot see the check at run time finds.
 */
#pragma once

#ifdef __clang__
#define IPC_ANALYSIS_(attribute) __attribute__((attribute))
#else
#define IPC_ANALYSIS_(attribute)
#endif

/// For a function that does on purpose what the analysis refuses, such as open views of two
/// buffers.
#define IPC_UNANALYSED IPC_ANALYSIS_(no_thread_safety_analysis)

#define IPC_ACQUIRE_(...) IPC_ANALYSIS_(acquire_capability(__VA_ARGS__))
#define IPC_RELEASE_(...) IPC_ANALYSIS_(release_capability(__VA_ARGS__))
#define IPC_REQUIRES_(...) IPC_ANALYSIS_(requires_capability(__VA_ARGS__))
#define IPC_EXCLUDES_(...) IPC_ANALYSIS_(locks_excluded(__VA_ARGS__))

/// A write view is open.
extern struct IPC_ANALYSIS_(capability("ipc buffer")) ipc_written {
    char none_;
} ipc_written_;

/// A read view is open.
extern struct IPC_ANALYSIS_(capability("ipc buffer")) ipc_read {
    char none_;
} ipc_read_;

/// For a function that makes a call: no view may be open.
#define IPC_NO_VIEW_ IPC_EXCLUDES_(ipc_written_, ipc_read_)
