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
#include "virtio_device.h"

static void device_fill(uint32_t length_bytes)
{
    const struct virtio_descriptor *descriptor = &device_queue()->descriptors[0];
    assert_int_equal(descriptor->flags, 2);
    memset((void *)(uintptr_t)descriptor->address, 0x5A, length_bytes);
    device_finish(length_bytes);
}

static int setup(void **state)
{
    (void)state;
    machine_reset_doubles();
    device_reset(DEVICE_KIND_ENTROPY);
    // A request of the test before may be under way.
    (void)virtio_entropy_initialise();
    if (virtio_entropy_cancel() == ERROR_NONE) {
        fake_ledger[0].is_at_device = true;
        virtio_entropy_bottom_half();
    }
    machine.fillings = 0;
    machine.is_bottom_half_requested = false;
    return 0;
}

static enum error request(size_t length_bytes)
{
    return virtio_entropy_request(fake_ledger[0].name, length_bytes);
}

static void device_in_any_slot_is_found_with_its_line(void **state)
{
    (void)state;
    assert_int_equal(virtio_entropy_initialise(), DEVICE_LINE);
    assert_true(machine.is_line_enabled[DEVICE_LINE]);
    assert_true(virtio_entropy_is_present());
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
    (void)virtio_entropy_initialise();
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
    assert_int_equal(virtio_entropy_initialise(), 0);
    assert_false(virtio_entropy_is_present());
    assert_int_equal(request(16), ERROR_NO_DEVICE);
    assert_false(fake_ledger[0].is_at_device);
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
        assert_int_equal(virtio_entropy_initialise(), 0);
        assert_int_equal(request(16), ERROR_NO_DEVICE);
        assert_int_equal(device.status & 4, 0);
    }
}

static void request_ends_with_the_bytes(void **state)
{
    (void)state;
    assert_int_equal(request(16), ERROR_NONE);
    assert_true(fake_ledger[0].is_at_device);
    assert_int_equal(device.notifications, 1);
    const struct virtio_descriptor *descriptor = &device_queue()->descriptors[0];
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
    assert_false(fake_ledger[0].is_at_device);
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
    struct transfer_buffer stale = fake_ledger[0].name;
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
        device_use((uint16_t)(device_queue()->used.index + answers[i].index_ahead), answers[i].id,
                   answers[i].length_bytes);
        virtio_entropy_bottom_half();
        assert_int_equal(machine.fillings, 1);
        assert_int_equal(machine.filled.status, ERROR_FAILED);
        assert_int_equal(machine.filled.length_bytes, 0);
        assert_false(fake_ledger[0].is_at_device);
        assert_int_equal(device.status, 0); // Reset: it has no queue any more.
        assert_true(machine.is_line_masked[DEVICE_LINE]);
        assert_false(virtio_entropy_is_present());
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
    assert_int_equal(virtio_entropy_cancel(), ERROR_NONE);
    assert_int_equal(machine.fillings, 0); // Not inside the call.
    assert_true(machine.is_bottom_half_requested);
    assert_int_equal(request(16), ERROR_BUSY);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 1);
    assert_int_equal(machine.filled.status, ERROR_CANCEL);
    assert_int_equal(machine.filled.length_bytes, 0);
    assert_false(fake_ledger[0].is_at_device);

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
    assert_true(fake_ledger[0].is_at_device); // It may still be written.
    assert_int_equal(request(16), ERROR_NO_DEVICE);
}

static void device_that_breaks_the_rules_and_does_not_stop_keeps_the_buffer(void **state)
{
    (void)state;
    assert_int_equal(request(16), ERROR_NONE);
    device_use((uint16_t)(device_queue()->used.index + 1), 0, 17);
    device.never_resets = true;
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 1);
    assert_int_equal(machine.filled.status, ERROR_FAILED);
    assert_true(fake_ledger[0].is_at_device);
    virtio_entropy_bottom_half();
    assert_int_equal(machine.fillings, 1);
}

/// Interrupts without work, which the device takes back as it should.
static void services_without_work(unsigned count)
{
    for (unsigned i = 0; i < count; i++) {
        device.interrupt |= 1;
        virtio_entropy_bottom_half();
    }
}

static void line_that_storms_is_masked_and_the_buffer_comes_back(void **state)
{
    (void)state;
    enum { LIMIT = 64 };
    assert_int_equal(request(16), ERROR_NONE);
    services_without_work(LIMIT - 1);
    assert_false(machine.is_line_masked[DEVICE_LINE]);
    assert_int_equal(machine.fillings, 0);
    services_without_work(1);
    assert_true(machine.is_line_masked[DEVICE_LINE]);
    assert_int_equal(machine.fillings, 1);
    assert_int_equal(machine.filled.status, ERROR_FAILED);
    assert_false(fake_ledger[0].is_at_device);
    assert_int_equal(device.status, 0);
    assert_int_equal(request(16), ERROR_NO_DEVICE);
    services_without_work(2 * LIMIT);
    assert_int_equal(machine.fillings, 1);
}

static void line_that_storms_without_a_request_is_masked(void **state)
{
    (void)state;
    services_without_work(64);
    assert_true(machine.is_line_masked[DEVICE_LINE]);
    assert_int_equal(machine.fillings, 0);
    assert_int_equal(request(16), ERROR_NO_DEVICE);
}

static void work_between_empty_services_is_no_storm(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 10; i++) {
        services_without_work(63);
        assert_int_equal(request(16), ERROR_NONE);
        device_fill(16);
        virtio_entropy_bottom_half();
        assert_int_equal(machine.filled.status, ERROR_NONE);
    }
    assert_false(machine.is_line_masked[DEVICE_LINE]);
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
        cmocka_unit_test_setup(device_that_breaks_the_rules_and_does_not_stop_keeps_the_buffer,
                               setup),
        cmocka_unit_test_setup(line_that_storms_is_masked_and_the_buffer_comes_back, setup),
        cmocka_unit_test_setup(line_that_storms_without_a_request_is_masked, setup),
        cmocka_unit_test_setup(work_between_empty_services_is_no_storm, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
