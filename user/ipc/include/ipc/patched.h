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

#define IPC_PATCHED(type, name)    \
    __typeof__(type) volatile name \
        __attribute__((used, IPC_KEPT_ section(".data.patched." #name))) = 0

// A linker that collects garbage keeps it, too. GCC renames symbols when it optimises at link
// time, but not those that may be used from outside.
#ifdef __clang__
#define IPC_KEPT_ retain,
#else
#define IPC_KEPT_ retain, externally_visible,
#endif
