// SPDX-License-Identifier: Apache-2.0 OR MIT
// On a board, where other headers come first, this is the size of what a macro makes.
#pragma once

#include <stdint.h>

struct command;

struct example_client {
    uint32_t words[180];
};

struct example_client(CONST_SPAN_OF_TEXT)(const char *text); // expect: token

enum {
    EXAMPLE_GRANT_BYTES = sizeof(CONST_SPAN_OF_TEXT("x")), // expect: token
};

void example_command(struct command *command);
