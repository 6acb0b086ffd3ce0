// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What is wrong with a system file: all of it, each with its place.
 *
 * Checking goes on after an error, so that one run names all of them. A line begins with "Error: "
 * or "Warning: " and ends with FILE:ROW:COLUMN. The wording is an interface: scripts and tests of
 * others look for it.
 *
 * All-zero with a path is the empty list; remarks_free() ends it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/// Where something stands in the file; both count from 1.
struct location {
    uint32_t row;
    uint32_t column; ///< in characters
};

struct remark;

struct remarks {
    const char *path;    ///< borrowed: how the file is called
    struct remark *list; ///< owned
    size_t count;
    size_t error_count;
};

enum { REMARKS_MAX = 1000 }; ///< more are counted, not kept

/// What stands between the text and the place.
enum remark_style {
    REMARK_COLON, ///< ": "
    REMARK_AT,    ///< " @ "
};

/** Adds an error. */
void remark_error(struct remarks *remarks, struct location at, enum remark_style style,
                  const char *format, ...) __attribute__((format(printf, 4, 5)));

/** Adds an error about an element: its text ends with " on element 'NAME'". */
void remark_on(struct remarks *remarks, struct location at, const char *element, const char *format,
               ...) __attribute__((format(printf, 4, 5)));

/** Adds something that is no mistake, but not likely to be meant. */
void remark_warning(struct remarks *remarks, struct location at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** Prints all lines in the order of their places. What comes from the file is printed escaped. */
void remarks_print(struct remarks *remarks, FILE *stream);

void remarks_free(struct remarks *remarks);
