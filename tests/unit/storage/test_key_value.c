// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Values under keys: capsule `key_value` on a medium whose power may go at any write, or that
/// fails.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include <capsules/key_value/record.h>

#include "key_value_client.h"

enum { KEYS_MAX = KEY_VALUE_SECTORS - 1, RANDOM_STEPS = 20000, RANDOM_KEYS = 6 };

static void values_are_set_changed_and_deleted(void **state)
{
    (void)state;
    struct process_id one = fake_process_start("one");
    assert_null(key_value_of(one, "key"));
    key_value_expect(one, UPDATE, "key", "none yet", ERROR_NO_SUPPORT);
    key_value_expect(one, DELETE, "key", NULL, ERROR_NO_SUPPORT);
    key_value_expect(one, ADD, "key", "first", ERROR_NONE);
    key_value_expect_found(one, "key", "first");
    key_value_expect(one, ADD, "key", "again", ERROR_NO_SUPPORT);
    key_value_expect(one, UPDATE, "key", "second", ERROR_NONE);
    key_value_expect(one, SET, "other", "x", ERROR_NONE);
    key_value_expect(one, SET, "key", "third", ERROR_NONE);
    key_value_expect(one, COLLECT, "", NULL, ERROR_NONE);
    key_value_expect_found(one, "key", "third");
    disk_reboot();
    one = fake_process_start("one");
    key_value_expect_found(one, "key", "third");
    key_value_expect(one, DELETE, "key", NULL, ERROR_NONE);
    assert_null(key_value_of(one, "key"));
    disk_reboot();
    one = fake_process_start("one");
    assert_null(key_value_of(one, "key"));
    key_value_expect_found(one, "other", "x");
}

static void requests_that_are_refused(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    const struct process_id other = fake_process_start("other");
    fake_expect_success(fake_command(DRIVER, other, COMMAND_EXISTS, 0, 0));
    fake_expect_failure(key_value_ask(other, GET, "key", NULL), ERROR_INVALID);
    fake_expect_failure(key_value_ask(other, COLLECT, "key", NULL), ERROR_INVALID);
    fake_expect_failure(fake_command(DRIVER, one, 7, 0, 0), ERROR_NO_SUPPORT);
    fake_expect_failure(key_value_ask(one, GET, "", NULL), ERROR_RESERVE);
    fake_expect_failure(key_value_ask(one, SET, "key", NULL), ERROR_RESERVE);
    fake_expect_failure(key_value_ask(one, SET, "key", ""), ERROR_RESERVE);
    char text[KEY_VALUE_BYTES_MAX + 2];
    memset(text, 'k', sizeof text);
    text[KEY_VALUE_KEY_BYTES_MAX + 1] = '\0';
    fake_expect_failure(key_value_ask(one, SET, text, "v"), ERROR_SIZE);
    text[KEY_VALUE_KEY_BYTES_MAX] = '\0';
    key_value_expect(one, SET, text, "v", ERROR_NONE);
    key_value_expect_found(one, text, "v");
    memset(text, 'v', sizeof text);
    text[KEY_VALUE_BYTES_MAX + 1] = '\0';
    fake_expect_failure(key_value_ask(one, SET, "key", text), ERROR_SIZE);
    text[KEY_VALUE_BYTES_MAX] = '\0';
    key_value_expect(one, SET, "key", text, ERROR_NONE);
    key_value_expect_found(one, "key", text);

    fake_expect_success(key_value_ask(one, SET, "key", "v"));
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
    key_value_expect(one, SET, "key", "0123456789", ERROR_NONE);
    fake_allow(one, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT, NULL, 4);
    key_value_allow(one, KEY_VALUE_ALLOW_KEY, "key");
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
    key_value_expect(one, SET, "key", "of one", ERROR_NONE);
    assert_null(key_value_of(two, "key"));
    key_value_expect(two, SET, "key", "stolen", ERROR_NO_SUPPORT);
    key_value_expect(two, ADD, "key", "stolen", ERROR_NO_SUPPORT);
    key_value_expect(two, UPDATE, "key", "stolen", ERROR_NO_SUPPORT);
    key_value_expect(two, DELETE, "key", NULL, ERROR_NO_SUPPORT);
    key_value_expect_found(reader, "key", "of one");
    key_value_expect(reader, SET, "key", "changed", ERROR_NO_SUPPORT);
    key_value_expect(reader, DELETE, "key", NULL, ERROR_NO_SUPPORT);
    key_value_expect(reader, ADD, "new", "value", ERROR_NO_SUPPORT);
    assert_null(key_value_of(editor, "key"));
    key_value_expect_found(one, "key", "of one");
    key_value_expect(editor, DELETE, "key", NULL, ERROR_NONE);
    key_value_expect(one, SET, "key", "again", ERROR_NONE);
    key_value_expect(editor, SET, "key", "the editor's", ERROR_NONE);
    key_value_expect_found(editor, "key", "the editor's"); // Who wrote it owns it.
    assert_null(key_value_of(one, "key"));
}

static void full_store_takes_changes_but_no_keys(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    char key[] = "a";
    for (; key[0] < 'a' + KEYS_MAX; key[0]++) {
        key_value_expect(one, SET, key, "value", ERROR_NONE);
    }
    key_value_expect(one, SET, key, "value", ERROR_NO_MEMORY);
    key_value_expect(one, ADD, key, "value", ERROR_NO_MEMORY);
    for (size_t i = 0; i < 3 * KEY_VALUE_SECTORS; i++) {
        key_value_expect(one, SET, "a", i % 2 == 0 ? "even" : "odd", ERROR_NONE);
        key_value_expect_found(one, "a", i % 2 == 0 ? "even" : "odd");
    }
    key_value_expect(one, DELETE, "b", NULL, ERROR_NONE);
    key_value_expect(one, ADD, key, "value", ERROR_NONE);
    key_value_expect_found(one, key, "value");
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
    key_value_expect(one, SET, "a", "older", ERROR_NONE);
    key_value_expect(one, SET, "b", "old b", ERROR_NONE);
    key_value_expect(one, SET, "a", "old a", ERROR_NONE);
    disk.writes_left = writes;
    disk.cut = cut;
    fake_expect_success(key_value_ask(one, change->command, change->key, change->value));
    disk_settle();
    struct fake_upcall upcall;
    const bool is_told = fake_upcall_take(&upcall) && upcall.argument[0] == ERROR_NONE;
    // Whoever asks next has what is superseded erased.
    fake_expect_success(key_value_ask(fake_process_start("two"), COLLECT, "", NULL));
    disk_settle();
    const bool is_cut = disk.is_off;
    for (size_t i = 0; i < 2; i++) {
        disk_reboot();
        one = fake_process_start("one");
        const char *found = key_value_of(one, change->key);
        const char *value = found == NULL ? "" : found;
        const bool is_new = strcmp(value, change->new_value == NULL ? "" : change->new_value) == 0;
        const bool is_old = strcmp(value, change->old_value == NULL ? "" : change->old_value) == 0;
        assert_true(is_new || (is_old && !is_told));
        if (strcmp(change->key, "a") != 0) {
            key_value_expect_found(one, "a", "old a");
        }
        if (strcmp(change->key, "b") != 0) {
            key_value_expect_found(one, "b", "old b");
        }
    }
    // The store is of use: everything can be changed and deleted, and stays so.
    key_value_expect(one, SET, "a", "last", ERROR_NONE);
    key_value_expect(one, DELETE, "b", NULL, ERROR_NONE);
    key_value_expect(one, SET, "n", "last", ERROR_NONE);
    key_value_expect(one, DELETE, "a", NULL, ERROR_NONE);
    disk_reboot();
    one = fake_process_start("one");
    assert_null(key_value_of(one, "a"));
    assert_null(key_value_of(one, "b"));
    key_value_expect_found(one, "n", "last");
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
        const char *found = key_value_of(one, key);
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
        fake_expect_success(
            key_value_ask(one, is_delete ? DELETE : SET, key, is_delete ? NULL : value));
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

static void disk_may_fail_at_any_request(void **state)
{
    (void)state;
    for (size_t kind = BLOCK_READ; kind <= BLOCK_FLUSH; kind++) {
        (void)disk_reset(NULL);
        const struct process_id one = fake_process_start("one");
        disk.status[kind] = ERROR_FAILED;
        key_value_expect(one, SET, "first", "value", ERROR_FAILED);
        disk.status[kind] = ERROR_NONE;
        key_value_expect(one, SET, "key", "value", ERROR_NONE);
        key_value_expect(one, SET, "key", "newer", ERROR_NONE);
        disk.status[kind] = ERROR_FAILED;
        // Nothing needs to be read to write a value.
        const enum error status = kind == BLOCK_READ ? ERROR_NONE : ERROR_FAILED;
        key_value_expect(one, SET, "key", "newest", status);
        key_value_expect(one, SET, "key", "newest", status);
        key_value_expect(one, DELETE, "key", NULL, status);
        disk.status[kind] = ERROR_NONE;
        const char *found = key_value_of(one, "key");
        assert_true(found == NULL || strcmp(found, "newer") == 0 || strcmp(found, "newest") == 0);
        key_value_expect(one, SET, "key", "last", ERROR_NONE);
        key_value_expect_found(one, "key", "last");
    }
}

/// The disk has written what it says it has not: when the key is deleted, so is that.
static void write_that_failed_and_is_there_does_not_come_back(void **state)
{
    (void)state;
    struct process_id one = fake_process_start("one");
    key_value_expect(one, SET, "key", "old", ERROR_NONE);
    disk.status[BLOCK_FLUSH] = ERROR_FAILED;
    key_value_expect(one, SET, "key", "new", ERROR_FAILED);
    disk.status[BLOCK_FLUSH] = ERROR_NONE;
    key_value_expect(one, DELETE, "key", NULL, ERROR_NONE);
    disk_reboot();
    one = fake_process_start("one");
    assert_null(key_value_of(one, "key"));
}

static void buffer_taken_back_ends_the_request(void **state)
{
    (void)state;
    const struct process_id one = fake_process_start("one");
    key_value_expect(one, SET, "key", "value", ERROR_NONE);
    fake_expect_success(key_value_ask(one, SET, "key", "newer"));
    key_value_allow(one, KEY_VALUE_ALLOW_VALUE, "newest");
    disk_settle();
    fake_expect_upcall(DRIVER, one, KEY_VALUE_UPCALL_DONE, ERROR_FAILED, 0, 0);
    key_value_expect_found(one, "key", "value");
    fake_expect_success(key_value_ask(one, GET, "key", NULL));
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
    fake_expect_success(key_value_ask(two, SET, "two", "x"));
    fake_expect_success(key_value_ask(one, SET, "one", "x"));
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
        fake_expect_success(key_value_ask(is_one ? one : two, SET, is_one ? "one" : "two", "x"));
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
            key_value_expect(one, SET, "key", "old", ERROR_NONE);
            disk_reboot();
            one = fake_process_start("one");
            const struct process_id other = fake_process_start("two");
            const struct process_id both[] = {one, other};
            fake_expect_success(key_value_ask(one, SET, "key", "new"));
            fake_expect_success(key_value_ask(other, SET, "second", "x"));
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
            key_value_expect(other, SET, "third", "y", ERROR_NONE);
            key_value_expect_found(other, "third", "y");
            if (what == 0) {
                one = fake_process_start("one");
            }
            const char *found = key_value_of(one, "key");
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
        cmocka_unit_test_setup(disk_may_fail_at_any_request, disk_reset),
        cmocka_unit_test_setup(write_that_failed_and_is_there_does_not_come_back, disk_reset),
        cmocka_unit_test_setup(buffer_taken_back_ends_the_request, disk_reset),
        cmocka_unit_test_setup(processes_are_served_in_turn, disk_reset),
        cmocka_unit_test_setup(death_and_restarts_at_any_step, disk_reset),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
