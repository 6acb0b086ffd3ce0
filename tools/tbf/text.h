// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Text from files and command lines: UTF-8, numbers, and safe printing.
 *
 * Names inside images are foreign. They are printed escaped, so that a file cannot send commands
 * to the terminal or break a line that another program reads.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "buffer.h"

/**
 * Says whether the bytes are valid UTF-8: shortest form, no surrogates, at most U+10FFFF.
 * Source: Unicode 15.0, table 3-7.
 */
bool text_is_utf8(struct bytes bytes);

/** Says whether the text holds a byte below 0x20 or 0x7F. */
bool text_has_controls(struct bytes bytes);

/** Appends foreign text: all but printable ASCII, and the backslash, becomes \xHH. */
void text_escape(struct buffer *buffer, struct bytes bytes);

/** Appends text of our own or of the command line: only control characters become \xHH. */
void text_escape_controls(struct buffer *buffer, struct bytes bytes);

/**
 * Reads a number: decimal, or hexadecimal after 0x; nothing before or after it.
 *
 * @param maximum  the largest value that is accepted.
 * @return false, with the output untouched, for anything else.
 */
bool text_to_number(struct bytes bytes, uint64_t maximum, uint64_t *number);

/** Does what text_to_number() does, for a 32-bit value in a string. */
bool text_to_u32(const char *string, uint32_t *number);

/**
 * Splits a string at the first separator.
 *
 * @return false when there is no separator; then `head` is the whole string and `tail` is empty.
 */
bool text_split(struct bytes text, char separator, struct bytes *head, struct bytes *tail);

/** Says whether the text ends with the given string. */
bool text_ends_with(struct bytes text, const char *end);
