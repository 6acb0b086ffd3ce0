// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Microkit's interface: a program is a protection domain that answers events.
 *
 *     #include <microkit.h>
 *
 *     void init(void) { ... }                        // once, first
 *     void notified(microkit_channel ch) { ... }     // for each channel with a signal
 *
 * Published programs compile as they are. Where this kernel differs: docs/libmicrokit.md. There is
 * nothing here for virtual machines, x86 ports and secure monitor calls.
 *
 * Who wants more than channels uses <ipc.h>, on the same buffer. WITH_IPC_WRITE() and
 * WITH_IPC_READ() of <ipc/view.h> work here, and no operation may start inside them.
 *
 * MICROKIT_DEBUG is a constant of the program (-DMICROKIT_DEBUG=1): misuse that published programs
 * get away with, a wrong channel or a second deferred operation, then stops the program.
 */
#pragma once

#include <ipc/current.h>
#include <ipc/message.h>
#include <ipc/patched.h>
#include <ipc/place.h>
#include <ipc/view.h>
#include <sel4/sel4.h>

#ifndef MICROKIT_DEBUG
#define MICROKIT_DEBUG 0
#endif

typedef unsigned int microkit_channel;
typedef unsigned int microkit_child;
typedef seL4_MessageInfo_t microkit_msginfo;

#define MICROKIT_MAX_USER_CAPS 128
#define MICROKIT_MAX_CHANNELS 62
#define MICROKIT_MAX_CHANNEL_ID (MICROKIT_MAX_CHANNELS - 1)
#define MICROKIT_PD_NAME_LENGTH 64

/// Name of the protection domain; the build tool writes it.
extern char microkit_name[MICROKIT_PD_NAME_LENGTH];

// ---------------------------------------------------------------------------------------------
// What the program provides

/// Runs once, before any other entry point.
void init(void);

/// Runs for each channel or interrupt that was signalled, lowest identifier first.
void notified(microkit_channel ch);

/// Answers a call; the default prints that it is missing and crashes.
microkit_msginfo protected(microkit_channel ch, microkit_msginfo msginfo);

/**
 * Answers the fault of a child; the default prints that it is missing and crashes.
 *
 * @return seL4_True: the child goes on with *reply_msginfo as its reply, whose words may set its
 *         registers: sel4/fault_words.h. seL4_False: it stays as it is, stopped unless it was
 *         restarted or resumed.
 */
seL4_Bool fault(microkit_child child, microkit_msginfo msginfo, microkit_msginfo *reply_msginfo);

/// The protection domain behind a channel died or began another life; several deaths may be one
/// call. The default does nothing.
void peer_died(microkit_channel ch);

// ---------------------------------------------------------------------------------------------
// Messages

static inline microkit_msginfo microkit_msginfo_new(seL4_Word label, seL4_Uint16 count)
{
    return seL4_MessageInfo_new(label, 0, 0, count);
}

static inline seL4_Word microkit_msginfo_get_label(microkit_msginfo msginfo)
{
    return seL4_MessageInfo_get_label(msginfo);
}

static inline seL4_Word microkit_msginfo_get_count(microkit_msginfo msginfo)
{
    return seL4_MessageInfo_get_length(msginfo);
}

static inline void microkit_mr_set(seL4_Uint8 mr, seL4_Word value)
{
    ipc_word_set_at(ipc_current(), mr, value, IPC_PLACE("mr_set"));
}
/// Writes word `mr` of the message. 120 and beyond stop the program with one line.
#define microkit_mr_set(mr, value) \
    ipc_word_set_at(ipc_current(), (seL4_Word)(mr), (value), IPC_PLACE("mr_set"))

static inline seL4_Word microkit_mr_get(seL4_Uint8 mr)
{
    return ipc_word_get_at(ipc_current(), mr, IPC_PLACE("mr_get"));
}
/// Reads word `mr` of the message, likewise.
#define microkit_mr_get(mr) ipc_word_get_at(ipc_current(), (seL4_Word)(mr), IPC_PLACE("mr_get"))

// ---------------------------------------------------------------------------------------------
// Channels. A channel that the protection domain does not have is printed, as is a call that
// fails, and nothing happens.

/// Calls the procedure at the other end and returns its answer; 0 if there was none.
microkit_msginfo microkit_ppcall(microkit_channel ch, microkit_msginfo msginfo) IPC_NO_VIEW_;

/// Signals the other end now.
void microkit_notify(microkit_channel ch) IPC_NO_VIEW_;

/// Signals when the entry point returns, in one step with the wait for the next event. There is
/// room for one deferred operation: a second one has the first done at once.
void microkit_deferred_notify(microkit_channel ch);

/// Lets an interrupt come again.
void microkit_irq_ack(microkit_channel ch) IPC_NO_VIEW_;

/// The same when the entry point returns, with the wait; shares the room with
/// microkit_deferred_notify().
void microkit_deferred_irq_ack(microkit_channel ch);

/// The same operations for programs that want to know: they print nothing and return an enum error
/// of <abi/error.h>. ERROR_INVALID: no such channel.
seL4_Word microkit_try_ppcall(microkit_channel ch, microkit_msginfo msginfo,
                              microkit_msginfo *reply) IPC_NO_VIEW_;
seL4_Word microkit_try_notify(microkit_channel ch) IPC_NO_VIEW_;
seL4_Word microkit_try_irq_ack(microkit_channel ch) IPC_NO_VIEW_;

// ---------------------------------------------------------------------------------------------
// Children. A child that is not there is printed, and the program crashes.

/// Starts a child from its beginning with fresh memory. `entry_point`: 0 and 0x200000, as published
/// programs have it, mean the entry of its image.
void microkit_pd_restart(microkit_child pd, seL4_Word entry_point) IPC_NO_VIEW_;
void microkit_pd_stop(microkit_child pd) IPC_NO_VIEW_;
void microkit_pd_resume(microkit_child pd) IPC_NO_VIEW_;

/// The index of a capability slot of the program's own, 1 to 63; seL4_CapNull if it has no such.
seL4_CPtr microkit_cspace_root_slot_to_cptr(seL4_Word slot);

// ---------------------------------------------------------------------------------------------
// The console. Output is written a line at a time, and before the program waits or crashes.

void microkit_dbg_putc(int c);
void microkit_dbg_puts(const char *s);
void microkit_dbg_put8(seL4_Uint8 x);
void microkit_dbg_put32(seL4_Uint32 x);

/// Ends the program with a fault, whatever lies at low addresses.
_Noreturn void microkit_internal_crash(seL4_Error err);

// ---------------------------------------------------------------------------------------------
// The functions behind the names above; `place` is what a stop names.

microkit_msginfo microkit_ppcall_at(microkit_channel ch, microkit_msginfo msginfo, int is_debug,
                                    const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_ppcall(ch, msginfo) \
    microkit_ppcall_at((ch), (msginfo), MICROKIT_DEBUG, IPC_PLACE("ppcall"))

void microkit_notify_at(microkit_channel ch, int is_debug,
                        const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_notify(ch) microkit_notify_at((ch), MICROKIT_DEBUG, IPC_PLACE("notify"))

void microkit_irq_ack_at(microkit_channel ch, int is_debug,
                         const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_irq_ack(ch) microkit_irq_ack_at((ch), MICROKIT_DEBUG, IPC_PLACE("irq_ack"))

void microkit_deferred_notify_at(microkit_channel ch, int is_debug, const struct ipc_place *place);
#define microkit_deferred_notify(ch) \
    microkit_deferred_notify_at((ch), MICROKIT_DEBUG, IPC_PLACE("deferred_notify"))

void microkit_deferred_irq_ack_at(microkit_channel ch, int is_debug, const struct ipc_place *place);
#define microkit_deferred_irq_ack(ch) \
    microkit_deferred_irq_ack_at((ch), MICROKIT_DEBUG, IPC_PLACE("deferred_irq_ack"))

seL4_Word microkit_try_ppcall_at(microkit_channel ch, microkit_msginfo msginfo,
                                 microkit_msginfo *reply,
                                 const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_try_ppcall(ch, msginfo, reply) \
    microkit_try_ppcall_at((ch), (msginfo), (reply), IPC_PLACE("ppcall"))

seL4_Word microkit_try_notify_at(microkit_channel ch, const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_try_notify(ch) microkit_try_notify_at((ch), IPC_PLACE("notify"))

seL4_Word microkit_try_irq_ack_at(microkit_channel ch, const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_try_irq_ack(ch) microkit_try_irq_ack_at((ch), IPC_PLACE("irq_ack"))

void microkit_pd_restart_at(microkit_child pd, seL4_Word entry_point,
                            const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_pd_restart(pd, entry_point) \
    microkit_pd_restart_at((pd), (entry_point), IPC_PLACE("pd_restart"))

void microkit_pd_stop_at(microkit_child pd, const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_pd_stop(pd) microkit_pd_stop_at((pd), IPC_PLACE("pd_stop"))

void microkit_pd_resume_at(microkit_child pd, const struct ipc_place *place) IPC_NO_VIEW_;
#define microkit_pd_resume(pd) microkit_pd_resume_at((pd), IPC_PLACE("pd_resume"))
