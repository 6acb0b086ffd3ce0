// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "crypto_machine.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <arch/mmio.h>
#include <chips/virtio/transport.h>
#include <kernel/port.h>
#include <lib/invariant.h>

enum { BASE = 0x10000000, SLOT_BYTES = 0x1000, SLOTS = 8 };
enum { HEADER_BYTES = 72, ANSWER_BYTES = 16, SERVICES_MAX = VIRTIO_EMPTY_SERVICES_MAX };

struct crypto crypto;

const uint32_t virtio_crypto_device = 6;

static void line_mask(unsigned line)
{
    assert_int_equal(line, DEVICE_LINE);
    crypto.is_line_masked = true;
}

const struct virtio_slots virtio_slots = {.base = BASE,
                                          .stride_bytes = SLOT_BYTES,
                                          .count = SLOTS,
                                          .first_line = 1,
                                          .line_mask = line_mask};

// ---------------------------------------------------------------------------------------------
// Registers

uint32_t mmio_read_32(uintptr_t address)
{
    const uintptr_t offset = (address - BASE) % SLOT_BYTES;
    if ((address - BASE) / SLOT_BYTES != DEVICE_SLOT || crypto.is_absent) {
        assert_true(offset <= 8); // Nothing but what says that the slot is empty.
        return offset == 0 ? 0x74726976 : offset == 4 ? 2 : 0;
    }
    switch (offset) {
    case 0x00:
        return 0x74726976;
    case 0x04:
        return crypto.version;
    case 0x08:
        return 20;
    case 0x10:
        return UINT32_MAX;
    case 0x34:
        return crypto.selected_queue < crypto.queue_count ? 256 : 0;
    case 0x60:
        return crypto.interrupt;
    case 0x70:
        return crypto.never_resets ? crypto.status | 0x40 : crypto.status;
    default:
        assert_true(offset >= 0x100 && offset < 0x110 && offset % 4 == 0);
        return crypto.configuration[(offset - 0x100) / 4];
    }
}

static void part_write(uintptr_t offset, uint32_t value)
{
    const bool is_high = offset % 8 == 4;
    uint64_t *part = &crypto.parts[crypto.selected_queue][(offset - 0x80) / 0x10];
    *part = is_high ? (*part & UINT32_MAX) | (uint64_t)value << 32
                    : (*part & ~(uint64_t)UINT32_MAX) | value;
}

void mmio_write_32(uintptr_t address, uint32_t value)
{
    const uintptr_t offset = address - BASE - DEVICE_SLOT * SLOT_BYTES;
    switch (offset) {
    case 0x14:
    case 0x20:
    case 0x24:
    case 0x28:
    case 0x38:
    case 0x3C:
        break;
    case 0x30:
        crypto.selected_queue = value;
        break;
    case 0x40:
    case 0x44:
        assert_true(crypto.selected_queue < QUEUES);
        crypto.has_queue[crypto.selected_queue] = true;
        break;
    case 0x50:
        assert_true(value < QUEUES && (crypto.status & 4) != 0);
        crypto.notifications[value]++;
        break;
    case 0x64:
        crypto.interrupt &= ~value;
        break;
    case 0x70:
        crypto.status = value;
        if (value == 0) {
            memset(crypto.has_queue, 0, sizeof crypto.has_queue);
            crypto.interrupt = 0;
        }
        break;
    default:
        assert_true(offset >= 0x80 && offset < 0xB0);
        part_write(offset, value);
        break;
    }
}

void mmio_write_8(uintptr_t address, uint8_t value)
{
    fail_msg("write of %u to a byte at %#lx", value, (unsigned long)address);
}

void mmio_barrier(void)
{
}

// ---------------------------------------------------------------------------------------------
// The kernel

void port_irq_enable(unsigned line)
{
    assert_int_equal(line, DEVICE_LINE);
    crypto.is_line_enabled = true;
}

void kernel_bottom_half_request(unsigned line)
{
    assert_int_equal(line, DEVICE_LINE);
    crypto.is_bottom_half_requested = true;
}

void invariant_failed(void)
{
    fail_msg("invariant");
    __builtin_unreachable();
}

enum error ledger_take(struct transfer_buffer buffer, uint32_t holder, size_t length_bytes,
                       uint8_t **bytes)
{
    assert_int_equal(holder, virtio_crypto_device);
    if (length_bytes > BUFFER_BYTES) {
        return ERROR_INVALID;
    }
    if (crypto.is_at_device || buffer.generation != crypto.name.generation) {
        return ERROR_STALE;
    }
    crypto.is_at_device = true;
    crypto.name.generation++;
    *bytes = crypto.bytes;
    return ERROR_NONE;
}

enum error ledger_return(struct transfer_buffer buffer, uint32_t holder,
                         struct transfer_buffer *returned)
{
    (void)buffer;
    assert_true(holder == virtio_crypto_device && crypto.is_at_device);
    crypto.is_at_device = false;
    crypto.name.generation++;
    *returned = crypto.name;
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// The client

static void key_ready(const struct aes_key_ready *event)
{
    crypto.keys++;
    crypto.key_status = event->status;
}

static void done(const struct aes_done *event)
{
    // What the device keeps has no name that is good.
    assert_int_equal(event->buffer.generation == crypto.name.generation, !crypto.is_at_device);
    crypto.pieces++;
    crypto.piece_status = event->status;
}

const struct aes_client virtio_crypto_client = {.key_ready = key_ready, .done = done};

// ---------------------------------------------------------------------------------------------
// For tests

void crypto_plug_in(void)
{
    static const uint32_t configuration[4] = {1, 1, 1, 1u << CIPHER_CBC};
    memcpy(crypto.configuration, configuration, sizeof configuration);
    memset(crypto.has_queue, 0, sizeof crypto.has_queue);
    memset(crypto.sessions, 0, sizeof crypto.sessions);
    crypto.version = 2;
    crypto.status = 0;
    crypto.queue_count = QUEUES;
    crypto.interrupt = 0;
    crypto.is_absent = false;
    crypto.never_resets = false;
    crypto.lacks_blocks = false;
    crypto.is_line_masked = false;
}

void crypto_reset(void)
{
    // What the test before has left under way, or in the driver's mind: a driver starts once.
    crypto_plug_in();
    assert_int_equal(virtio_crypto_initialise(), DEVICE_LINE);
    (void)virtio_crypto_cancel();
    for (unsigned i = 0; i < 2 * SERVICES_MAX; i++) {
        virtio_crypto_bottom_half();
    }
    assert_false(virtio_crypto_is_present());
    crypto = (struct crypto){.name = {.index = 0, .generation = 7}};
    crypto_plug_in();
    assert_int_equal(virtio_crypto_initialise(), DEVICE_LINE);
}

struct virtio_queue *crypto_queue(unsigned queue)
{
    assert_true(crypto.has_queue[queue]);
    struct virtio_queue *found;
    memcpy(&found, &crypto.parts[queue][0], sizeof found);
    assert_ptr_equal(&found->used, (void *)(uintptr_t)crypto.parts[queue][2]);
    return found;
}

uint8_t *crypto_part(unsigned queue, unsigned part, uint32_t length_bytes)
{
    const struct virtio_descriptor *descriptor = &crypto_queue(queue)->descriptors[part];
    assert_true(descriptor->length_bytes >= length_bytes);
    uint8_t *bytes;
    memcpy(&bytes, &descriptor->address, sizeof bytes);
    return bytes;
}

uint32_t crypto_word(unsigned queue, unsigned place)
{
    uint32_t word;
    memcpy(&word, crypto_part(queue, 0, HEADER_BYTES) + place * sizeof word, sizeof word);
    return word;
}

void crypto_use(unsigned queue, uint16_t index, uint32_t id, uint32_t length_bytes)
{
    struct virtio_queue *used = crypto_queue(queue);
    struct virtio_used_entry *entry = &used->used.ring[used->used.index % VIRTIO_QUEUE_ENTRIES];
    entry->id = id;
    entry->length_bytes = length_bytes;
    used->used.index = index;
    crypto.interrupt |= 1;
}

void crypto_finish(unsigned queue, uint32_t length_bytes)
{
    crypto_use(queue, crypto_queue(queue)->available.index, 0, length_bytes);
}

bool crypto_has_key(const uint8_t *key)
{
    for (unsigned i = 0; i < SESSIONS; i++) {
        if (crypto.sessions[i].is_there &&
            memcmp(crypto.sessions[i].key, key, AES_KEY_BYTES) == 0) {
            return true;
        }
    }
    return false;
}

static void session_make(void)
{
    uint32_t answer[4] = {0, 0, 3, 0};
    unsigned free = 0;
    for (; free < SESSIONS && crypto.sessions[free].is_there; free++) {
    }
    // The driver has one at a time.
    assert_true(free < SESSIONS);
    assert_int_equal(crypto_word(CONTROL, 4), crypto_word(CONTROL, 1));
    assert_int_equal(crypto_word(CONTROL, 5), AES_KEY_BYTES);
    assert_int_equal(crypto_word(CONTROL, 16), 1);
    struct crypto_session *session = &crypto.sessions[free];
    session->cipher = crypto_word(CONTROL, 4);
    session->direction = crypto_word(CONTROL, 6);
    memcpy(session->key, crypto_part(CONTROL, 0, HEADER_BYTES + AES_KEY_BYTES) + HEADER_BYTES,
           AES_KEY_BYTES);
    session->is_there = !(crypto.lacks_blocks && session->cipher == CIPHER_ECB);
    if (session->is_there) {
        answer[0] = free;
        answer[1] = 0xABCD;
        answer[2] = 0;
    }
    memcpy(crypto_part(CONTROL, 1, ANSWER_BYTES), answer, sizeof answer);
    crypto_finish(CONTROL, sizeof answer);
}

static struct crypto_session *session_find(uint32_t low, uint32_t high)
{
    assert_true(low < SESSIONS && high == 0xABCD && crypto.sessions[low].is_there);
    return &crypto.sessions[low];
}

static void control_serve(void)
{
    assert_int_equal(crypto_queue(CONTROL)->descriptors[0].flags, 1);
    assert_int_equal(crypto_queue(CONTROL)->descriptors[1].flags, 2);
    if (crypto_word(CONTROL, 0) == 2) {
        session_make();
        return;
    }
    assert_int_equal(crypto_word(CONTROL, 0), 3);
    memset(session_find(crypto_word(CONTROL, 4), crypto_word(CONTROL, 5)), 0,
           sizeof(struct crypto_session));
    *crypto_part(CONTROL, 1, 1) = 0;
    crypto_finish(CONTROL, 1);
}

static void data_serve(void)
{
    const struct crypto_session *session = session_find(crypto_word(DATA, 2), crypto_word(DATA, 3));
    const bool encrypts = session->direction == 1;
    assert_int_equal(crypto_word(DATA, 0), encrypts ? 0 : 1);
    assert_int_equal(crypto_word(DATA, 1), session->cipher);
    const uint32_t vector_bytes = session->cipher == CIPHER_CBC ? AES_BLOCK_BYTES : 0;
    assert_int_equal(crypto_word(DATA, 6), vector_bytes);
    assert_int_equal(crypto_queue(DATA)->descriptors[0].length_bytes, HEADER_BYTES + vector_bytes);
    assert_int_equal(crypto_word(DATA, 16), 1);
    const uint32_t length_bytes = crypto_word(DATA, 7);
    assert_int_equal(crypto_word(DATA, 8), length_bytes);
    static const uint16_t flags[] = {1, 1, 3, 2};
    for (unsigned i = 0; i < 4; i++) {
        assert_int_equal(crypto_queue(DATA)->descriptors[i].flags, flags[i]);
    }
    const uint8_t *from = crypto_part(DATA, 1, length_bytes);
    uint8_t *to = crypto_part(DATA, 2, length_bytes);
    for (uint32_t i = 0; i < length_bytes; i++) {
        to[i] = (uint8_t)(encrypts ? from[i] + session->key[0] : from[i] - session->key[0]);
    }
    *crypto_part(DATA, 3, 1) = 0;
    crypto_finish(DATA, length_bytes + 1);
}

void crypto_serve(unsigned queue)
{
    if (queue == DATA) {
        data_serve();
    } else {
        control_serve();
    }
    virtio_crypto_bottom_half();
}
