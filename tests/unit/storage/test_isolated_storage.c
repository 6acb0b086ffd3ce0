// SPDX-License-Identifier: Apache-2.0 OR MIT
/// A region for each program: capsule `isolated_storage` on a medium that may hold anything.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/isolated_storage/isolated_storage.h>

#include "disk.h"

enum {
    DRIVER = ISOLATED_STORAGE_DRIVER,
    SIZE = ISOLATED_STORAGE_COMMAND_SIZE,
    READ = ISOLATED_STORAGE_COMMAND_READ,
    WRITE = ISOLATED_STORAGE_COMMAND_WRITE,
    REGION = ISOLATED_STORAGE_REGION_BYTES,
    HEADER = ISOLATED_STORAGE_HEADER_BYTES,
    REGION_COUNT = ISOLATED_SECTORS * SECTOR / REGION,
    LONG = 2 * SECTOR,
    RANDOM_RUNS = 3000,
};

static const uint32_t first_word = 1u << 24 | ISOLATED_STORAGE_BYTES;

static struct fake_answer ask(struct process_id process, uint32_t command, uint32_t low,
                              uint32_t high)
{
    return fake_command(DRIVER, process, command, low, high);
}

static void allow(struct process_id process, const void *bytes, size_t length)
{
    fake_allow(process, BUFFER_READ_ONLY, ISOLATED_STORAGE_ALLOW, bytes, length);
    fake_allow(process, BUFFER_READ_WRITE, ISOLATED_STORAGE_ALLOW, NULL, length);
}

static const uint8_t *seen(struct process_id process)
{
    return fake_buffer(process, BUFFER_READ_WRITE, ISOLATED_STORAGE_ALLOW);
}

static void expect_end(struct process_id process, uint32_t command, enum error status,
                       uint32_t bytes)
{
    fake_expect_upcall(DRIVER, process, command - 1, status, bytes, 0);
}

static void done_check(struct process_id process, uint32_t command, uint32_t offset,
                       enum error status, uint32_t bytes)
{
    fake_expect_success(ask(process, command, offset, 0));
    disk_settle();
    expect_end(process, command, status, bytes);
    fake_expect_no_upcall();
}

static void word_put(uint8_t *bytes, uint32_t word)
{
    for (size_t i = 0; i < 4; i++) {
        bytes[i] = (uint8_t)(word >> (i * 8));
    }
}

static uint8_t *region(size_t place)
{
    return disk.bytes + ISOLATED_START + place * REGION;
}

static void header_put(size_t place, uint32_t first, uint32_t owner, uint32_t check)
{
    word_put(region(place), first);
    word_put(region(place) + 4, owner);
    word_put(region(place) + 8, check);
}

static void header_check(size_t place, uint32_t owner)
{
    uint8_t header[HEADER];
    word_put(header, first_word);
    word_put(header + 4, owner);
    word_put(header + 8, first_word ^ owner);
    assert_memory_equal(region(place), header, HEADER);
}

static void program_without_a_fixed_id_has_none(void **state)
{
    (void)state;
    const char *const names[] = {"other", "on", "one two", "one ", "One", "", "reader"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        (void)disk_reset(NULL);
        const struct process_id process = fake_process_start(names[i]);
        allow(process, "x", 1);
        fake_expect_success(ask(process, COMMAND_EXISTS, 0, 0));
        for (uint32_t command = SIZE; command <= WRITE + 1; command++) {
            fake_expect_failure(ask(process, command, 0, 0), ERROR_NO_SUPPORT);
        }
        disk_settle();
        fake_expect_no_upcall();
        assert_int_equal(disk.writes, 0);
    }
}

static void first_use_makes_a_region_of_zeros(void **state)
{
    (void)state;
    memset(region(0) + HEADER, 0x5A, REGION - HEADER); // Of somebody who was here before.
    const struct process_id process = fake_process_start("one");
    done_check(process, SIZE, 0, ERROR_NONE, ISOLATED_STORAGE_BYTES);
    header_check(0, OWNER_ONE);
    for (size_t i = HEADER; i < REGION; i++) {
        assert_int_equal(region(0)[i], 0);
    }
    const uint32_t writes = disk.writes;
    done_check(process, SIZE, 0, ERROR_NONE, ISOLATED_STORAGE_BYTES);
    assert_int_equal(disk.writes, writes);
}

static void what_is_written_is_there_after_a_restart(void **state)
{
    (void)state;
    uint8_t bytes[LONG];
    memset(bytes, 0x3C, sizeof bytes);
    struct process_id one = fake_process_start("one");
    struct process_id two = fake_process_start("two");
    allow(one, bytes, LONG);
    allow(two, "two", 3);
    done_check(two, WRITE, 7, ERROR_NONE, 3);
    done_check(one, WRITE, 500, ERROR_NONE, LONG);
    header_check(0, OWNER_TWO);
    header_check(1, OWNER_ONE);
    assert_memory_equal(region(0) + HEADER + 7, "two", 3);
    disk_reboot();
    one = fake_process_start("one");
    two = fake_process_start("two");
    allow(one, NULL, LONG);
    allow(two, NULL, 3);
    done_check(one, READ, 500, ERROR_NONE, LONG);
    assert_memory_equal(seen(one), bytes, LONG);
    done_check(two, READ, 7, ERROR_NONE, 3);
    assert_memory_equal(seen(two), "two", 3);
    assert_int_equal(region(0)[HEADER + 10], 0);
}

static void place_outside_of_the_region_is_refused(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    allow(process, "12345", 5);
    done_check(process, SIZE, 0, ERROR_NONE, ISOLATED_STORAGE_BYTES);
    const uint32_t writes = disk.writes;
    const uint32_t places[][2] = {{ISOLATED_STORAGE_BYTES - 4, 0},
                                  {ISOLATED_STORAGE_BYTES, 0},
                                  {UINT32_MAX, 0},
                                  {UINT32_MAX - 3, 0},
                                  {0, 1},
                                  {0, UINT32_MAX}};
    for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
        for (uint32_t command = READ; command <= WRITE; command++) {
            fake_expect_success(ask(process, command, places[i][0], places[i][1]));
            expect_end(process, command, ERROR_INVALID, 0);
        }
    }
    assert_int_equal(disk.writes, writes);
    done_check(process, WRITE, ISOLATED_STORAGE_BYTES - 5, ERROR_NONE, 5);
    assert_memory_equal(region(1) - 5, "12345", 5);
    assert_int_equal(region(1)[0], 0);
}

static void requests_without_buffers_and_meanwhile(void **state)
{
    (void)state;
    const struct process_id process = fake_process_start("one");
    fake_expect_success(ask(process, READ, 0, 0));
    expect_end(process, READ, ERROR_RESERVE, 0);
    fake_expect_success(ask(process, WRITE, 0, 0));
    expect_end(process, WRITE, ERROR_RESERVE, 0);
    allow(process, "x", 1);
    fake_expect_success(ask(process, WRITE, 0, 0));
    fake_expect_failure(ask(process, READ, 0, 0), ERROR_BUSY);
    fake_expect_failure(ask(process, SIZE, 0, 0), ERROR_BUSY);
    disk_settle();
    expect_end(process, WRITE, ERROR_NONE, 1);
    fake_expect_no_upcall();
    fake_grant_refuse(process, true);
    disk.is_absent = true;
    fake_expect_failure(ask(process, COMMAND_EXISTS, 0, 0), ERROR_NO_DEVICE);
    fake_expect_failure(ask(process, READ, 0, 0), ERROR_NO_DEVICE);
}

static void headers_that_are_none_belong_to_nobody(void **state)
{
    (void)state;
    const uint32_t one = OWNER_ONE;
    const uint32_t headers[][3] = {
        {first_word, one, first_word},                               // wrong check
        {first_word, one, one},                                      //
        {first_word + 1, one, (first_word + 1) ^ one},               // longer
        {first_word - 1, one, (first_word - 1) ^ one},               // shorter
        {first_word | 2u << 24, one, (first_word | 2u << 24) ^ one}, // another version
        {UINT32_MAX, one, UINT32_MAX ^ one},                         // very long
        {1u << 24, one, 1u << 24 ^ one},                             // empty
        {0, one, one},                                               // all zero but the owner
        {0, 0, 1},                                                   //
        {UINT32_MAX, UINT32_MAX, 0},                                 //
        {one, one, one},
        {first_word, 0, first_word}, // of nobody
        {first_word, OWNER_TWO, first_word ^ OWNER_TWO},
    };
    for (size_t i = 0; i < sizeof headers / sizeof headers[0]; i++) {
        (void)disk_reset(NULL);
        memset(region(0), 0x77, REGION);
        header_put(0, headers[i][0], headers[i][1], headers[i][2]);
        uint8_t before[REGION];
        memcpy(before, region(0), REGION);
        const struct process_id process = fake_process_start("one");
        allow(process, "mine", 4);
        done_check(process, WRITE, 0, ERROR_NONE, 4);
        assert_memory_equal(region(0), before, REGION);
        header_check(1, OWNER_ONE);
        assert_memory_equal(region(1) + HEADER, "mine", 4);
    }
}

static void erased_flash_is_free(void **state)
{
    (void)state;
    memset(region(0), 0xFF, REGION);
    const struct process_id process = fake_process_start("one");
    allow(process, NULL, LONG);
    done_check(process, READ, 0, ERROR_NONE, LONG);
    header_check(0, OWNER_ONE);
    for (size_t i = 0; i < LONG; i++) {
        assert_int_equal(seen(process)[i], 0);
    }
}

static void full_medium_has_no_region(void **state)
{
    (void)state;
    for (size_t i = 0; i < REGION_COUNT; i++) {
        header_put(i, first_word, 0x900 + (uint32_t)i, first_word ^ (0x900 + (uint32_t)i));
    }
    const struct process_id process = fake_process_start("one");
    done_check(process, SIZE, 0, ERROR_NO_MEMORY, 0);
    memset(region(2), 0, HEADER);
    done_check(process, SIZE, 0, ERROR_NONE, ISOLATED_STORAGE_BYTES);
    header_check(2, OWNER_ONE);
}

static void first_of_two_headers_counts(void **state)
{
    (void)state;
    header_put(1, first_word, OWNER_ONE, first_word ^ OWNER_ONE);
    header_put(3, first_word, OWNER_ONE, first_word ^ OWNER_ONE);
    const struct process_id process = fake_process_start("one");
    allow(process, "here", 4);
    done_check(process, WRITE, 0, ERROR_NONE, 4);
    assert_memory_equal(region(1) + HEADER, "here", 4);
    assert_int_equal(region(3)[HEADER], 0);
}

/// Whatever the medium holds: a program reads zeros, or what lies in a region with its header.
static void random_media_show_nothing_of_others(void **state)
{
    (void)state;
    srand(1);
    for (size_t run = 0; run < RANDOM_RUNS; run++) {
        (void)disk_reset(NULL);
        for (size_t i = 0; i < REGION_COUNT; i++) {
            memset(region(i), 0x80 + (int)i, REGION);
            const uint32_t words[] = {first_word,
                                      OWNER_ONE,
                                      OWNER_TWO,
                                      first_word ^ OWNER_ONE,
                                      first_word ^ OWNER_TWO,
                                      0,
                                      UINT32_MAX,
                                      (uint32_t)rand()};
            header_put(i, words[rand() % 8], words[rand() % 8], words[rand() % 8]);
        }
        size_t own = REGION_COUNT;
        for (size_t i = REGION_COUNT; i-- > 0;) {
            uint8_t header[HEADER];
            word_put(header, first_word);
            word_put(header + 4, OWNER_ONE);
            word_put(header + 8, first_word ^ OWNER_ONE);
            own = memcmp(region(i), header, HEADER) == 0 ? i : own;
        }
        const struct process_id process = fake_process_start("one");
        allow(process, NULL, LONG);
        fake_expect_success(ask(process, READ, 0, 0));
        disk_settle();
        struct fake_upcall upcall;
        assert_true(fake_upcall_take(&upcall));
        const uint8_t expected = own < REGION_COUNT ? (uint8_t)(0x80 + own) : 0;
        for (size_t i = 0; i < LONG && upcall.argument[0] == ERROR_NONE; i++) {
            assert_int_equal(seen(process)[i], expected);
        }
        assert_true(upcall.argument[0] == ERROR_NONE || own == REGION_COUNT);
    }
    printf("counted: %d media of random headers\n", RANDOM_RUNS);
}

/// A cut at any write: the program's region is there as it was, or comes anew, all zero.
static void power_may_go_at_any_write(void **state)
{
    (void)state;
    unsigned cuts = 0;
    for (unsigned kind = 0; kind < CUT_KIND_COUNT; kind++) {
        for (uint32_t left = 0; left < 12; left++) {
            (void)disk_reset(NULL);
            memset(region(0) + HEADER, 0x5A, REGION - HEADER);
            struct process_id process = fake_process_start("one");
            allow(process, "new!", 4);
            disk.cut = (enum cut_kind)kind;
            disk.writes_left = left;
            fake_expect_success(ask(process, WRITE, 0, 0));
            disk_settle();
            cuts += disk.is_off ? 1 : 0;
            disk_reboot();
            process = fake_process_start("one");
            allow(process, NULL, LONG);
            done_check(process, READ, 0, ERROR_NONE, LONG);
            assert_true(memcmp(seen(process), "new!", 4) == 0 ||
                        memcmp(seen(process), "\0\0\0\0", 4) == 0);
            for (size_t i = 4; i < LONG; i++) {
                assert_int_equal(seen(process)[i], 0);
            }
        }
    }
    assert_int_equal(cuts, CUT_KIND_COUNT * 10); // 8 sectors, the header, the program's bytes
    printf("counted: %u cuts of power\n", cuts);
}

static void disk_may_fail_at_any_request(void **state)
{
    (void)state;
    for (size_t kind = BLOCK_READ; kind <= BLOCK_FLUSH; kind++) {
        (void)disk_reset(NULL);
        const struct process_id process = fake_process_start("one");
        allow(process, "x", 1);
        disk.status[kind] = ERROR_FAILED;
        done_check(process, WRITE, 0, ERROR_FAILED, 0);
        done_check(process, WRITE, 0, ERROR_FAILED, 0);
        disk.status[kind] = ERROR_NONE;
        memset(region(0), 0, SECTOR); // What a failed write leaves there may be no header.
        done_check(process, WRITE, 0, ERROR_NONE, 1);
    }
}

static void death_and_restarts_at_any_step(void **state)
{
    (void)state;
    for (size_t what = 0; what < 3; what++) {
        for (size_t steps = 0; steps < 28; steps++) {
            (void)disk_reset(NULL);
            const struct process_id one = fake_process_start("one");
            const struct process_id two = fake_process_start("two");
            const struct process_id both[] = {one, two};
            allow(one, "one", 3);
            allow(two, "two", 3);
            fake_expect_success(ask(one, WRITE, 0, 0));
            fake_expect_success(ask(two, WRITE, 0, 0));
            for (size_t i = 0; i < steps; i++) {
                fake_run();
                (void)disk_step();
            }
            if (what == 0) {
                fake_process_end(one);
            } else {
                capsule_fail(what == 1 ? PLACE_ISOLATED : PLACE_VIRTUAL);
                fake_run();
                bench_capsule_restart(what == 1 ? PLACE_ISOLATED : PLACE_VIRTUAL, both, 2);
                // While the storage may still work for what was asked for before.
                (void)ask(two, WRITE, 0, 0);
            }
            disk_settle();
            struct fake_upcall upcall;
            while (fake_upcall_take(&upcall)) {
                assert_true(upcall.argument[0] == ERROR_NONE ||
                            upcall.argument[0] == ERROR_FAILED ||
                            upcall.argument[0] == ERROR_RESERVE);
            }
            allow(two, "Two", 3);
            done_check(two, WRITE, 0, ERROR_NONE, 3);
            done_check(two, READ, 0, ERROR_NONE, 3);
            assert_memory_equal(seen(two), "Two", 3);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(program_without_a_fixed_id_has_none, disk_reset),
        cmocka_unit_test_setup(first_use_makes_a_region_of_zeros, disk_reset),
        cmocka_unit_test_setup(what_is_written_is_there_after_a_restart, disk_reset),
        cmocka_unit_test_setup(place_outside_of_the_region_is_refused, disk_reset),
        cmocka_unit_test_setup(requests_without_buffers_and_meanwhile, disk_reset),
        cmocka_unit_test_setup(headers_that_are_none_belong_to_nobody, disk_reset),
        cmocka_unit_test_setup(erased_flash_is_free, disk_reset),
        cmocka_unit_test_setup(full_medium_has_no_region, disk_reset),
        cmocka_unit_test_setup(first_of_two_headers_counts, disk_reset),
        cmocka_unit_test_setup(random_media_show_nothing_of_others, disk_reset),
        cmocka_unit_test_setup(power_may_go_at_any_write, disk_reset),
        cmocka_unit_test_setup(disk_may_fail_at_any_request, disk_reset),
        cmocka_unit_test_setup(death_and_restarts_at_any_step, disk_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
