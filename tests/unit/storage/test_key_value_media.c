// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Values under keys, on a medium that may hold anything and change at any time.
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/key_value/record.h>

#include "key_value_client.h"

enum { RANDOM_MEDIA = 500 };

static void record_put(size_t sector, uint64_t sequence, const char *key, const char *value,
                       uint32_t owner)
{
    uint8_t *const bytes = disk.bytes + KEY_VALUE_START + sector * SECTOR;
    memset(bytes, 0xEE, SECTOR);
    memcpy(bytes + KEY_VALUE_RECORD_HEADER_BYTES, value, strlen(value));
    const struct key_value_record record = {
        .sequence = sequence,
        .key_hash = key_value_hash((struct const_span){(const uint8_t *)key, strlen(key)}),
        .length_bytes = (uint32_t)strlen(value),
        .owner = owner,
    };
    key_value_record_write((struct span){bytes, SECTOR}, &record);
}

static void larger_sequence_counts_and_the_rest_is_erased(void **state)
{
    (void)state;
    record_put(0, 5, "key", "five", OWNER_ONE);
    record_put(1, 9, "key", "nine", OWNER_ONE);
    record_put(2, 9, "key", "nine too", OWNER_ONE);
    record_put(3, 2, "key", "two", OWNER_ONE);
    struct process_id one = fake_process_start("one");
    key_value_expect_found(one, "key", "nine");
    key_value_expect(one, DELETE, "key", NULL, ERROR_NONE);
    disk_reboot();
    one = fake_process_start("one");
    assert_null(key_value_of(one, "key"));
}

static void records_that_are_none_are_free(void **state)
{
    (void)state;
    record_put(0, 1, "key", "value", OWNER_ONE);
    uint8_t good[SECTOR];
    memcpy(good, disk.bytes + KEY_VALUE_START, SECTOR);
    const size_t length = KEY_VALUE_RECORD_HEADER_BYTES + 5;
    for (size_t bit = 0; bit < length * 8; bit++) {
        (void)disk_reset(NULL);
        memcpy(disk.bytes + KEY_VALUE_START, good, SECTOR);
        disk.bytes[KEY_VALUE_START + bit / 8] ^= (uint8_t)(1u << bit % 8);
        const struct process_id one = fake_process_start("one");
        assert_null(key_value_of(one, "key"));
        key_value_expect(one, ADD, "key", "new", ERROR_NONE);
        key_value_expect_found(one, "key", "new");
    }
    printf("counted: %zu flipped bits\n", length * 8);
}

static void hostile_records_harm_nobody(void **state)
{
    (void)state;
    const uint64_t last = (UINT64_C(1) << KEY_VALUE_SEQUENCE_BITS) - 1;
    record_put(0, last, "key", "last", OWNER_ONE); // There is no later one.
    record_put(1, last + 1, "two", "too late", OWNER_ONE);
    record_put(2, 3, "nobody", "no owner", 0);
    record_put(3, 3, "kernel", "of somebody", UINT32_MAX);
    const struct process_id one = fake_process_start("one");
    key_value_expect_found(one, "key", "last");
    assert_null(key_value_of(one, "two"));
    assert_null(key_value_of(one, "nobody"));
    assert_null(key_value_of(one, "kernel"));
    key_value_expect(one, SET, "key", "new", ERROR_NO_MEMORY);
    key_value_expect(one, DELETE, "key", NULL, ERROR_NONE);
    key_value_expect(one, SET, "kernel", "x", ERROR_NO_SUPPORT);
    key_value_expect(one, SET, "new", "x", ERROR_NO_MEMORY);
}

static void random_media_harm_nobody(void **state)
{
    (void)state;
    srand(3);
    for (unsigned run = 0; run < RANDOM_MEDIA; run++) {
        (void)disk_reset(NULL);
        for (size_t i = 0; i < KEY_VALUE_SECTORS; i++) {
            const char *const keys[] = {"a", "b", "c"};
            const uint32_t owners[] = {OWNER_ONE, OWNER_TWO, 0};
            record_put(i, (uint64_t)rand() << (rand() % 32), keys[rand() % 3], "value",
                       owners[rand() % 3]);
            if (rand() % 2 == 0) {
                disk.bytes[KEY_VALUE_START + i * SECTOR + (size_t)rand() % 40] ^= (uint8_t)rand();
            }
        }
        const struct process_id one = fake_process_start("one");
        for (size_t i = 0; i < 10; i++) {
            const char key[] = {(char)('a' + rand() % 3), '\0'};
            const uint32_t command = (uint32_t)(GET + rand() % COLLECT);
            const enum error error = key_value_do(one, command, key, "new");
            assert_true(error == ERROR_NONE || error == ERROR_NO_SUPPORT ||
                        error == ERROR_NO_MEMORY);
        }
    }
    printf("counted: %d random media\n", RANDOM_MEDIA);
}

static void medium_that_changes_is_read_again(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    key_value_expect(one, SET, "key", "value", ERROR_NONE);
    memset(disk.bytes + KEY_VALUE_START, 0x11, KEY_VALUE_SECTORS * SECTOR);
    key_value_expect(one, GET, "key", NULL, ERROR_FAILED);
    assert_null(key_value_of(one, "key"));
    key_value_expect(one, SET, "key", "again", ERROR_NONE);
    key_value_expect_found(one, "key", "again");
}

/// The sector with the only record there is.
static size_t record_find(struct key_value_record *record)
{
    for (size_t i = 0; i < KEY_VALUE_SECTORS; i++) {
        const uint8_t *const bytes = disk.bytes + KEY_VALUE_START + i * SECTOR;
        if (key_value_record_read((struct const_span){bytes, SECTOR}, record)) {
            return i;
        }
    }
    fail();
    return 0;
}

static void record_in_the_place_of_another_is_not_given(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    key_value_expect(one, SET, "key", "value", ERROR_NONE);
    struct key_value_record record;
    const size_t sector = record_find(&record);
    record_put(sector, record.sequence, "key", "secret", record.owner + 1);
    key_value_expect(one, GET, "key", NULL, ERROR_FAILED);
    assert_null(key_value_of(one, "key")); // As what it is it may not be read either.

    key_value_expect(one, SET, "mine", "value", ERROR_NONE);
    memset(disk.bytes + KEY_VALUE_START + sector * SECTOR, 0, SECTOR);
    const size_t other = record_find(&record);
    record_put(other, record.sequence, "elsewhere", "found", record.owner);
    key_value_expect(one, GET, "mine", NULL, ERROR_FAILED);
    assert_null(key_value_of(one, "mine"));
    key_value_expect_found(one, "elsewhere", "found");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(larger_sequence_counts_and_the_rest_is_erased, disk_reset),
        cmocka_unit_test_setup(records_that_are_none_are_free, disk_reset),
        cmocka_unit_test_setup(hostile_records_harm_nobody, disk_reset),
        cmocka_unit_test_setup(random_media_harm_nobody, disk_reset),
        cmocka_unit_test_setup(medium_that_changes_is_read_again, disk_reset),
        cmocka_unit_test_setup(record_in_the_place_of_another_is_not_given, disk_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
