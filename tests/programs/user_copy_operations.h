// SPDX-License-Identifier: Apache-2.0 OR MIT
/// What driver 0xF0010 of the test boards does, for it and for the programs that ask it to.
#pragma once

enum { USER_COPY_DRIVER = 0xF0010 };

enum user_copy_number { NUMBER_ADDRESS, NUMBER_BYTES, NUMBER_OFFSET, NUMBER_VALUE, NUMBER_COUNT };

enum user_copy_command {
    COMMAND_NUMBER_SET = 1,
    COMMAND_RUN,
    COMMAND_RUN_DEFERRED,
    COMMAND_DEFERRED_RESULT,
    COMMAND_FILL,
    COMMAND_WORD_READ,
    COMMAND_WORD_WRITE,
};

enum user_copy_operation {
    CHECK_READ,
    CHECK_WRITE,
    COPY_IN, ///< from address to buffer + offset
    COPY_OUT,
    CLEAR,
    COPY_STRING, ///< bytes: the capacity
    COPY_TEXT,
    COPY_ADDRESSES, ///< to the begin of the buffer; bytes: the capacity
    LOAD_8,         ///< words: to the begin of the buffer
    LOAD_16,
    LOAD_32,
    LOAD_64,
    STORE_8, ///< value; the upper half of 64 bits is its complement
    STORE_16,
    STORE_32,
    STORE_64,
    EXCHANGE_32,       ///< value for value + 1
    ACROSS_SELF,       ///< from the address that is the value; leaves the side there
    ACROSS_FROM_OTHER, ///< from the end of the other process's memory
    ACROSS_TO_OTHER,   ///< to the address that is the value
    WINDOW_COPY_IN,    ///< without a test of the range
    WINDOW_COPY_OUT,
    WINDOW_LOAD_32,
    WINDOW_STORE_16,
    WINDOW_EXCHANGE_32,
};
