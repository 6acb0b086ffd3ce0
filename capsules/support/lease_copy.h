// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Copies of any length under a lease, for drivers: one call of lease_read() or lease_write() moves
 * no more than LEASE_COPY_BYTES_MAX bytes. Written in the language of capsules, and checked with
 * each capsule that includes it.
 *
 *     error = lease_read_all(&client->bytes, piece->bytes);
 *
 *     const struct buffer_part to = {.buffer = transfer_buffer_home(0), .length_bytes = length};
 *     error = lease_read_to_buffer(&client->frame, &to, SPAN_IN(example.part));
 *
 * All stop at the first error and return it: ERROR_STALE and ERROR_FAULT as lease_read(), and with
 * a buffer those of transfer_buffer_read(). The lease says how far they came. A lease that has
 * fewer bytes left than are wanted is no error: compare lease_left() before.
 */
#pragma once

#include <capsule.h>

/// Where bytes lie in a transferable buffer.
struct buffer_part {
    struct transfer_buffer buffer;
    size_t first;
    size_t length_bytes;
};

/// How many bytes the next copy moves when `done` of `length` are copied.
static inline size_t lease_part_length(size_t done, size_t length)
{
    const size_t left = length - done;
    return left < LEASE_COPY_BYTES_MAX ? left : LEASE_COPY_BYTES_MAX;
}

/// Copies the next bytes of a buffer of a process to all of `to`.
MUST_CHECK static inline enum error lease_read_all(struct lease *lease, struct span to)
{
    const size_t length = span_length(to);
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < length && error == ERROR_NONE; i += LEASE_COPY_BYTES_MAX) {
        error = lease_read(lease, span_part(to, i, lease_part_length(i, length)));
    }
    return error;
}

/// Copies all of `from` to the next bytes of a buffer of a process.
MUST_CHECK static inline enum error lease_write_all(struct lease *lease, struct const_span from)
{
    const size_t length = const_span_length(from);
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < length && error == ERROR_NONE; i += LEASE_COPY_BYTES_MAX) {
        error = lease_write(lease, const_span_part(from, i, lease_part_length(i, length)));
    }
    return error;
}

/**
 * Copies the next bytes of a buffer of a process to a transferable buffer of this capsule.
 *
 * @param through  borrow; what all goes through, in parts: as long as what is copied, or
 *                 LEASE_COPY_BYTES_MAX bytes. Less traps.
 */
MUST_CHECK static inline enum error
lease_read_to_buffer(struct lease *lease, const struct buffer_part *to, struct span through)
{
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < to->length_bytes && error == ERROR_NONE; i += LEASE_COPY_BYTES_MAX) {
        const size_t count = lease_part_length(i, to->length_bytes);
        error = lease_read(lease, span_part(through, 0, count));
        if (error == ERROR_NONE) {
            error = transfer_buffer_write(to->buffer, to->first + i,
                                          const_span_part(span_read_only(through), 0, count));
        }
    }
    return error;
}

/// Copies from a transferable buffer of this capsule to the next bytes of a buffer of a process.
/// `through` as above.
MUST_CHECK static inline enum error
lease_write_from_buffer(struct lease *lease, const struct buffer_part *from, struct span through)
{
    enum error error = ERROR_NONE;
    for (size_t i = 0; i < from->length_bytes && error == ERROR_NONE; i += LEASE_COPY_BYTES_MAX) {
        const size_t count = lease_part_length(i, from->length_bytes);
        error = transfer_buffer_read(from->buffer, from->first + i, span_part(through, 0, count));
        if (error == ERROR_NONE) {
            error = lease_write(lease, const_span_part(span_read_only(through), 0, count));
        }
    }
    return error;
}
