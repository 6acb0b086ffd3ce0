// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Leases: how a capsule reaches the buffers that processes allow to its driver. Part of capsule.h.
 *
 * A lease is a name for one buffer as a process allowed it: that life of the process, that range,
 * those rights. It is taken when an operation begins, kept as a value for as long as the operation
 * lasts, and checked each time it is used. It ends for good when the process allows something else
 * in the place of the buffer, or nothing; when another lease is taken on the same buffer; and with
 * the life. Afterwards every use answers ERROR_STALE: an operation never goes on in memory that the
 * program did not allow for it.
 *
 * Nothing here is a pointer into process memory. A lease is a cursor, too: it knows how far it has
 * come, so who scans a buffer, or moves it part by part, copies on and on:
 *
 *     lease_take(command->process, BUFFER_READ_ONLY, ALLOW_TEXT, wanted_bytes, &client->text);
 *     ...
 *     enum error error = lease_read(&client->text, SPAN_IN(line));
 *
 * Context of all: kernel, in a capsule that serves a driver.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <lib/attributes.h>
#include <lib/process_id.h>
#include <lib/span.h>

enum buffer_kind { BUFFER_READ_ONLY, BUFFER_READ_WRITE };

/// Of one copy. More abort the capsule.
enum { LEASE_COPY_BYTES_MAX = 256 };

/// Names one lease; never used again. The kernel's business.
struct lease_number {
    uint32_t count;
    uint32_t place; ///< 0: no lease
};

/// All zero: no lease, which answers like one that has ended and has nothing left.
struct lease {
    struct lease_number number_;
    uint32_t done_bytes_;
    uint32_t left_bytes_;
};

/**
 * Takes a lease on what the process allows now, from its start on; ends the one that was taken on
 * it before.
 *
 * @param number  allow number of this driver.
 * @param limit_bytes  no more of the buffer than this is used.
 * @param lease  no lease, if that life of the process is over or there is no such buffer.
 */
void lease_take(struct process_id process, enum buffer_kind kind, uint32_t number,
                uint32_t limit_bytes, struct lease *lease);

/// Views go to the gate in two words; one of `to` and `from` is null.
MUST_CHECK enum error lease_copy_(struct lease *lease, void *to, const void *from, size_t bytes);

/**
 * Copies the next bytes of the buffer: as many as are left and fit into `to`, which has no more
 * than LEASE_COPY_BYTES_MAX bytes. lease_done() grows by their number. On an error it grows by that
 * of the bytes that had arrived; nothing is left any more, and the others of these bytes are zero.
 *
 * @retval ERROR_STALE  the lease has ended.
 * @retval ERROR_FAULT  the memory behind the buffer is gone.
 */
MUST_CHECK static ALWAYS_INLINE enum error lease_read(struct lease *lease, struct span to)
{
    return lease_copy_(lease, to.bytes_, NULL, to.length_bytes_);
}

/// Copies the first bytes of `from` to the next ones of a buffer of kind BUFFER_READ_WRITE. As
/// lease_read(); what did not arrive on an error is as it was. Aborts the capsule if the buffer is
/// of the other kind.
MUST_CHECK static ALWAYS_INLINE enum error lease_write(struct lease *lease, struct const_span from)
{
    return lease_copy_(lease, NULL, from.bytes_, from.length_bytes_);
}

/// Bytes that have been copied.
static inline uint32_t lease_done(const struct lease *lease)
{
    return lease->done_bytes_;
}

/// Bytes that can still be copied, if the lease lasts.
static inline uint32_t lease_left(const struct lease *lease)
{
    return lease->left_bytes_;
}
