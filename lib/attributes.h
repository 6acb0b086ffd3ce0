// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Names for compiler attributes that the whole tree uses, and marks for the analyses that Clang
/// and the capsule checker make. trusted
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
/// A function of a trusted header whose pointers need no test for null where it is inlined.
#define UNTRAPPED __attribute__((no_sanitize("null")))
/// A function whose parameter number `form` says of what kind those from number `values` on are.
#define PRINTS(form, values) __attribute__((format(printf, form, values)))

// An analysis reads these; no code depends on them. GCC does not know them.
#ifdef __clang__
#define ANALYSIS(attribute) __attribute__((attribute))
#else
#define ANALYSIS(attribute)
#endif

// ---------------------------------------------------------------------------------------------
// Marks for the capsule checker (docs/capsule-c.md).

/// The (static, zero-initialised) state of a capsule.
#define CAPSULE_STATE ANALYSIS(annotate("capsule_state"))

/// A type whose values show memory of somebody else: locals and parameters only, never kept.
#define BORROWED ANALYSIS(annotate("borrowed"))

/// A type whose objects are all constant and static: pointers to them may be kept.
#define STATIC_ONLY ANALYSIS(annotate("static_only"))

/// The same for a type with pointers to functions, which constant tables fill in.
#define VTABLE ANALYSIS(annotate("vtable"))

/// A `const char *` field that points to text that never changes and never goes away.
#define CONSTANT_TEXT ANALYSIS(annotate("constant_text"))

// ---------------------------------------------------------------------------------------------
// Clang's thread-safety analysis. A capability is something that one place at a time holds: the
// content of a cell, an entered grant. Functions say how they change what their caller holds; a
// path on which that does not come out even does not compile.

/// A type whose objects can be held, and so are not copied; `name` is what messages call it.
#define CAPABILITY(name) ANALYSIS(capability(name)) ANALYSIS(annotate("capability"))
/// A type of local variables that hold a capability until their scope ends.
#define SCOPED_CAPABILITY ANALYSIS(scoped_lockable)
/// The caller does not hold it, and does so afterwards.
#define ACQUIRE(...) ANALYSIS(acquire_capability(__VA_ARGS__))
/// The same if the function returns the value that comes first.
#define TRY_ACQUIRE(...) ANALYSIS(try_acquire_capability(__VA_ARGS__))
/// The caller holds it, and does not afterwards.
#define RELEASE(...) ANALYSIS(release_capability(__VA_ARGS__))
/// The caller holds it, before and afterwards.
#define REQUIRES(...) ANALYSIS(requires_capability(__VA_ARGS__))
/// The caller does not hold it.
#define EXCLUDES(...) ANALYSIS(locks_excluded(__VA_ARGS__))
/// A variable or field that is touched only by who holds the capability.
#define GUARDED_BY(capability) ANALYSIS(guarded_by(capability))
/// A function that gives or takes what the analysis cannot follow; only in trusted headers.
#define UNANALYSED ANALYSIS(no_thread_safety_analysis)
