// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Values under keys: capsule `key_value` on a medium that may hold anything, and whose power may
/// go at any write.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/key_value/key_value.h>
#include <capsules/key_value/record.h>

#include "disk.h"

enum {
    DRIVER = KEY_VALUE_DRIVER,
    GET = KEY_VALUE_COMMAND_GET,
    SET = KEY_VALUE_COMMAND_SET,
    DELETE = KEY_VALUE_COMMAND_DELETE,
    ADD = KEY_VALUE_COMMAND_ADD,
    UPDATE = KEY_VALUE_COMMAND_UPDATE,
    COLLECT = KEY_VALUE_COMMAND_COLLECT,
    KEYS_MAX = KEY_VALUE_SECTORS - 1,
    RANDOM_STEPS = 20000,
    RANDOM_KEYS = 6,
    RANDOM_MEDIA = 500,
};

static void allow_text(struct process_id process, uint32_t number, const char *text)
{
    fake_allow(process, BUFFER_READ_ONLY, number, text, strlen(text));
}

static struct fake_answer ask(struct process_id process, uint32_t command, const char *key,
                              const char *value)
{
    allow_text(process, KEY_VALUE_ALLOW_KEY, key);
    if (value != NULL) {
        allow_text(process, KEY_VALUE_ALLOW_VALUE, value);
    }
    if (command == GET) {
        fake_allow(process, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT, NULL, FAKE_BUFFER_BYTES_MAX);
    }
    return fake_command(DRIVER, process, command, 0, 0);
}

/// Carries out a command; how it ended.
static enum error do_it(struct process_id process, uint32_t command, const char *key,
                        const char *value)
{
    fake_expect_success(ask(process, command, key, value));
    disk_settle();
    struct fake_upcall upcall;
    assert_true(fake_upcall_take(&upcall));
    assert_int_equal(upcall.process, process.number);
    assert_int_equal(upcall.driver, DRIVER);
    fake_expect_no_upcall();
    const char *found =
        (const char *)fake_buffer(process, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT);
    if (command == GET && upcall.argument[0] == ERROR_NONE) {
        assert_int_equal(upcall.argument[1], strlen(found));
    } else {
        assert_int_equal(upcall.argument[1], 0);
    }
    return (enum error)upcall.argument[0];
}

static void expect(struct process_id process, uint32_t command, const char *key, const char *value,
                   enum error status)
{
    assert_int_equal(do_it(process, command, key, value), status);
}

/// The value of a key as a process sees it; null: none.
static const char *value_of(struct process_id process, const char *key)
{
    const enum error error = do_it(process, GET, key, NULL);
    assert_true(error == ERROR_NONE || error == ERROR_NO_SUPPORT);
    return error == ERROR_NONE
               ? (const char *)fake_buffer(process, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT)
               : NULL;
}

static void expect_found(struct process_id process, const char *key, const char *value)
{
    const char *found = value_of(process, key);
    assert_non_null(found);
    assert_string_equal(found, value);
}

static void values_are_set_changed_and_deleted(void **state)
{
    (void)state;
    struct process_id one = fake_process_start("one");
    assert_null(value_of(one, "key"));
    expect(one, UPDATE, "key", "none yet", ERROR_NO_SUPPORT);
    expect(one, DELETE, "key", NULL, ERROR_NO_SUPPORT);
    expect(one, ADD, "key", "first", ERROR_NONE);
    expect_found(one, "key", "first");
    expect(one, ADD, "key", "again", ERROR_NO_SUPPORT);
    expect(one, UPDATE, "key", "second", ERROR_NONE);
    expect(one, SET, "other", "x", ERROR_NONE);
    expect(one, SET, "key", "third", ERROR_NONE);
    expect(one, COLLECT, "", NULL, ERROR_NONE);
    expect_found(one, "key", "third");
    disk_reboot();
    one = fake_process_start("one");
    expect_found(one, "key", "third");
    expect(one, DELETE, "key", NULL, ERROR_NONE);
    assert_null(value_of(one, "key"));
    disk_reboot();
    one = fake_process_start("one");
    assert_null(value_of(one, "key"));
    expect_found(one, "other", "x");
}

static void requests_that_are_refused(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id other = fake_process_start("other");
    fake_expect_success(fake_command(DRIVER, other, COMMAND_EXISTS, 0, 0));
    fake_expect_failure(ask(other, GET, "key", NULL), ERROR_INVALID);
    fake_expect_failure(ask(other, COLLECT, "key", NULL), ERROR_INVALID);
    fake_expect_failure(fake_command(DRIVER, one, 7, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(ask(one, GET, "", NULL), ERROR_RESERVE);
    fake_expect_failure(ask(one, SET, "key", NULL), ERROR_RESERVE);
    fake_expect_failure(ask(one, SET, "key", ""), ERROR_RESERVE);
    char text[KEY_VALUE_BYTES_MAX + 2];
    memset(text, 'k', sizeof text);
    text[KEY_VALUE_KEY_BYTES_MAX + 1] = '\0';
    fake_expect_failure(ask(one, SET, text, "v"), ERROR_SIZE);
    text[KEY_VALUE_KEY_BYTES_MAX] = '\0';
    expect(one, SET, text, "v", ERROR_NONE);
    expect_found(one, text, "v");
    memset(text, 'v', sizeof text);
    text[KEY_VALUE_BYTES_MAX + 1] = '\0';
    fake_expect_failure(ask(one, SET, "key", text), ERROR_SIZE);
    text[KEY_VALUE_BYTES_MAX] = '\0';
    expect(one, SET, "key", text, ERROR_NONE);
    expect_found(one, "key", text);

    fake_expect_success(ask(one, SET, "key", "v"));
    fake_expect_failure(fake_command(DRIVER, one, GET, 0, 0), ERROR_NO_MEMORY);
    fake_expect_failure(fake_command(DRIVER, one, COLLECT, 0, 0), ERROR_NO_MEMORY);
    disk_settle();
    disk_remove();
    fake_expect_failure(fake_command(DRIVER, one, COMMAND_EXISTS, 0, 0), ERROR_NO_DEVICE);
    fake_expect_failure(fake_command(DRIVER, one, GET, 0, 0), ERROR_NO_DEVICE);
}

static void value_is_cut_to_the_buffer(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    expect(one, SET, "key", "0123456789", ERROR_NONE);
    fake_allow(one, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT, NULL, 4);
    allow_text(one, KEY_VALUE_ALLOW_KEY, "key");
    fake_expect_success(fake_command(DRIVER, one, GET, 0, 0));
    disk_settle();
    fake_expect_upcall(DRIVER, one, KEY_VALUE_UPCALL_DONE, ERROR_SIZE, 10, 0);
    assert_memory_equal(fake_buffer(one, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT), "0123\0", 5);
    fake_allow(one, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT, NULL, 0);
    fake_expect_failure(fake_command(DRIVER, one, GET, 0, 0), ERROR_RESERVE);
}

static void rights_decide_who_reads_and_changes(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    const struct process_id reader = fake_process_start("reader");
    const struct process_id editor = fake_process_start("editor");
    expect(one, SET, "key", "of one", ERROR_NONE);
    assert_null(value_of(two, "key"));
    expect(two, SET, "key", "stolen", ERROR_NO_SUPPORT);
    expect(two, ADD, "key", "stolen", ERROR_NO_SUPPORT);
    expect(two, UPDATE, "key", "stolen", ERROR_NO_SUPPORT);
    expect(two, DELETE, "key", NULL, ERROR_NO_SUPPORT);
    expect_found(reader, "key", "of one");
    expect(reader, SET, "key", "changed", ERROR_NO_SUPPORT);
    expect(reader, DELETE, "key", NULL, ERROR_NO_SUPPORT);
    expect(reader, ADD, "new", "value", ERROR_NO_SUPPORT);
    assert_null(value_of(editor, "key"));
    expect_found(one, "key", "of one");
    expect(editor, DELETE, "key", NULL, ERROR_NONE);
    expect(one, SET, "key", "again", ERROR_NONE);
    expect(editor, SET, "key", "the editor's", ERROR_NONE);
    expect_found(editor, "key", "the editor's"); // Who wrote it owns it.
    assert_null(value_of(one, "key"));
}

static void full_store_takes_changes_but_no_keys(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    char key[] = "a";
    for (; key[0] < 'a' + KEYS_MAX; key[0]++) {
        expect(one, SET, key, "value", ERROR_NONE);
    }
    expect(one, SET, key, "value", ERROR_NO_MEMORY);
    expect(one, ADD, key, "value", ERROR_NO_MEMORY);
    for (size_t i = 0; i < 3 * KEY_VALUE_SECTORS; i++) {
        expect(one, SET, "a", i % 2 == 0 ? "even" : "odd", ERROR_NONE);
        expect_found(one, "a", i % 2 == 0 ? "even" : "odd");
    }
    expect(one, DELETE, "b", NULL, ERROR_NONE);
    expect(one, ADD, key, "value", ERROR_NONE);
    expect_found(one, key, "value");
}

/// The operations that a cut may come into, from the same store: old values, and new ones.
struct change {
    uint32_t command;
    const char *key;
    const char *value;     ///< to write
    const char *old_value; ///< null: none
    const char *new_value; ///< likewise
};
static const struct change changes[] = {
    {SET, "a", "new", "old a", "new"}, {UPDATE, "b", "new", "old b", "new"},
    {ADD, "n", "new", NULL, "new"},    {DELETE, "a", NULL, "old a", NULL},
    {SET, "n", "new", NULL, "new"},
};

/// A change, cut off after so many writes of the disk; whether it was cut off.
static bool change_cut(const struct change *change, uint32_t writes, enum cut_kind cut)
{
    (void)disk_reset(NULL);
    struct process_id one = fake_process_start("one");
    expect(one, SET, "a", "older", ERROR_NONE);
    expect(one, SET, "b", "old b", ERROR_NONE);
    expect(one, SET, "a", "old a", ERROR_NONE);
    disk.writes_left = writes;
    disk.cut = cut;
    fake_expect_success(ask(one, change->command, change->key, change->value));
    disk_settle();
    struct fake_upcall upcall;
    const bool is_told = fake_upcall_take(&upcall) && upcall.argument[0] == ERROR_NONE;
    // Whoever asks next has what is superseded erased.
    fake_expect_success(ask(fake_process_start("two"), COLLECT, "", NULL));
    disk_settle();
    const bool is_cut = disk.is_off;
    for (size_t i = 0; i < 2; i++) {
        disk_reboot();
        one = fake_process_start("one");
        const char *found = value_of(one, change->key);
        const char *value = found == NULL ? "" : found;
        const bool is_new = strcmp(value, change->new_value == NULL ? "" : change->new_value) == 0;
        const bool is_old = strcmp(value, change->old_value == NULL ? "" : change->old_value) == 0;
        assert_true(is_new || (is_old && !is_told));
        if (strcmp(change->key, "a") != 0) {
            expect_found(one, "a", "old a");
        }
        if (strcmp(change->key, "b") != 0) {
            expect_found(one, "b", "old b");
        }
    }
    // The store is of use: everything can be changed and deleted, and stays so.
    expect(one, SET, "a", "last", ERROR_NONE);
    expect(one, DELETE, "b", NULL, ERROR_NONE);
    expect(one, SET, "n", "last", ERROR_NONE);
    expect(one, DELETE, "a", NULL, ERROR_NONE);
    disk_reboot();
    one = fake_process_start("one");
    assert_null(value_of(one, "a"));
    assert_null(value_of(one, "b"));
    expect_found(one, "n", "last");
    return is_cut;
}

static void cut_at_any_write_leaves_the_old_value_or_the_new_one(void **state)
{
    (void)state;
    unsigned cuts = 0;
    for (size_t i = 0; i < sizeof changes / sizeof changes[0]; i++) {
        for (unsigned kind = 0; kind < CUT_KIND_COUNT; kind++) {
            bool is_cut = true;
            for (uint32_t writes = 0; is_cut; writes++) {
                is_cut = change_cut(&changes[i], writes, (enum cut_kind)kind);
                cuts += is_cut ? 1 : 0;
            }
        }
    }
    assert_true(cuts >= 2 * CUT_KIND_COUNT * sizeof changes / sizeof changes[0]);
    printf("counted: %u cuts of power\n", cuts);
}

/// A store against a table, with random commands, cuts, restarts and deaths.
static void random_commands_with_cuts(void **state)
{
    (void)state;
    srand(7);
    struct {
        char value[8];
        char before[8]; ///< what it may be as well, since a change was cut
        bool may_be_before;
    } table[RANDOM_KEYS] = {0};
    unsigned cuts = 0;
    struct process_id one = fake_process_start("one");
    for (unsigned step = 0; step < RANDOM_STEPS; step++) {
        const size_t i = (size_t)rand() % RANDOM_KEYS;
        const char key[] = {(char)('a' + i), '\0'};
        const char *found = value_of(one, key);
        const char *shown = found == NULL ? "" : found;
        assert_true(strcmp(shown, table[i].value) == 0 ||
                    (table[i].may_be_before && strcmp(shown, table[i].before) == 0));
        strcpy(table[i].value, shown);
        table[i].may_be_before = false;

        char value[8] = "";
        const bool is_delete = rand() % 4 == 0;
        if (!is_delete) {
            snprintf(value, sizeof value, "%u", step % 100000);
        }
        disk.cut = (enum cut_kind)(rand() % CUT_KIND_COUNT);
        disk.writes_left = rand() % 5 == 0 ? (uint32_t)(rand() % 3) : NO_CUT;
        fake_expect_success(ask(one, is_delete ? DELETE : SET, key, is_delete ? NULL : value));
        disk_settle();
        struct fake_upcall upcall;
        const bool is_done = fake_upcall_take(&upcall);
        if (!is_done) {
            strcpy(table[i].before, value);
            table[i].may_be_before = true;
        } else if (upcall.argument[0] == ERROR_NONE) {
            strcpy(table[i].value, value);
        } else {
            assert_true(is_delete && table[i].value[0] == '\0');
        }
        if (disk.is_off || rand() % 50 == 0) {
            cuts += disk.is_off ? 1 : 0;
            disk_reboot();
            one = fake_process_start("one");
        }
        disk.writes_left = NO_CUT;
    }
    printf("counted: %d random commands, %u of them cut\n", RANDOM_STEPS, cuts);
}

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
    expect_found(one, "key", "nine");
    expect(one, DELETE, "key", NULL, ERROR_NONE);
    disk_reboot();
    one = fake_process_start("one");
    assert_null(value_of(one, "key"));
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
        assert_null(value_of(one, "key"));
        expect(one, ADD, "key", "new", ERROR_NONE);
        expect_found(one, "key", "new");
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
    expect_found(one, "key", "last");
    assert_null(value_of(one, "two"));
    assert_null(value_of(one, "nobody"));
    assert_null(value_of(one, "kernel"));
    expect(one, SET, "key", "new", ERROR_NO_MEMORY);
    expect(one, DELETE, "key", NULL, ERROR_NONE);
    expect(one, SET, "kernel", "x", ERROR_NO_SUPPORT);
    expect(one, SET, "new", "x", ERROR_NO_MEMORY);
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
            const enum error error = do_it(one, command, key, "new");
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
    expect(one, SET, "key", "value", ERROR_NONE);
    memset(disk.bytes + KEY_VALUE_START, 0x11, KEY_VALUE_SECTORS * SECTOR);
    expect(one, GET, "key", NULL, ERROR_FAILED);
    assert_null(value_of(one, "key"));
    expect(one, SET, "key", "again", ERROR_NONE);
    expect_found(one, "key", "again");
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
    expect(one, SET, "key", "value", ERROR_NONE);
    struct key_value_record record;
    const size_t sector = record_find(&record);
    record_put(sector, record.sequence, "key", "secret", record.owner + 1);
    expect(one, GET, "key", NULL, ERROR_FAILED);
    assert_null(value_of(one, "key")); // As what it is it may not be read either.

    expect(one, SET, "mine", "value", ERROR_NONE);
    memset(disk.bytes + KEY_VALUE_START + sector * SECTOR, 0, SECTOR);
    const size_t other = record_find(&record);
    record_put(other, record.sequence, "elsewhere", "found", record.owner);
    expect(one, GET, "mine", NULL, ERROR_FAILED);
    assert_null(value_of(one, "mine"));
    expect_found(one, "elsewhere", "found");
}

static void disk_may_fail_at_any_request(void **state)
{
    (void)state;
    for (size_t kind = BLOCK_READ; kind <= BLOCK_FLUSH; kind++) {
        (void)disk_reset(NULL);
        const struct process_id one = fake_process_start("one");
        disk.status[kind] = ERROR_FAILED;
        expect(one, SET, "first", "value", ERROR_FAILED);
        disk.status[kind] = ERROR_NONE;
        expect(one, SET, "key", "value", ERROR_NONE);
        expect(one, SET, "key", "newer", ERROR_NONE);
        disk.status[kind] = ERROR_FAILED;
        // Nothing needs to be read to write a value.
        const enum error status = kind == BLOCK_READ ? ERROR_NONE : ERROR_FAILED;
        expect(one, SET, "key", "newest", status);
        expect(one, SET, "key", "newest", status);
        expect(one, DELETE, "key", NULL, status);
        disk.status[kind] = ERROR_NONE;
        const char *found = value_of(one, "key");
        assert_true(found == NULL || strcmp(found, "newer") == 0 || strcmp(found, "newest") == 0);
        expect(one, SET, "key", "last", ERROR_NONE);
        expect_found(one, "key", "last");
    }
}

/// The disk has written what it says it has not: when the key is deleted, so is that.
static void write_that_failed_and_is_there_does_not_come_back(void **state)
{
    (void)state;
    struct process_id one = fake_process_start("one");
    expect(one, SET, "key", "old", ERROR_NONE);
    disk.status[BLOCK_FLUSH] = ERROR_FAILED;
    expect(one, SET, "key", "new", ERROR_FAILED);
    disk.status[BLOCK_FLUSH] = ERROR_NONE;
    expect(one, DELETE, "key", NULL, ERROR_NONE);
    disk_reboot();
    one = fake_process_start("one");
    assert_null(value_of(one, "key"));
}

static void buffer_taken_back_ends_the_request(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    expect(one, SET, "key", "value", ERROR_NONE);
    fake_expect_success(ask(one, SET, "key", "newer"));
    allow_text(one, KEY_VALUE_ALLOW_VALUE, "newest");
    disk_settle();
    fake_expect_upcall(DRIVER, one, KEY_VALUE_UPCALL_DONE, ERROR_FAILED, 0, 0);
    expect_found(one, "key", "value");
    fake_expect_success(ask(one, GET, "key", NULL));
    fake_run();
    fake_allow(one, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT, NULL, 100);
    disk_settle();
    fake_expect_upcall(DRIVER, one, KEY_VALUE_UPCALL_DONE, ERROR_FAILED, 5, 0);
    assert_int_equal(*fake_buffer(one, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT), 0);
}

static void processes_are_served_in_turn(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id two = fake_process_start("two");
    fake_expect_success(ask(two, SET, "two", "x"));
    fake_expect_success(ask(one, SET, "one", "x"));
    // Each asks again at once; nobody waits for more than the other one's request.
    uint64_t last = 0;
    for (size_t i = 0; i < 40; i++) {
        struct fake_upcall upcall;
        size_t steps = 0;
        while (!fake_upcall_take(&upcall)) {
            fake_run();
            (void)disk_step();
            assert_true(++steps < 1000);
        }
        assert_int_equal(upcall.argument[0], ERROR_NONE);
        assert_int_not_equal(upcall.process, last);
        last = upcall.process;
        const bool is_one = last == one.number;
        fake_expect_success(ask(is_one ? one : two, SET, is_one ? "one" : "two", "x"));
    }
}

static void death_and_restarts_at_any_step(void **state)
{
    (void)state;
    for (size_t what = 0; what < 3; what++) {
        for (size_t steps = 0; steps < 26; steps++) {
            (void)disk_reset(NULL);
            struct process_id one = fake_process_start("one");
            const struct process_id two = fake_process_start("two");
            expect(one, SET, "key", "old", ERROR_NONE);
            disk_reboot();
            one = fake_process_start("one");
            const struct process_id other = fake_process_start("two");
            const struct process_id both[] = {one, other};
            fake_expect_success(ask(one, SET, "key", "new"));
            fake_expect_success(ask(other, SET, "second", "x"));
            (void)two;
            for (size_t i = 0; i < steps; i++) {
                fake_run();
                (void)disk_step();
            }
            if (what == 0) {
                fake_process_end(one);
            } else {
                capsule_fail(what == 1 ? PLACE_KEY_VALUE : PLACE_VIRTUAL);
                fake_run();
                bench_capsule_restart(what == 1 ? PLACE_KEY_VALUE : PLACE_VIRTUAL, both, 2);
            }
            disk_settle();
            struct fake_upcall upcall;
            while (fake_upcall_take(&upcall)) {
                assert_true(upcall.argument[0] == ERROR_NONE ||
                            upcall.argument[0] == ERROR_FAILED ||
                            upcall.argument[0] == ERROR_RESERVE);
            }
            expect(other, SET, "third", "y", ERROR_NONE);
            expect_found(other, "third", "y");
            if (what == 0) {
                one = fake_process_start("one");
            }
            const char *found = value_of(one, "key");
            assert_non_null(found);
            assert_true(strcmp(found, "old") == 0 || strcmp(found, "new") == 0);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(values_are_set_changed_and_deleted, disk_reset),
        cmocka_unit_test_setup(requests_that_are_refused, disk_reset),
        cmocka_unit_test_setup(value_is_cut_to_the_buffer, disk_reset),
        cmocka_unit_test_setup(rights_decide_who_reads_and_changes, disk_reset),
        cmocka_unit_test_setup(full_store_takes_changes_but_no_keys, disk_reset),
        cmocka_unit_test_setup(cut_at_any_write_leaves_the_old_value_or_the_new_one, disk_reset),
        cmocka_unit_test_setup(random_commands_with_cuts, disk_reset),
        cmocka_unit_test_setup(larger_sequence_counts_and_the_rest_is_erased, disk_reset),
        cmocka_unit_test_setup(records_that_are_none_are_free, disk_reset),
        cmocka_unit_test_setup(hostile_records_harm_nobody, disk_reset),
        cmocka_unit_test_setup(random_media_harm_nobody, disk_reset),
        cmocka_unit_test_setup(medium_that_changes_is_read_again, disk_reset),
        cmocka_unit_test_setup(record_in_the_place_of_another_is_not_given, disk_reset),
        cmocka_unit_test_setup(disk_may_fail_at_any_request, disk_reset),
        cmocka_unit_test_setup(write_that_failed_and_is_there_does_not_come_back, disk_reset),
        cmocka_unit_test_setup(buffer_taken_back_ends_the_request, disk_reset),
        cmocka_unit_test_setup(processes_are_served_in_turn, disk_reset),
        cmocka_unit_test_setup(death_and_restarts_at_any_step, disk_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
