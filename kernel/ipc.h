// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * IPC, as the rest of the kernel sees it. kernel/ipc/ implements it on boards with BOARD_IPC,
 * kernel/without_ipc/ on all others, where it costs nothing.
 *
 * A process takes part if the system description has a row of its name (`process->ipc` is not
 * null). One that waits in an IPC call is YIELDED_FOR, with no driver that could end that; what it
 * waited for is put into its registers when it is resumed. Context of all: kernel.
 */
#pragma once

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <abi/error.h>
#include <kernel/user_address.h>
#include <lib/attributes.h>

struct image;
struct process;

/// Looks at the system description, before the first image is loaded.
void ipc_start(void);

/// Bytes that IPC wants in the kernel's part of the block of an image's process.
MUST_CHECK size_t ipc_bytes(const struct image *image);

/// Builds what it wanted, in zeroed memory below the other extras, and takes rank from the row.
void ipc_attach(struct process *process, const struct image *image);

/**
 * Opens to a process that is being loaded what the system description maps for it. Its protection
 * has been encoded.
 *
 * @retval ERROR_INVALID          a map is where no map may be.
 * @retval ERROR_UNREPRESENTABLE  the hardware cannot cover exactly all of them.
 */
MUST_CHECK enum error ipc_maps_open(struct process *process);

/// How many bytes from an address on are in a map of memory, of those that may be written if
/// `is_write`.
MUST_CHECK size_t ipc_map_extent(const struct process *process, uintptr_t at, bool is_write);

/// Start of the lowest of the extras.
MUST_CHECK void *ipc_extras_start(const struct process *process);

/// Whether a process that is YIELDED_FOR is so because of IPC.
MUST_CHECK bool ipc_is_waiting(const struct process *process);

/**
 * Has a process that is resumed find in its registers what it waited for. Its protection is loaded.
 * @retval ERROR_FAULT  bad frame.
 */
MUST_CHECK enum error ipc_resume(struct process *process);

/// Whether a range shares memory with the registered buffer of a process, which no driver may write
/// to.
MUST_CHECK bool ipc_buffer_overlaps(const struct process *process, struct user_range range);

/// An upcall waits: it ends a receive.
void ipc_upcall_added(struct process *process);

/// The life is over: nobody can reach the process any more.
void ipc_end(struct process *process);

/// Tells its partners. True: this was one step, more may follow; false: all is told.
MUST_CHECK bool ipc_end_step(struct process *process);

/// Hands the fault of the current process, which has been collected, to its parent. False: it has
/// none that could take it.
MUST_CHECK bool ipc_fault(struct process *process);

/// Does one step of a revocation. True: there was one.
MUST_CHECK bool ipc_revoke_step(void);

/**
 * Has time counted for `next`, who is to run now, or null, in the place of who ran before.
 * @return false: it has none, or lost its turn; pick again.
 */
MUST_CHECK bool ipc_turn(struct process *next);

/// A piece of kernel work begins; what the last was about is counted for whom it was done, and time
/// before the first for who ran.
void ipc_work_step(void);

/// The present piece is done for a process; null: for nobody, as if there is no such call in it.
void ipc_work_for(const struct process *process);

/// The present piece looks at a process: it is done for that one, if it looks at no other and is
/// not done for somebody. So nobody pays for what a driver does when it looks who is next.
void ipc_work_about(const struct process *process);

/// Whether there is time left to pay for a command of the current process.
MUST_CHECK bool ipc_can_pay(const struct process *process);

/// Whether a process cannot run since the budget that pays for it is used up.
MUST_CHECK bool ipc_is_out_of_budget(const struct process *process);

/// Whether the turns of a process end with its budget and not with slices.
MUST_CHECK bool ipc_keeps_turn(const struct process *process);

/// Whether others wait for replies of a process, to run in what is left of its slice. Context:
/// tick.
MUST_CHECK bool ipc_slice_is_shared(const struct process *process);

/// The slice of a process is over. If it has no equals, those who wait for its replies come behind
/// theirs.
void ipc_slice_end(struct process *process);

/// When ipc_time_work() is wanted next: a budget ends or comes back. UINT64_MAX: never.
MUST_CHECK uint64_t ipc_time_next(void);
void ipc_time_work(uint64_t now);

/// Serves the lines among those pending that programs wait for. `words` words.
void ipc_lines_serve(atomic_uint lines_pending[], unsigned words);
