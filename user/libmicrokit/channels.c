// SPDX-License-Identifier: Apache-2.0 OR MIT
// Channels and interrupts: what goes out of a protection domain.
#include <ipc.h>
#include <microkit.h>

#include "deferred.h"
#include "indices.h"

static void channel_refuse(const char *function, unsigned identifier, uintptr_t status,
                           int is_debug);
static microkit_msginfo ppcall_refuse(microkit_channel ch, seL4_Word status, int is_debug);
static void deferred_set(bool is_irq, uintptr_t index, int is_debug, const struct ipc_place *place);

uintptr_t deferred_index;

/// The rest of what is pending, of which there is at most one.
static struct {
    const struct ipc_place *place;
    bool is_irq;
} deferred;

/// In place in both functions below, for the sake of time.
IPC_INLINE __attribute__((always_inline)) seL4_Word ppcall(microkit_channel ch,
                                                           microkit_msginfo msginfo,
                                                           microkit_msginfo *reply,
                                                           const struct ipc_place *place)
{
    uintptr_t index = microkit_index(microkit_indices.call, ch);
    if (index == 0) {
        return ERROR_INVALID;
    }
    struct ipc_result result = ipc_call_at(ipc_current(), index, msginfo.words[0], 0, 0, place);
    if (result.status == ERROR_NONE || result.status == ERROR_TRUNCATED) {
        reply->words[0] = result.info;
    }
    return result.status;
}

seL4_Word microkit_try_ppcall_at(microkit_channel ch, microkit_msginfo msginfo,
                                 microkit_msginfo *reply, const struct ipc_place *place)
{
    return ppcall(ch, msginfo, reply, place);
}

microkit_msginfo microkit_ppcall_at(microkit_channel ch, microkit_msginfo msginfo, int is_debug,
                                    const struct ipc_place *place)
{
    microkit_msginfo reply = microkit_msginfo_new(0, 0);
    seL4_Word status = ppcall(ch, msginfo, &reply, place);
    if (status != ERROR_NONE && status != ERROR_TRUNCATED) {
        return ppcall_refuse(ch, status, is_debug);
    }
    return reply;
}

seL4_Word microkit_try_notify_at(microkit_channel ch, const struct ipc_place *place)
{
    uintptr_t index = microkit_index(microkit_indices.notify, ch);
    if (index == 0) {
        return ERROR_INVALID;
    }
    return ipc_signal_at(ipc_current(), index, 0, (uintptr_t[4]){0}, place).status;
}

void microkit_notify_at(microkit_channel ch, int is_debug, const struct ipc_place *place)
{
    seL4_Word status = microkit_try_notify_at(ch, place);
    if (status != ERROR_NONE) {
        channel_refuse("microkit_notify", ch, status, is_debug);
    }
}

seL4_Word microkit_try_irq_ack_at(microkit_channel ch, const struct ipc_place *place)
{
    uintptr_t index = microkit_index(microkit_indices.irq, ch);
    if (index == 0) {
        return ERROR_INVALID;
    }
    return ipc_object_at(ipc_current(), index, IPC_IRQ_ACKNOWLEDGE, (uintptr_t[4]){0}, place)
        .status;
}

void microkit_irq_ack_at(microkit_channel ch, int is_debug, const struct ipc_place *place)
{
    seL4_Word status = microkit_try_irq_ack_at(ch, place);
    if (status != ERROR_NONE) {
        channel_refuse("microkit_irq_ack", ch, status, is_debug);
    }
}

void microkit_deferred_notify_at(microkit_channel ch, int is_debug, const struct ipc_place *place)
{
    uintptr_t index = microkit_index(microkit_indices.notify, ch);
    if (index == 0) {
        channel_refuse("microkit_deferred_notify", ch, ERROR_INVALID, is_debug);
        return;
    }
    deferred_set(false, index, is_debug, place);
}

void microkit_deferred_irq_ack_at(microkit_channel ch, int is_debug, const struct ipc_place *place)
{
    uintptr_t index = microkit_index(microkit_indices.irq, ch);
    if (index == 0) {
        channel_refuse("microkit_deferred_irq_ack", ch, ERROR_INVALID, is_debug);
        return;
    }
    deferred_set(true, index, is_debug, place);
}

uintptr_t deferred_take(void)
{
    uintptr_t index = deferred_index;
    deferred_index = 0;
    return index;
}

void deferred_now_do(void)
{
    uintptr_t index = deferred_take();
    // The operation that makes room may stand inside a view. This one leaves the message alone.
    uintptr_t views = ipc_views_save(ipc_current());
    if (deferred.is_irq) {
        (void)ipc_object_at(ipc_current(), index, IPC_IRQ_ACKNOWLEDGE, (uintptr_t[4]){0},
                            deferred.place);
    } else {
        (void)ipc_signal_at(ipc_current(), index, 0, (uintptr_t[4]){0}, deferred.place);
    }
    ipc_views_restore(ipc_current(), views);
}

static void deferred_set(bool is_irq, uintptr_t index, int is_debug, const struct ipc_place *place)
{
    if (deferred_index != 0) {
        if (is_debug) {
            ipc_stop_second_(place, deferred.place);
        }
        deferred_now_do();
    }
    deferred_index = index;
    deferred.is_irq = is_irq;
    deferred.place = place;
}

/// Says why a function did nothing.
static void channel_refuse(const char *function, unsigned identifier, uintptr_t status,
                           int is_debug)
{
    microkit_dbg_puts(microkit_name);
    microkit_dbg_puts(" ");
    microkit_dbg_puts(function);
    if (status == ERROR_INVALID) {
        microkit_dbg_puts(": invalid channel given '");
        microkit_dbg_put32(identifier);
        microkit_dbg_puts("'\n");
    } else {
        microkit_dbg_puts(": error ");
        microkit_dbg_put32((seL4_Uint32)status);
        microkit_dbg_puts(" on channel '");
        microkit_dbg_put32(identifier);
        microkit_dbg_puts("'\n");
    }
    if (is_debug) {
        microkit_internal_crash(seL4_InvalidArgument);
    }
}

/// Apart, and a last call, so that what is not refused needs no frame.
static __attribute__((noinline)) microkit_msginfo ppcall_refuse(microkit_channel ch,
                                                                seL4_Word status, int is_debug)
{
    channel_refuse("microkit_ppcall", ch, status, is_debug);
    return microkit_msginfo_new(0, 0);
}
