// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Places in the source that a stop of the borrow check names, and how much of the check is built.
 *
 * IPC_CHECK is a constant of the whole program, given to the compiler (-DIPC_CHECK=...):
 *
 *     IPC_CHECK_FULL     (default) the text names both places as FILE:LINE
 *     IPC_CHECK_COMPACT  the text names two numbers; `tools/ipc_sites` turns them into the same
 *                        places. The table is a part of the ELF file, not of the image
 *     IPC_CHECK_OFF      no check; a view is a plain pointer
 *
 * IPC_ATOMIC is 1 in a program whose threads share a buffer: the state changes by atomic
 * instructions, which the processor must have. Without it plain loads and stores do, on any
 * processor.
 */
#pragma once

#include <stdint.h>

#define IPC_CHECK_OFF 0
#define IPC_CHECK_COMPACT 1
#define IPC_CHECK_FULL 2

#ifndef IPC_CHECK
#define IPC_CHECK IPC_CHECK_FULL
#endif

#ifndef IPC_ATOMIC
#define IPC_ATOMIC 0
#endif

#if IPC_ATOMIC && !defined(__GCC_HAVE_SYNC_COMPARE_AND_SWAP_4)
#error "IPC_ATOMIC: this processor has no instructions for it"
#endif

/**
 * A place, as the check keeps it: the address of one of these; or, in the compact form, the odd
 * number of a site, which is no address.
 */
struct ipc_place {
    const char *operation;
    const char *file;
    uint32_t line;
};

#define IPC_TEXT_OF_(value) #value
#define IPC_TEXT_(value) IPC_TEXT_OF_(value)

#if IPC_CHECK == IPC_CHECK_FULL
/// The place where it stands. `operation_`: a string literal, what is done there.
#define IPC_PLACE(operation_)                                               \
    (__extension__({                                                        \
        static const struct ipc_place place_ = {                            \
            .operation = (operation_), .file = __FILE__, .line = __LINE__}; \
        &place_;                                                            \
    }))
#elif IPC_CHECK == IPC_CHECK_COMPACT
// The linker script puts the section at 0x100 and keeps it out of the image. An address behind it
// that is odd is the number of the site.
#define IPC_PLACE(operation_)                                                                 \
    (__extension__({                                                                          \
        static const char place_[] __attribute__((section(".ipc_sites"), aligned(2), used)) = \
            operation_ "\n" __FILE__ ":" IPC_TEXT_(__LINE__);                                 \
        (const struct ipc_place *)(const void *)(place_ + 1);                                 \
    }))
#else
#define IPC_PLACE(operation_) ((const struct ipc_place *)0)
#endif
