// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Arguments of the counting plugin, as QEMU hands them over: key=value, numbers as in C.
 *
 *     log=FILE                where the log goes; required
 *     mode=events|longest     longest writes only the `longest` lines; default events
 *     trace=on                adds a line for each block of kernel and capsules
 *     user=BASE:END           where programs lie; required, repeatable
 *     capsule=BASE:END        capsule text, repeatable
 *     exclude=BASE:END        loops that a figure leaves out, repeatable
 *     vector=ADDRESS:NAME     first instruction of an exception handler, repeatable
 *     look=ADDRESS            where the kernel looks at its work flags, repeatable
 *     panic=ADDRESS           from here on nothing counts as a kernel run, repeatable
 *     reset=ADDRESS           the machine starts anew
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

enum {
    RANGES_MAX = 16,
    PLACES_MAX = 64,
    NAME_BYTES_MAX = 32,
};

/// Addresses from base up to, not including, end.
struct address_range {
    uint64_t base;
    uint64_t end;
};

struct range_list {
    struct address_range items[RANGES_MAX];
    size_t count;
};

enum place_kind {
    PLACE_VECTOR,
    PLACE_LOOK,
    PLACE_PANIC,
    PLACE_RESET,
};

struct place {
    enum place_kind kind;
    uint64_t address;
    char name[NAME_BYTES_MAX]; ///< of a vector; otherwise empty
};

struct options {
    FILE *log_file;
    bool is_longest_only;
    bool is_traced;
    struct range_list user;
    struct range_list capsule;
    struct range_list excluded;
    struct place places[PLACES_MAX];
    size_t place_count;
};

/// True if one of the ranges holds the address.
bool range_list_contains(const struct range_list *list, uint64_t address);

/**
 * Reads the arguments and opens the log.
 *
 * @return false: a line on stderr says what is wrong; *options is not to be used.
 */
bool options_parse(int argument_count, char **arguments, struct options *options);
