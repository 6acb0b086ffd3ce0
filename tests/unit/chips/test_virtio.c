// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The source of entropy behind virtio registers, against models of a device that does what the
/// standard says, in both versions, and of one that does not.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <chips/virtio/entropy.h>
#include <chips/virtio/queue.h>

#include "machine.h"

enum { SLOT = 5, KIND_ENTROPY = 4, STATUS_FEATURES_OK = 8, STATUS_READY = 7 };

/// The device in slot SLOT; the others are empty.
static struct {
    bool is_absent;
    uint32_t magic;
    uint32_t version;
    uint32_t kind;
    uint32_t queue_entries_max;
    bool refuses_features;
    bool lacks_version_1; ///< a current device that does not offer to be one
    bool never_resets;

    uint32_t status;
    uint32_t features_select;
    uint32_t driver_features[2];
    uint32_t driver_features_select;
    uint32_t page_bytes;
    uint32_t queue_entries;
    uint64_t parts[3]; ///< where it was told that the parts of the queue lie
    bool has_queue;
    uint32_t interrupt;
    unsigned notifications;
} device;

static uint32_t device_read(uintptr_t address, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    const uintptr_t slot = (address - MACHINE_BASE) / MACHINE_SLOT_BYTES;
    const uintptr_t offset = (address - MACHINE_BASE) % MACHINE_SLOT_BYTES;
    assert_true(slot < MACHINE_SLOTS);
    if (slot != SLOT || device.is_absent) {
        assert_true(offset <= 8); // Nothing but what says that the slot is empty.
        return offset == 0 ? 0x74726976 : offset == 4 ? 2 : 0;
    }
    switch (offset) {
    case 0x00:
        return device.magic;
    case 0x04:
        return device.version;
    case 0x08:
        return device.kind;
    case 0x10:
        return device.features_select == 1 && !device.lacks_version_1 ? 1 : 0xFFFFFFFE;
    case 0x34:
        return device.queue_entries_max;
    case 0x60:
        return device.interrupt;
    case 0x70:
        return device.never_resets ? device.status | 0x40 : device.status;
    default:
        fail_msg("read of register %#lx", (unsigned long)offset);
    }
    return 0;
}

static void part_write(unsigned part, uint32_t value, bool is_high)
{
    assert_int_equal(device.version, 2);
    device.parts[part] = is_high ? (device.parts[part] & UINT32_MAX) | (uint64_t)value << 32
                                 : (device.parts[part] & ~(uint64_t)UINT32_MAX) | value;
}

static void device_write(uintptr_t address, uint32_t value, unsigned bytes)
{
    assert_int_equal(bytes, 4);
    const uintptr_t offset = address - MACHINE_BASE - SLOT * MACHINE_SLOT_BYTES;
    switch (offset) {
    case 0x14:
        device.features_select = value;
        break;
    case 0x20:
        assert_true(device.driver_features_select < 2);
        device.driver_features[device.driver_features_select] = value;
        break;
    case 0x24:
        device.driver_features_select = value;
        break;
    case 0x28:
        assert_int_equal(device.version, 1);
        device.page_bytes = value;
        break;
    case 0x30:
        assert_int_equal(value, 0);
        break;
    case 0x38:
        device.queue_entries = value;
        break;
    case 0x3C:
        assert_int_equal(device.version, 1);
        assert_int_equal(value, VIRTIO_QUEUE_ALIGNMENT);
        break;
    case 0x40:
        assert_int_equal(device.version, 1);
        assert_int_equal(device.page_bytes, VIRTIO_QUEUE_ALIGNMENT);
        device.parts[0] = value;
        device.has_queue = true;
        break;
    case 0x44:
        assert_int_equal(device.version, 2);
        device.has_queue = true;
        break;
    case 0x50:
        assert_int_equal(value, 0);
        assert_int_equal(device.status & STATUS_READY, STATUS_READY);
        device.notifications++;
        break;
    case 0x64:
        assert_int_equal(value & ~device.interrupt, 0);
        device.interrupt &= ~value;
        break;
    case 0x70:
        if (value == 0) {
            device.has_queue = false;
            device.interrupt = 0;
        } else {
            assert_int_equal(device.status & ~value, 0); // Bits are only added.
        }
        device.status = device.refuses_features ? value & ~(uint32_t)STATUS_FEATURES_OK : value;
        break;
    case 0x80:
    case 0x84:
        part_write(0, value, offset == 0x84);
        break;
    case 0x90:
    case 0x94:
        part_write(1, value, offset == 0x94);
        break;
    case 0xA0:
    case 0xA4:
        part_write(2, value, offset == 0xA4);
        break;
    default:
        fail_msg("write of register %#lx", (unsigned long)offset);
    }
}

/// The queue of a current device, from where it was told that its parts are.
static struct virtio_queue *queue_of_device(void)
{
    assert_true(device.has_queue);
    struct virtio_queue *queue;
    memcpy(&queue, &device.parts[0], sizeof queue);
    assert_ptr_equal(&queue->available, (void *)(uintptr_t)device.parts[1]);
    assert_ptr_equal(&queue->used, (void *)(uintptr_t)device.parts[2]);
    return queue;
}

/// The device says that it has used a buffer.
static void device_use(uint16_t index, uint32_t id, uint32_t length_bytes)
{
    struct virtio_queue *queue = queue_of_device();
    queue->used.ring[0].id = id;
    queue->used.ring[0].length_bytes = length_bytes;
    queue->used.index = index;
    device.interrupt |= 1;
}

static void device_fill(uint32_t length_bytes)
{
    struct virtio_queue *queue = queue_of_device();
    const struct virtio_descriptor *descriptor = &queue->descriptors[0];
    assert_int_equal(descriptor->flags, 2);
    memset((void *)(uintptr_t)descriptor->address, 0x5A, length_bytes);
    assert_int_equal(queue->available.index, (uint16_t)(queue->used.index + 1));
    device_use(queue->available.index, 0, length_bytes);
}

static int setup(void **state)
{
    (void)state;
    machine_reset_doubles();
    machine.read = device_read;
    machine.write = device_write;
    memset(&device, 0, sizeof device);
    device.magic = 0x74726976;
    device.version = 2;
    device.kind = KIND_ENTROPY;
    device.queue_entries_max = 1024;
    // A request of the test before may be under way.
    virtio_entropy_initialise();
    if (virtio_entropy_cancel() == ERROR_NONE) {
        machine.is_at_device = true;
        virtio_entropy_bottom_half();
    }
    machine.fillings = 0;
    machine.is_bottom_half_requested = false;
    return 0;
}

static enum error request(size_t length_bytes)
{
    return virtio_entropy_request(machine.name, length_bytes);
}

static void device_in_any_slot_is_found_with_its_line(void **state)
{
    (void)state;
    virtio_entropy_initialise();
    assert_true(machine.is_line_enabled[SLOT + 1]);
    assert_int_equal(device.status, 0xF);
    assert_int_equal(device.driver_features[0], 0);
    assert_int_equal(device.driver_features[1], 1);
    assert_int_equal(device.queue_entries, VIRTIO_QUEUE_ENTRIES);
}

static void legacy_device_is_started_in_its_own_way(void **state)
{
    (void)state;
    device.version = 1;
    memset(device.driver_features, 0, sizeof device.driver_features);
    virtio_entropy_initialise();
    assert_int_equal(device.status, 7);
    assert_int_equal(device.driver_features[1], 0);
    assert_true(device.has_queue);
    assert_int_equal(request(16), ERROR_NONE);
    assert_int_equal(device.notifications, 1);
}

static void absent_device_is_no_device(void **state)
{
    (void)state;
    device.is_absent = true;
    virtio_entropy_initialise();
    assert_int_equal(request(16), ERROR_NO_DEVICE);
    assert_false(machine.is_at_device);
    assert_int_equal(virtio_entropy_cancel(), ERROR_ALREADY);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 0);
}

static void device_that_does_not_fit_is_no_device(void **state)
{
    (void)state;
    enum { CASES = 7 };
    for (unsigned i = 0; i < CASES; i++) {
        setup(NULL);
        device.status = 0;
        switch (i) {
        case 0:
            device.magic++;
            break;
        case 1:
            device.version = 3;
            break;
        case 2:
            device.kind = 2;
            break;
        case 3:
            device.queue_entries_max = 0;
            break;
        case 4:
            device.refuses_features = true;
            break;
        case 5:
            device.lacks_version_1 = true;
            break;
        default:
            device.never_resets = true;
            break;
        }
        virtio_entropy_initialise();
        assert_int_equal(request(16), ERROR_NO_DEVICE);
        assert_int_equal(device.status & 4, 0);
    }
}

static void request_ends_with_the_bytes(void **state)
{
    (void)state;
    assert_int_equal(request(16), ERROR_NONE);
    assert_true(machine.is_at_device);
    assert_int_equal(device.notifications, 1);
    const struct virtio_descriptor *descriptor = &queue_of_device()->descriptors[0];
    assert_int_equal(descriptor->length_bytes, 16);
    assert_ptr_equal((void *)(uintptr_t)descriptor->address, machine.buffer);
    virtio_entropy_bottom_half(); // An empty one.
    assert_int_equal(machine.fillings, 0);
    device_fill(16);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 1);
    assert_int_equal(machine.filled.status, ERROR_NONE);
    assert_int_equal(machine.filled.length_bytes, 16);
    assert_int_equal(device.interrupt, 0);
    assert_false(machine.is_at_device);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 1);
}

static void requests_go_on_past_the_wrap_of_the_indices(void **state)
{
    (void)state;
    for (uint32_t i = 0; i < 70000; i++) {
        const uint32_t length = 1 + i % MACHINE_BUFFER_BYTES;
        assert_int_equal(request(MACHINE_BUFFER_BYTES), ERROR_NONE);
        device_fill(length);
        virtio_entropy_bottom_half();
        assert_int_equal(machine.fillings, i + 1);
        assert_int_equal(machine.filled.status, ERROR_NONE);
        assert_int_equal(machine.filled.length_bytes, length);
    }
}

static void wrong_requests_are_refused(void **state)
{
    (void)state;
    assert_int_equal(request(0), ERROR_SIZE);
    assert_int_equal(request(MACHINE_BUFFER_BYTES + 1), ERROR_INVALID);
    struct transfer_buffer stale = machine.name;
    stale.generation--;
    assert_int_equal(virtio_entropy_request(stale, 1), ERROR_STALE);
    assert_int_equal(device.notifications, 0);
    assert_int_equal(request(MACHINE_BUFFER_BYTES), ERROR_NONE);
    assert_int_equal(request(1), ERROR_BUSY);
    assert_int_equal(device.notifications, 1);
}

static void hostile_answer_ends_the_device(void **state)
{
    (void)state;
    static const struct {
        uint16_t index_ahead;
        uint32_t id;
        uint32_t length_bytes;
    } answers[] = {
        {2, 0, 16}, {0xFFFF, 0, 16},     {0x8000, 0, 16},
        {1, 1, 16}, {1, UINT32_MAX, 16}, {1, 0, 17},
        {1, 0, 0},  {1, 0, UINT32_MAX},  {1, 0, 1u << 31 | 16},
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        setup(NULL);
        assert_int_equal(request(16), ERROR_NONE);
        device_use((uint16_t)(queue_of_device()->used.index + answers[i].index_ahead),
                   answers[i].id, answers[i].length_bytes);
        virtio_entropy_bottom_half();
        assert_int_equal(machine.fillings, 1);
        assert_int_equal(machine.filled.status, ERROR_FAILED);
        assert_int_equal(machine.filled.length_bytes, 0);
        assert_false(machine.is_at_device);
        assert_int_equal(device.status, 0); // Reset: it has no queue any more.
        assert_int_equal(request(16), ERROR_NO_DEVICE);
        virtio_entropy_bottom_half();
        assert_int_equal(machine.fillings, 1);
    }
}

static void answer_that_nobody_asked_for_is_ignored(void **state)
{
    (void)state;
    device_use(1, 0, 16);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 0);
    // It is found at the next request, as an answer that came too early: of that buffer or another,
    // nobody can tell.
    assert_int_equal(request(16), ERROR_NONE);
    device_use(2, 0, 16);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.filled.status, ERROR_FAILED);
}

static void cancelled_request_ends_once_and_the_next_one_works(void **state)
{
    (void)state;
    assert_int_equal(virtio_entropy_cancel(), ERROR_ALREADY);
    assert_int_equal(request(16), ERROR_NONE);
    assert_int_equal(virtio_entropy_cancel(), ERROR_NONE);
    assert_int_equal(virtio_entropy_cancel(), ERROR_ALREADY);
    assert_int_equal(machine.fillings, 0); // Not inside the call.
    assert_true(machine.is_bottom_half_requested);
    assert_int_equal(request(16), ERROR_BUSY);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 1);
    assert_int_equal(machine.filled.status, ERROR_CANCEL);
    assert_int_equal(machine.filled.length_bytes, 0);
    assert_false(machine.is_at_device);

    assert_int_equal(request(8), ERROR_NONE);
    device_fill(8);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 2);
    assert_int_equal(machine.filled.status, ERROR_NONE);
}

static void cancelled_request_ends_with_a_device_that_is_gone_too(void **state)
{
    (void)state;
    assert_int_equal(request(16), ERROR_NONE);
    device.never_resets = true;
    assert_int_equal(virtio_entropy_cancel(), ERROR_NONE);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.filled.status, ERROR_CANCEL);
    assert_int_equal(request(16), ERROR_NO_DEVICE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(device_in_any_slot_is_found_with_its_line, setup),
        cmocka_unit_test_setup(legacy_device_is_started_in_its_own_way, setup),
        cmocka_unit_test_setup(absent_device_is_no_device, setup),
        cmocka_unit_test_setup(device_that_does_not_fit_is_no_device, setup),
        cmocka_unit_test_setup(request_ends_with_the_bytes, setup),
        cmocka_unit_test_setup(requests_go_on_past_the_wrap_of_the_indices, setup),
        cmocka_unit_test_setup(wrong_requests_are_refused, setup),
        cmocka_unit_test_setup(hostile_answer_ends_the_device, setup),
        cmocka_unit_test_setup(answer_that_nobody_asked_for_is_ignored, setup),
        cmocka_unit_test_setup(cancelled_request_ends_once_and_the_next_one_works, setup),
        cmocka_unit_test_setup(cancelled_request_ends_with_a_device_that_is_gone_too, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
