// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Views of the IPC buffer: the words of the message as plain memory, for the length of a block.
 *
 *     WITH_IPC_WRITE(message)
 *     {
 *         message->word[0] = 42;
 *         message->byte[4] = 'x';
 *     }
 *     ipc_call(capability, ipc_info(0, 2));
 *
 * `message` is a volatile union ipc_message *. The view ends on every way out of the block: its
 * end, break, return and goto. longjmp() is none; see ipc_views_save().
 *
 * One write view at a time, or up to 255 read views. A conflicting view, or an operation inside a
 * view, ends the program with one line that names both places. Where Clang sees it, in one
 * function, it does not compile (-Wthread-safety).
 *
 * What is read in a view is what the kernel left there, at any optimisation: the words are
 * volatile, and every call tells the compiler that the kernel may write the buffer. Without
 * volatile, a `restrict` on a pointer to the words would be a promise to the compiler that nobody
 * can keep. None of these headers hands out a pointer that has `restrict` or leads to constants.
 *
 * A pointer into the message that outlives its view is out of the check's reach; what it leads to
 * is the next message.
 */
#pragma once

#include <ipc/buffer.h>
#include <ipc/current.h>
#include <stddef.h>

#define IPC_MUST_CHECK_ __attribute__((warn_unused_result))

// ---------------------------------------------------------------------------------------------
// Begin and end. The WITH_... macros below are easier to use right. The two macros of each pair
// take the same buffer; what a begin returns must be used.

#define ipc_write_begin(buffer) ipc_write_begin_at((buffer), IPC_PLACE("write view"))
#define ipc_read_begin(buffer) ipc_read_begin_at((buffer), IPC_PLACE("read view"))

IPC_ACQUIRE_(ipc_written_)
IPC_EXCLUDES_(ipc_read_)
IPC_UNANALYSED IPC_MUST_CHECK_ IPC_INLINE volatile union ipc_message *
ipc_write_begin_at(struct ipc_handle *buffer, const struct ipc_place *place)
{
    struct ipc_buffer_memory *memory = ipc_memory_(buffer);
    if (IPC_CHECK != IPC_CHECK_OFF) {
#if IPC_ATOMIC
        uintptr_t free = 0;
        if (!__atomic_compare_exchange_n(&memory->state_, &free, (uintptr_t)place, 0,
                                         __ATOMIC_ACQUIRE, __ATOMIC_RELAXED)) {
            ipc_stop_in_use_(buffer, place);
        }
#else
        if (memory->state_ != 0) {
            ipc_stop_in_use_(buffer, place);
        }
        memory->state_ = (uintptr_t)place;
#endif
    }
    return &memory->message_;
}

IPC_RELEASE_(ipc_written_)
IPC_UNANALYSED IPC_INLINE void ipc_write_end(struct ipc_handle *buffer)
{
    if (IPC_CHECK != IPC_CHECK_OFF) {
        __atomic_store_n(&ipc_memory_(buffer)->state_, (uintptr_t)0,
                         IPC_ATOMIC ? __ATOMIC_RELEASE : __ATOMIC_RELAXED);
    }
}

/// Without the analysis: what both kinds of read view do. The first one is the fast one.
IPC_UNANALYSED IPC_INLINE volatile union ipc_message *ipc_read_open_(struct ipc_handle *buffer,
                                                                     const struct ipc_place *place)
{
    struct ipc_buffer_memory *memory = ipc_memory_(buffer);
    if (IPC_CHECK != IPC_CHECK_OFF) {
#if IPC_ATOMIC
        uintptr_t views = __atomic_load_n(&memory->state_, __ATOMIC_RELAXED);
        do {
            if (views >= IPC_VIEWS_MAX) {
                ipc_stop_in_use_(buffer, place);
            }
        } while (!__atomic_compare_exchange_n(&memory->state_, &views, views + 1, 1,
                                              __ATOMIC_ACQUIRE, __ATOMIC_RELAXED));
        if (views == 0) {
            __atomic_store_n(&memory->since_, (uintptr_t)place, __ATOMIC_RELAXED);
        }
#else
        if (memory->state_ == 0) {
            memory->since_ = (uintptr_t)place;
            memory->state_ = 1;
        } else {
            ipc_read_again_(buffer, place);
        }
#endif
    }
    return &memory->message_;
}

IPC_UNANALYSED IPC_INLINE void ipc_read_close_(struct ipc_handle *buffer)
{
    if (IPC_CHECK != IPC_CHECK_OFF) {
#if IPC_ATOMIC
        __atomic_sub_fetch(&ipc_memory_(buffer)->state_, 1, __ATOMIC_RELEASE);
#else
        ipc_memory_(buffer)->state_ -= 1;
#endif
    }
}

IPC_ACQUIRE_(ipc_read_)
IPC_EXCLUDES_(ipc_written_)
IPC_UNANALYSED IPC_MUST_CHECK_ IPC_INLINE volatile union ipc_message *
ipc_read_begin_at(struct ipc_handle *buffer, const struct ipc_place *place)
{
    return ipc_read_open_(buffer, place);
}

IPC_RELEASE_(ipc_read_)
IPC_UNANALYSED IPC_INLINE void ipc_read_end(struct ipc_handle *buffer)
{
    ipc_read_close_(buffer);
}

// ---------------------------------------------------------------------------------------------
// Scopes

/// Runs the block that follows with `message` leading to the message, to be written and read.
#define WITH_IPC_WRITE_OF(buffer, message) IPC_SCOPE_(write, (buffer), "write view", message)
#define WITH_IPC_WRITE(message) WITH_IPC_WRITE_OF(ipc_current(), message)

/// The same to be read only; others may read, too.
#define WITH_IPC_READ_OF(buffer, message) IPC_SCOPE_(read, (buffer), "read view", message)
#define WITH_IPC_READ(message) WITH_IPC_READ_OF(ipc_current(), message)

/// A read view inside a read view of the same function. (Of two functions, one of which calls the
/// other, each may have a view of its own without this.)
#define WITH_IPC_READ_INSIDE_OF(buffer, message) \
    IPC_SCOPE_(read_inside, (buffer), "read view", message)
#define WITH_IPC_READ_INSIDE(message) WITH_IPC_READ_INSIDE_OF(ipc_current(), message)

#define IPC_SCOPE_(kind, buffer, place, message)                                 \
    for (struct ipc_handle * scope_of_##message                                  \
             __attribute__((cleanup(ipc_##kind##_close_scope_))) =               \
             ipc_##kind##_scope_((buffer), IPC_PLACE(place)),                    \
             *once_##message = (struct ipc_handle *)(void *)&scope_of_##message; \
         once_##message != NULL; once_##message = NULL)                          \
        for (volatile union ipc_message *const message =                         \
                 &ipc_memory_(scope_of_##message)->message_;                     \
             once_##message != NULL; once_##message = NULL)

IPC_ACQUIRE_(ipc_written_)
IPC_EXCLUDES_(ipc_read_)
IPC_UNANALYSED IPC_INLINE struct ipc_handle *ipc_write_scope_(struct ipc_handle *buffer,
                                                              const struct ipc_place *place)
{
    (void)!ipc_write_begin_at(buffer, place);
    return buffer;
}

IPC_ACQUIRE_(ipc_read_)
IPC_EXCLUDES_(ipc_written_)
IPC_UNANALYSED IPC_INLINE struct ipc_handle *ipc_read_scope_(struct ipc_handle *buffer,
                                                             const struct ipc_place *place)
{
    (void)ipc_read_open_(buffer, place);
    return buffer;
}

IPC_REQUIRES_(ipc_read_)
IPC_EXCLUDES_(ipc_written_)
IPC_UNANALYSED IPC_INLINE struct ipc_handle *ipc_read_inside_scope_(struct ipc_handle *buffer,
                                                                    const struct ipc_place *place)
{
    (void)ipc_read_open_(buffer, place);
    return buffer;
}

IPC_RELEASE_(ipc_written_)
IPC_UNANALYSED IPC_INLINE void ipc_write_close_scope_(struct ipc_handle *const *buffer)
{
    ipc_write_end(*buffer);
}

IPC_RELEASE_(ipc_read_)
IPC_UNANALYSED IPC_INLINE void ipc_read_close_scope_(struct ipc_handle *const *buffer)
{
    ipc_read_close_(*buffer);
}

IPC_REQUIRES_(ipc_read_)
IPC_UNANALYSED IPC_INLINE void ipc_read_inside_close_scope_(struct ipc_handle *const *buffer)
{
    ipc_read_close_(*buffer);
}
