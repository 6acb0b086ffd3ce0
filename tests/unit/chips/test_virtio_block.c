// SPDX-License-Identifier: Apache-2.0 OR MIT
/// The disk behind virtio registers, against the model of a device.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

#include <chips/virtio/block.h>

#include "machine.h"
#include "virtio_device.h"

enum { SECTORS = 100, FEATURE_READ_ONLY = 1 << 5, FEATURE_FLUSH = 1 << 9 };
enum { PART_CONTINUES = 1, PART_WRITTEN = 2 };
enum { DONE = 0, FAILED = 1, UNKNOWN = 2 };

/// What the device is sent before the data.
struct header {
    uint32_t operation;
    uint32_t reserved;
    uint64_t first_sector;
};

static void device_plug_in(uint32_t features, uint64_t sectors)
{
    machine_reset_doubles();
    device_reset(DEVICE_KIND_BLOCK);
    device.features = features;
    device.capacity = sectors;
    // A request of the test before may be under way.
    (void)virtio_block_initialise();
    if (virtio_block_cancel() == ERROR_NONE) {
        fake_ledger[0].is_at_device = true;
        fake_ledger[0].at_device = virtio_block_device;
        virtio_block_bottom_half();
    }
    machine.operations = 0;
    machine.is_bottom_half_requested = false;
}

static int setup(void **state)
{
    (void)state;
    device_plug_in(FEATURE_FLUSH | ~(uint32_t)FEATURE_READ_ONLY, SECTORS);
    return 0;
}

static struct block_transfer transfer(uint64_t first_sector, size_t count)
{
    return (struct block_transfer){
        .buffer = fake_ledger[0].name, .first_sector = first_sector, .sector_count = count};
}

static enum error read_sectors(uint64_t first_sector, size_t count)
{
    const struct block_transfer wanted = transfer(first_sector, count);
    return virtio_block_read(&wanted);
}

static enum error write_sectors(uint64_t first_sector, size_t count)
{
    const struct block_transfer wanted = transfer(first_sector, count);
    return virtio_block_write(&wanted);
}

static void *address_of(const struct virtio_descriptor *part)
{
    return (void *)(uintptr_t)part->address;
}

/// Checks the request that the device got: header, data if there are any, status. Returns the
/// status' part.
static const struct virtio_descriptor *check_request(uint32_t operation, uint64_t first_sector,
                                                     uint32_t data_bytes, uint16_t data_flags)
{
    const struct virtio_descriptor *part = device_queue()->descriptors;
    assert_int_equal(part->flags, PART_CONTINUES);
    assert_int_equal(part->length_bytes, sizeof(struct header));
    struct header header;
    memcpy(&header, address_of(part), sizeof header);
    assert_int_equal(header.operation, operation);
    assert_int_equal(header.reserved, 0);
    assert_int_equal(header.first_sector, first_sector);
    part = &device_queue()->descriptors[part->next];
    if (data_bytes != 0) {
        assert_int_equal(part->flags, data_flags);
        assert_ptr_equal(address_of(part), machine.buffer);
        assert_int_equal(part->length_bytes, data_bytes);
        part = &device_queue()->descriptors[part->next];
    }
    assert_int_equal(part->flags, PART_WRITTEN);
    assert_int_equal(part->length_bytes, 1);
    assert_int_equal(device.notifications, 1);
    return part;
}

static void answer(const struct virtio_descriptor *part, uint8_t status, uint32_t length_bytes)
{
    memcpy(address_of(part), &status, 1);
    device_finish(length_bytes);
    device.notifications = 0;
    virtio_block_bottom_half();
}

static void check_end(unsigned operations, enum block_operation operation, enum error status)
{
    assert_int_equal(machine.operations, operations);
    assert_int_equal(machine.done.operation, operation);
    assert_int_equal(machine.done.status, status);
    assert_false(fake_ledger[0].is_at_device);
}

static void describes_what_it_is(void **state)
{
    (void)state;
    struct block_description description;
    virtio_block_describe(&description);
    assert_int_equal(description.sector_count, SECTORS);
    assert_false(description.is_read_only);
    assert_int_equal(device.driver_features[0], FEATURE_FLUSH);

    device_plug_in(FEATURE_READ_ONLY, 0x123456789A);
    virtio_block_describe(&description);
    assert_int_equal(description.sector_count, 0x123456789A);
    assert_true(description.is_read_only);

    device.is_absent = true;
    assert_int_equal(virtio_block_initialise(), 0);
    virtio_block_describe(&description);
    assert_int_equal(description.sector_count, 0);
    assert_int_equal(read_sectors(0, 1), ERROR_NO_DEVICE);
    assert_int_equal(virtio_block_flush(), ERROR_NO_DEVICE);
    assert_int_equal(virtio_block_cancel(), ERROR_ALREADY);
}

static void reads_and_writes_go_out_as_three_parts(void **state)
{
    (void)state;
    assert_int_equal(read_sectors(7, 2), ERROR_NONE);
    assert_true(fake_ledger[0].is_at_device);
    answer(check_request(0, 7, 1024, PART_CONTINUES | PART_WRITTEN), DONE, 1025);
    check_end(1, BLOCK_READ, ERROR_NONE);

    assert_int_equal(write_sectors(SECTORS - 4, 4), ERROR_NONE);
    answer(check_request(1, SECTORS - 4, 2048, PART_CONTINUES), DONE, 1);
    check_end(2, BLOCK_WRITE, ERROR_NONE);

    assert_int_equal(virtio_block_flush(), ERROR_NONE);
    assert_false(fake_ledger[0].is_at_device);
    answer(check_request(4, 0, 0, 0), DONE, 1);
    check_end(3, BLOCK_FLUSH, ERROR_NONE);
}

static void requests_go_on_past_the_wrap_of_the_indices(void **state)
{
    (void)state;
    for (unsigned i = 0; i < 70000; i++) {
        assert_int_equal(read_sectors(i % SECTORS, 1), ERROR_NONE);
        answer(check_request(0, i % SECTORS, 512, PART_CONTINUES | PART_WRITTEN), DONE, 513);
        check_end(i + 1, BLOCK_READ, ERROR_NONE);
    }
}

static void wrong_requests_are_refused(void **state)
{
    (void)state;
    static const struct {
        uint64_t first_sector;
        size_t count;
        enum error error;
    } cases[] = {
        {0, 0, ERROR_SIZE},
        {SECTORS, 1, ERROR_INVALID},
        {SECTORS - 1, 2, ERROR_INVALID},
        {UINT64_MAX, 1, ERROR_INVALID},
        {UINT64_MAX, 2, ERROR_INVALID},
        {1, SIZE_MAX, ERROR_INVALID},
        {0, SIZE_MAX / 512 + 2, ERROR_INVALID},
        {0, MACHINE_BUFFER_BYTES / 512 + 1, ERROR_INVALID},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(read_sectors(cases[i].first_sector, cases[i].count), cases[i].error);
        assert_int_equal(write_sectors(cases[i].first_sector, cases[i].count), cases[i].error);
        assert_false(fake_ledger[0].is_at_device);
    }
    struct block_transfer stale = transfer(0, 1);
    stale.buffer.generation--;
    assert_int_equal(virtio_block_read(&stale), ERROR_STALE);
    assert_int_equal(device.notifications, 0);

    assert_int_equal(read_sectors(0, 1), ERROR_NONE);
    assert_int_equal(read_sectors(0, 1), ERROR_BUSY);
    assert_int_equal(write_sectors(0, 1), ERROR_BUSY);
    assert_int_equal(virtio_block_flush(), ERROR_BUSY);
    assert_int_equal(device.notifications, 1);
}

static void largest_disk_takes_sums_without_a_wrap(void **state)
{
    (void)state;
    device_plug_in(0, UINT64_MAX);
    assert_int_equal(read_sectors(UINT64_MAX, 1), ERROR_INVALID);
    assert_int_equal(read_sectors(0, SIZE_MAX / 512 + 1), ERROR_INVALID);
    assert_int_equal(read_sectors(0, SIZE_MAX / 512), ERROR_INVALID); // By the ledger.
    assert_int_equal(read_sectors(UINT64_MAX - 1, 1), ERROR_NONE);
}

static void what_the_device_lacks_is_not_asked_of_it(void **state)
{
    (void)state;
    device_plug_in(FEATURE_READ_ONLY, SECTORS);
    assert_int_equal(write_sectors(0, 1), ERROR_NO_SUPPORT);
    assert_int_equal(virtio_block_flush(), ERROR_NO_SUPPORT);
    assert_int_equal(device.notifications, 0);
    assert_int_equal(read_sectors(0, 1), ERROR_NONE);
}

static void failed_transfer_gives_the_buffer_back(void **state)
{
    (void)state;
    static const struct {
        uint8_t status;
        uint32_t length_bytes;
        enum error error;
    } cases[] = {
        {FAILED, 1, ERROR_FAILED},
        {UNKNOWN, 1, ERROR_NO_SUPPORT},
        {DONE, 512, ERROR_FAILED}, // The last byte of data is not claimed to be there.
        {DONE, 0, ERROR_FAILED},
    };
    for (unsigned i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        assert_int_equal(read_sectors(0, 1), ERROR_NONE);
        answer(check_request(0, 0, 512, PART_CONTINUES | PART_WRITTEN), cases[i].status,
               cases[i].length_bytes);
        check_end(i + 1, BLOCK_READ, cases[i].error);
    }
    assert_int_equal(read_sectors(0, 1), ERROR_NONE); // The device is as good as before.
}

static void hostile_answer_ends_the_device(void **state)
{
    (void)state;
    static const struct {
        uint16_t index_ahead;
        uint32_t id;
        uint32_t length_bytes;
        uint8_t status;
    } answers[] = {
        {2, 0, 513, DONE}, {0xFFFF, 0, 513, DONE},
        {1, 1, 513, DONE}, {1, UINT32_MAX, 513, DONE},
        {1, 0, 514, DONE}, {1, 0, UINT32_MAX, DONE},
        {1, 0, 513, 3},    {1, 0, 513, 0xFF /* none */},
        {1, 2, 1, FAILED},
    };
    for (size_t i = 0; i < sizeof answers / sizeof answers[0]; i++) {
        setup(NULL);
        assert_int_equal(read_sectors(0, 1), ERROR_NONE);
        memcpy(address_of(check_request(0, 0, 512, PART_CONTINUES | PART_WRITTEN)),
               &answers[i].status, 1);
        device_use((uint16_t)(device_queue()->used.index + answers[i].index_ahead), answers[i].id,
                   answers[i].length_bytes);
        virtio_block_bottom_half();
        check_end(1, BLOCK_READ, ERROR_FAILED);
        assert_int_equal(device.status, 0);
        assert_true(machine.is_line_masked[DEVICE_LINE]);
        assert_int_equal(read_sectors(0, 1), ERROR_NO_DEVICE);
        virtio_block_bottom_half();
        assert_int_equal(machine.operations, 1);
    }
}

static void cancelled_request_ends_once_and_the_next_one_works(void **state)
{
    (void)state;
    assert_int_equal(virtio_block_cancel(), ERROR_ALREADY);
    assert_int_equal(write_sectors(3, 1), ERROR_NONE);
    assert_int_equal(virtio_block_cancel(), ERROR_NONE);
    assert_int_equal(virtio_block_cancel(), ERROR_NONE);
    assert_int_equal(machine.operations, 0); // Not inside the call.
    assert_true(machine.is_bottom_half_requested);
    virtio_block_bottom_half();
    check_end(1, BLOCK_WRITE, ERROR_CANCEL);

    device.notifications = 0;
    assert_int_equal(read_sectors(7, 2), ERROR_NONE);
    answer(check_request(0, 7, 1024, PART_CONTINUES | PART_WRITTEN), DONE, 1025);
    check_end(2, BLOCK_READ, ERROR_NONE);

    assert_int_equal(read_sectors(7, 2), ERROR_NONE);
    device.never_resets = true;
    assert_int_equal(virtio_block_cancel(), ERROR_NONE);
    virtio_block_bottom_half();
    assert_int_equal(machine.operations, 3);
    assert_int_equal(machine.done.status, ERROR_CANCEL);
    assert_true(fake_ledger[0].is_at_device); // It may still be written.
    assert_int_equal(read_sectors(0, 1), ERROR_NO_DEVICE);
}

static void line_that_storms_is_masked_and_the_buffer_comes_back(void **state)
{
    (void)state;
    assert_int_equal(write_sectors(0, 1), ERROR_NONE);
    for (unsigned i = 0; i < 64; i++) {
        assert_false(machine.is_line_masked[DEVICE_LINE]);
        device.interrupt |= 2;
        virtio_block_bottom_half();
    }
    assert_true(machine.is_line_masked[DEVICE_LINE]);
    check_end(1, BLOCK_WRITE, ERROR_FAILED);
    assert_int_equal(read_sectors(0, 1), ERROR_NO_DEVICE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(describes_what_it_is, setup),
        cmocka_unit_test_setup(reads_and_writes_go_out_as_three_parts, setup),
        cmocka_unit_test_setup(requests_go_on_past_the_wrap_of_the_indices, setup),
        cmocka_unit_test_setup(wrong_requests_are_refused, setup),
        cmocka_unit_test_setup(largest_disk_takes_sums_without_a_wrap, setup),
        cmocka_unit_test_setup(what_the_device_lacks_is_not_asked_of_it, setup),
        cmocka_unit_test_setup(failed_transfer_gives_the_buffer_back, setup),
        cmocka_unit_test_setup(hostile_answer_ends_the_device, setup),
        cmocka_unit_test_setup(cancelled_request_ends_once_and_the_next_one_works, setup),
        cmocka_unit_test_setup(line_that_storms_is_masked_and_the_buffer_comes_back, setup),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
