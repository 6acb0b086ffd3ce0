// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The IPC buffer: where a program keeps it, and what the borrow check knows of it.
 *
 * A program gives memory for a buffer, registers it with the kernel once, and from then on names it
 * by a handle, a pointer to a type without members: the words are reached by views and accessors
 * only. The last buffer that was registered is the current one, which the implicit form of all
 * operations uses.
 *
 *     static IPC_BUFFER_MEMORY(memory);
 *     struct ipc_handle *buffer = ipc_buffer_set(&memory);   // both forms may be used
 *
 * A program with one buffer needs no more than IPC_BUFFER_SET(). Whoever keeps several
 * makes each with ipc_buffer_open() and switches the kernel to one with ipc_buffer_register().
 *
 * The first word of a buffer, which the kernel leaves alone, is the state of the check: 0 is free,
 * 1 to 255 is the number of open read views, anything else is the place of the open write view.
 */
#pragma once

#include <ipc/analysis.h>
#include <ipc/place.h>
#include <stdint.h>

/// Functions of these headers are inlined unless the program says otherwise.
#ifndef IPC_INLINE
#define IPC_INLINE static inline
#endif

enum {
    IPC_MESSAGE_WORDS_MAX = 120,
    IPC_VIEWS_MAX = 255, ///< read views at the same time
    IPC_BUFFER_SIZE = 128 * (int)sizeof(uintptr_t),
};

/// The words of a message, in every size. All members are the same memory.
union ipc_message {
    uintptr_t word[IPC_MESSAGE_WORDS_MAX];
    uint32_t single[IPC_MESSAGE_WORDS_MAX * sizeof(uintptr_t) / 4];
    uint16_t half[IPC_MESSAGE_WORDS_MAX * sizeof(uintptr_t) / 2];
    uint8_t byte[IPC_MESSAGE_WORDS_MAX * sizeof(uintptr_t)];
};

/// Names a buffer. There is no such object.
struct ipc_handle;

/// The memory of a buffer. Its members belong to the library and the kernel (<abi/ipc.h>).
struct ipc_buffer_memory {
    uintptr_t state_;
    union ipc_message message_;
    uintptr_t since_; ///< place of the first of the open read views
    uintptr_t capability_[3];
    uintptr_t reserved_[3];
};
_Static_assert(sizeof(struct ipc_buffer_memory) == IPC_BUFFER_SIZE, "as large as it is aligned");

/// Declares memory for a buffer: static, or on a stack that outlives its use.
#define IPC_BUFFER_MEMORY(name) \
    struct ipc_buffer_memory name __attribute__((aligned(IPC_BUFFER_SIZE)))

/**
 * Makes a buffer of memory, with no view open. The kernel does not know it yet.
 *
 * @param memory  take. If its address is not a multiple of its size the program stops with one
 *                line.
 */
struct ipc_handle *ipc_buffer_open_at(struct ipc_buffer_memory *memory,
                                      const struct ipc_place *place);
#define ipc_buffer_open(memory) ipc_buffer_open_at((memory), IPC_PLACE("ipc_buffer_open"))

/// Has the kernel use this buffer from now on. If the kernel refuses it, the program stops with one
/// line: the memory is not the program's to write.
void ipc_buffer_register_at(struct ipc_handle *buffer, const struct ipc_place *place) IPC_NO_VIEW_;
#define ipc_buffer_register(buffer) \
    ipc_buffer_register_at((buffer), IPC_PLACE("ipc_buffer_register"))

/// Makes a buffer, registers it, and makes it the current one.
struct ipc_handle *ipc_buffer_set_at(struct ipc_buffer_memory *memory,
                                     const struct ipc_place *place) IPC_NO_VIEW_;
#define ipc_buffer_set(memory) ipc_buffer_set_at((memory), IPC_PLACE("ipc_buffer_set"))

/**
 * Gives up every open view of a buffer, and returns what ipc_views_restore() needs to open them
 * again. For code that runs in the middle of somebody else's view and cannot know it, and for who
 * leaves views behind by longjmp(): save before setjmp(), restore when it returns again.
 */
IPC_INLINE uintptr_t ipc_views_save(struct ipc_handle *buffer);
IPC_INLINE void ipc_views_restore(struct ipc_handle *buffer, uintptr_t views);

/// What the line begins with that a program is stopped with. "program" unless the program, or a
/// library like libmicrokit, has a function of this name.
const char *ipc_program_name(void);

// ---------------------------------------------------------------------------------------------
// For the other headers.

IPC_INLINE struct ipc_buffer_memory *ipc_memory_(struct ipc_handle *buffer)
{
    return (struct ipc_buffer_memory *)(void *)buffer;
}

/// Ends the program with one line: `place` wants what the state of the buffer does not allow, or
/// the buffer has not been set.
_Noreturn void ipc_stop_in_use_(struct ipc_handle *buffer, const struct ipc_place *place);

/// Opens a read view beside others; ends the program as above if there is a writer, or 255 readers.
void ipc_read_again_(struct ipc_handle *buffer, const struct ipc_place *place);

/// The same for an operation, which no view may be open for.
_Noreturn void ipc_stop_call_(struct ipc_handle *buffer, const struct ipc_place *place);

/// Ends the program with one line: a message has no such word.
_Noreturn void ipc_stop_index_(uintptr_t index, const struct ipc_place *place);

/// The same: an operation that there is room for once was asked for at two places.
_Noreturn void ipc_stop_second_(const struct ipc_place *second, const struct ipc_place *first);

IPC_INLINE uintptr_t ipc_views_save(struct ipc_handle *buffer)
{
    uintptr_t views = ipc_memory_(buffer)->state_;
    ipc_memory_(buffer)->state_ = 0;
    return views;
}

IPC_INLINE void ipc_views_restore(struct ipc_handle *buffer, uintptr_t views)
{
    ipc_memory_(buffer)->state_ = views;
}
