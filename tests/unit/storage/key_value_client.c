// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "key_value_client.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

void key_value_allow(struct process_id process, uint32_t number, const char *text)
{
    fake_allow(process, BUFFER_READ_ONLY, number, text, strlen(text));
}

struct fake_answer key_value_ask(struct process_id process, uint32_t command, const char *key,
                                 const char *value)
{
    key_value_allow(process, KEY_VALUE_ALLOW_KEY, key);
    if (value != NULL) {
        key_value_allow(process, KEY_VALUE_ALLOW_VALUE, value);
    }
    if (command == GET) {
        fake_allow(process, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT, NULL, FAKE_BUFFER_BYTES_MAX);
    }
    return fake_command(DRIVER, process, command, 0, 0);
}

enum error key_value_do(struct process_id process, uint32_t command, const char *key,
                        const char *value)
{
    fake_expect_success(key_value_ask(process, command, key, value));
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

void key_value_expect(struct process_id process, uint32_t command, const char *key,
                      const char *value, enum error status)
{
    assert_int_equal(key_value_do(process, command, key, value), status);
}

const char *key_value_of(struct process_id process, const char *key)
{
    const enum error error = key_value_do(process, GET, key, NULL);
    assert_true(error == ERROR_NONE || error == ERROR_NO_SUPPORT);
    return error == ERROR_NONE
               ? (const char *)fake_buffer(process, BUFFER_READ_WRITE, KEY_VALUE_ALLOW_RESULT)
               : NULL;
}

void key_value_expect_found(struct process_id process, const char *key, const char *value)
{
    const char *found = key_value_of(process, key);
    assert_non_null(found);
    assert_string_equal(found, value);
}
