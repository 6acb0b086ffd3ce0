// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Variables whose values the build tool writes into the image.
 *
 *     IPC_PATCHED(uint32_t, ring_address);
 *     IPC_PATCHED(uint8_t *, ring);
 *
 * To the compiler such a variable is zero for ever and perhaps unused; it would fold the zero into
 * the code and drop the variable, above all when it optimises at link time. Declared so, it is
 * loaded at each use, stays in the image under its own name, and lies where initialised data does.
 */
#pragma once

#define IPC_PATCHED(type, name)            \
    extern __typeof__(type) volatile name; \
    __typeof__(type) volatile name IPC_PATCHED_ATTRIBUTES_(name) = 0

/// An array of `count`, which a header declares, all zero until it is patched; only bytes need it.
#define IPC_PATCHED_ARRAY(type, name, count) type name[count] IPC_PATCHED_ATTRIBUTES_(name) = {0}

#define IPC_PATCHED_ATTRIBUTES_(name) \
    __attribute__((used, IPC_VISIBLE_ section(".data.patched." #name)))

// GCC makes symbols local when it optimises at link time, but not those that may be used from
// outside. Against the linker's collection of garbage the linker script names the section.
#ifdef __clang__
#define IPC_VISIBLE_
#else
#define IPC_VISIBLE_ externally_visible,
#endif
