// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Names for compiler attributes that the whole tree uses. trusted
#pragma once

// <assert.h> belongs to a C library, which the kernel does not have.
#define static_assert _Static_assert

#define MUST_CHECK __attribute__((warn_unused_result))
#define NORETURN __attribute__((noreturn))
#define CLEANUP(function) __attribute__((cleanup(function)))
#define NOINLINE __attribute__((noinline))
#define ALWAYS_INLINE __attribute__((always_inline)) inline
#define SECTION(name) __attribute__((section(name)))
/// For a variable that every path writes before it is read: it is not cleared first.
#define UNINITIALISED __attribute__((uninitialized))
#define USED __attribute__((used))
