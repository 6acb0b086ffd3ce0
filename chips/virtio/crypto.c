// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "crypto.h"

#include <stdatomic.h>

#include <kernel/port.h>

#include "request.h"

/// Numbers of queues; that for sessions stands behind those for data.
enum { DATA = 0, CONTROL = 1, QUEUE_COUNT };

enum configuration { STATUS = 0, DATA_QUEUES = 4, SERVICES = 8, CIPHERS = 12 };
enum { STATUS_READY = 1 << 0, SERVICE_CIPHER = 1 << 0 };

enum device_cipher { CIPHER_AES_ECB = 2, CIPHER_AES_CBC = 3 };
enum device_opcode { ENCRYPT = 0, DECRYPT = 1, SESSION_CREATE = 2, SESSION_DESTROY = 3 };
enum device_direction { DEVICE_ENCRYPT = 1, DEVICE_DECRYPT = 2 };
enum { OPERATION_CIPHER = 1 };
enum device_status { STATUS_DONE = 0, STATUS_UNKNOWN = 3, STATUS_LAST = 6, STATUS_NONE = 0xFF };

/// To make a session, or, with its number as the first words of the body, to destroy it.
struct control_request {
    uint32_t opcode;
    uint32_t cipher;
    uint32_t flags;
    uint32_t queue;
    struct {
        uint32_t cipher;
        uint32_t key_bytes;
        uint32_t direction;
        uint32_t reserved[9];
        uint32_t operation;
        uint32_t reserved_too;
    } body;
    uint8_t key[AES_KEY_BYTES];
};
enum { CONTROL_BYTES = 72 };
static_assert(sizeof(struct control_request) == CONTROL_BYTES + AES_KEY_BYTES,
              "as the device has it");

/// Written by the device.
struct control_answer {
    _Atomic uint32_t session_low;
    _Atomic uint32_t session_high;
    _Atomic uint32_t status;
    uint32_t reserved;
};
static_assert(sizeof(struct control_answer) == 16, "as the device has it");

struct data_request {
    uint32_t opcode;
    uint32_t cipher;
    uint32_t session_low;
    uint32_t session_high;
    uint32_t flags;
    uint32_t reserved;
    uint32_t vector_bytes;
    uint32_t source_bytes;
    uint32_t destination_bytes;
    uint32_t reserved_too[7];
    uint32_t operation;
    uint32_t reserved_last;
    uint8_t vector[AES_BLOCK_BYTES];
};
enum { DATA_BYTES = 72 };
static_assert(sizeof(struct data_request) == DATA_BYTES + AES_BLOCK_BYTES, "as the device has it");

/// What the device is doing.
enum activity { IDLE, CREATES, DESTROYS, CIPHERS_PIECE };

static struct virtio_queue queues[QUEUE_COUNT];
static struct virtio_request request;
static struct control_request control_request;
static struct control_answer control_answer;
static struct data_request data_request;
static _Atomic uint8_t data_status; ///< written by the device

// Guard of all: base level.
static enum activity activity;
static size_t piece_bytes; ///< of the piece under way

/// The session of the device, as it named it; it is not asked for again.
static struct {
    bool is_there;
    bool is_unwanted; ///< to be destroyed; also one that is not there yet
    uint32_t low;
    uint32_t high;
    enum device_cipher cipher;
    enum aes_direction direction;
} session;

/// The key that is to be set when the session before is gone.
static struct {
    bool is_there;
    struct aes_key key;
} wish;

static enum error device_start(void)
{
    uint32_t features = 0;
    return virtio_start_pair(&request.device, &queues[DATA], &queues[CONTROL], &features);
}

static bool device_fits(const struct virtio_device *device)
{
    return (virtio_configuration_read(device, STATUS) & STATUS_READY) != 0 &&
           virtio_configuration_read(device, DATA_QUEUES) == CONTROL &&
           (virtio_configuration_read(device, SERVICES) & SERVICE_CIPHER) != 0 &&
           (virtio_configuration_read(device, CIPHERS) & 1u << CIPHER_AES_CBC) != 0;
}

unsigned virtio_crypto_initialise(void)
{
    struct virtio_device *device = &request.device;
    if (!virtio_find(VIRTIO_CRYPTO, device) || !device_fits(device) ||
        device_start() != ERROR_NONE) {
        device->base = 0;
        return 0;
    }
    port_irq_enable(device->line);
    return device->line;
}

bool virtio_crypto_is_present(void)
{
    return request.device.base != 0;
}

// ---------------------------------------------------------------------------------------------
// Sessions

static void control_send(size_t length_bytes, enum activity next)
{
    activity = next;
    atomic_store_explicit(&control_answer.status, STATUS_NONE, memory_order_relaxed);
    virtio_request_begin(&request, (struct transfer_buffer){.index = 0});
    const struct virtio_part parts[] = {
        {.address = (uintptr_t)&control_request, .length_bytes = (uint32_t)length_bytes},
        {.address = (uintptr_t)&control_answer,
         .length_bytes = sizeof control_answer,
         .is_written = true},
    };
    virtio_queue_offer(&queues[CONTROL], parts, sizeof parts / sizeof parts[0]);
    virtio_notify_queue(&request.device, CONTROL);
}

static void session_destroy(void)
{
    session.is_there = false;
    session.is_unwanted = false;
    control_request = (struct control_request){
        .opcode = SESSION_DESTROY,
        .body = {.cipher = session.low, .key_bytes = session.high},
    };
    control_send(CONTROL_BYTES, DESTROYS);
}

static void session_create(void)
{
    session.is_unwanted = false;
    session.cipher = wish.key.mode == AES_MODE_BLOCKS ? CIPHER_AES_ECB : CIPHER_AES_CBC;
    session.direction = wish.key.direction;
    control_request = (struct control_request){
        .opcode = SESSION_CREATE,
        .cipher = session.cipher,
        .body = {.cipher = session.cipher,
                 .key_bytes = AES_KEY_BYTES,
                 .direction = session.direction == AES_ENCRYPT ? DEVICE_ENCRYPT : DEVICE_DECRYPT,
                 .operation = OPERATION_CIPHER},
    };
    for (unsigned i = 0; i < AES_KEY_BYTES; i++) {
        control_request.key[i] = wish.key.bytes[i];
        wish.key.bytes[i] = 0;
    }
    wish.is_there = false;
    control_send(sizeof control_request, CREATES);
}

/// Forgets the keys that are on their way to the device. What it may be reading is no key then.
static void keys_clear(void)
{
    wish.is_there = false;
    for (unsigned i = 0; i < AES_KEY_BYTES; i++) {
        wish.key.bytes[i] = 0;
        control_request.key[i] = 0;
    }
}

/// Does what is due when nothing is under way.
static void session_go_on(void)
{
    if (request.device.base == 0 || activity != IDLE) {
        return;
    }
    if (session.is_there && (session.is_unwanted || wish.is_there)) {
        session_destroy();
    } else if (wish.is_there) {
        session_create();
    }
}

enum error virtio_crypto_key_set(const struct aes_key *key)
{
    if (request.device.base == 0) {
        return ERROR_NO_DEVICE;
    }
    const bool is_setting = wish.is_there || (activity == CREATES && !session.is_unwanted);
    if (is_setting || activity == CIPHERS_PIECE) {
        return ERROR_BUSY;
    }
    wish.is_there = true;
    wish.key = *key;
    session_go_on();
    return ERROR_NONE;
}

// ---------------------------------------------------------------------------------------------
// Pieces

enum error virtio_crypto_crypt(struct transfer_buffer buffer, const struct aes_vector *vector,
                               size_t length_bytes)
{
    if (request.device.base == 0) {
        return ERROR_NO_DEVICE;
    }
    if (activity != IDLE || wish.is_there) {
        return ERROR_BUSY;
    }
    if (!session.is_there) {
        return ERROR_OFF;
    }
    if (length_bytes == 0 || length_bytes % AES_BLOCK_BYTES != 0) {
        return ERROR_SIZE;
    }
    uint8_t *bytes;
    const enum error error = ledger_take(buffer, virtio_crypto_device, length_bytes, &bytes);
    if (error != ERROR_NONE) {
        return error;
    }
    virtio_request_begin(&request, buffer);
    activity = CIPHERS_PIECE;
    piece_bytes = length_bytes;
    const bool is_chained = session.cipher == CIPHER_AES_CBC;
    data_request = (struct data_request){
        .opcode = session.direction == AES_ENCRYPT ? ENCRYPT : DECRYPT,
        .cipher = session.cipher,
        .session_low = session.low,
        .session_high = session.high,
        .vector_bytes = is_chained ? AES_BLOCK_BYTES : 0,
        .source_bytes = (uint32_t)length_bytes,
        .destination_bytes = (uint32_t)length_bytes,
        .operation = OPERATION_CIPHER,
    };
    for (unsigned i = 0; i < AES_BLOCK_BYTES; i++) {
        data_request.vector[i] = vector->bytes[i];
    }
    atomic_store_explicit(&data_status, STATUS_NONE, memory_order_relaxed);
    const struct virtio_part parts[] = {
        {.address = (uintptr_t)&data_request,
         .length_bytes = is_chained ? sizeof data_request : DATA_BYTES},
        {.address = (uintptr_t)bytes, .length_bytes = (uint32_t)length_bytes},
        {.address = (uintptr_t)bytes, .length_bytes = (uint32_t)length_bytes, .is_written = true},
        {.address = (uintptr_t)&data_status, .length_bytes = 1, .is_written = true},
    };
    virtio_queue_offer(&queues[DATA], parts, sizeof parts / sizeof parts[0]);
    virtio_notify_queue(&request.device, DATA);
    return ERROR_NONE;
}

enum error virtio_crypto_cancel(void)
{
    const bool was_setting = wish.is_there || (activity == CREATES && !session.is_unwanted);
    keys_clear();
    session.is_unwanted = true;
    if (activity != CIPHERS_PIECE) {
        session_go_on();
        return was_setting ? ERROR_NONE : ERROR_ALREADY;
    }
    // The session outlives the reset in some devices, so it is destroyed behind it.
    const enum error error = virtio_request_cancel(&request);
    if (error == ERROR_NONE && request.device.base != 0 && device_start() != ERROR_NONE) {
        virtio_drop(&request.device);
    }
    return error;
}

// ---------------------------------------------------------------------------------------------
// Ends

/// What a status of the device means. False: it is none.
static bool status_decode(uint32_t device_status, enum error *status)
{
    *status = device_status == STATUS_DONE      ? ERROR_NONE
              : device_status == STATUS_UNKNOWN ? ERROR_NO_SUPPORT
                                                : ERROR_FAILED;
    return device_status <= STATUS_LAST;
}

static void key_end(enum error status)
{
    const struct aes_key_ready event = {.status = status};
    virtio_crypto_client.key_ready(&event);
}

/// Goes on behind a request that nobody waits for, or tells who waits that there is no device.
static void control_end(void)
{
    if (wish.is_there && request.device.base == 0) {
        keys_clear();
        key_end(ERROR_FAILED);
    } else {
        session_go_on();
    }
}

static void create_end(enum error status, uint32_t written_bytes)
{
    // One that is to be forgotten is of nobody's interest any more.
    const bool is_wanted = !session.is_unwanted;
    for (unsigned i = 0; i < AES_KEY_BYTES; i++) {
        control_request.key[i] = 0;
    }
    if (status == ERROR_NONE) {
        const uint32_t device_status =
            atomic_load_explicit(&control_answer.status, memory_order_relaxed);
        session.low = atomic_load_explicit(&control_answer.session_low, memory_order_relaxed);
        session.high = atomic_load_explicit(&control_answer.session_high, memory_order_relaxed);
        if (written_bytes < sizeof control_answer || !status_decode(device_status, &status)) {
            virtio_drop(&request.device);
            status = ERROR_FAILED;
        }
        session.is_there = status == ERROR_NONE;
    }
    if (is_wanted) {
        key_end(status);
    } else {
        control_end();
    }
}

static void piece_end(enum error status, uint32_t written_bytes)
{
    if (status == ERROR_NONE) {
        const uint8_t device_status = atomic_load_explicit(&data_status, memory_order_relaxed);
        if (!status_decode(device_status, &status)) {
            virtio_drop(&request.device);
        }
        // Bytes that the device does not claim to have written are not ciphered.
        status =
            status == ERROR_NONE && written_bytes == piece_bytes + 1 ? ERROR_NONE : ERROR_FAILED;
    }
    struct aes_done event = {.status = status};
    const bool is_back = virtio_request_buffer(&request, virtio_crypto_device, &event.buffer);
    session_go_on();
    if (is_back) {
        virtio_crypto_client.done(&event);
    }
}

void virtio_crypto_bottom_half(void)
{
    const enum activity ended = activity;
    enum error status;
    uint32_t written_bytes;
    if (!virtio_request_serve(&request, &queues[ended == CIPHERS_PIECE ? DATA : CONTROL], &status,
                              &written_bytes)) {
        return;
    }
    activity = IDLE;
    session.is_there = session.is_there && request.device.base != 0;
    switch (ended) {
    case CREATES:
        create_end(status, written_bytes);
        break;
    case DESTROYS:
        // Whatever the device says: the session is not used any more.
        control_end();
        break;
    case CIPHERS_PIECE:
        piece_end(status, written_bytes);
        break;
    case IDLE:
        break;
    }
}
