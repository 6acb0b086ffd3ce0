// SPDX-License-Identifier: Apache-2.0 OR MIT
/// Programs that ask the capsule `key_value` for something, on the disk of disk.h.
#pragma once

#include <capsules/key_value/key_value.h>

#include "disk.h"

enum {
    DRIVER = KEY_VALUE_DRIVER,
    GET = KEY_VALUE_COMMAND_GET,
    SET = KEY_VALUE_COMMAND_SET,
    DELETE = KEY_VALUE_COMMAND_DELETE,
    ADD = KEY_VALUE_COMMAND_ADD,
    UPDATE = KEY_VALUE_COMMAND_UPDATE,
    COLLECT = KEY_VALUE_COMMAND_COLLECT,
};

/// Allows a text to be read.
void key_value_allow(struct process_id process, uint32_t number, const char *text);

/// Begins a command. `value`: null for the one that was allowed before, or none.
struct fake_answer key_value_ask(struct process_id process, uint32_t command, const char *key,
                                 const char *value);

/// Carries out a command; how it ended.
enum error key_value_do(struct process_id process, uint32_t command, const char *key,
                        const char *value);
void key_value_expect(struct process_id process, uint32_t command, const char *key,
                      const char *value, enum error status);

/// The value of a key as a process sees it; null: none.
const char *key_value_of(struct process_id process, const char *key);
void key_value_expect_found(struct process_id process, const char *key, const char *value);
