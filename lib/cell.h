// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Cells: shared state of a capsule that is used in one way only. trusted
 *
 *   value cell     VALUE_CELL(type) cell;     a value, set and read as a whole. Costs nothing
 *   optional cell  OPTIONAL_CELL(type) cell;  a value or nothing. Costs a flag
 *   map cell       MAP_CELL(type) cell;       a structure that is used in place, by one at a time:
 *
 *     enum error error;
 *     WITH_MAP(struct client, client, console.client, error)
 *     {
 *         client->count++;
 *     }
 *
 * The take cell, which holds a buffer, is part of <capsule.h>. A cell that is all zero is a cell of
 * zeros, empty and not in use. Context of all: kernel.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <lib/attributes.h>

#define VALUE_CELL(type) \
    struct {             \
        type value_;     \
    }
#define VALUE_GET(cell) (+(cell).value_)
#define VALUE_SET(cell, value) ((void)((cell).value_ = (value)))

#define OPTIONAL_CELL(type) \
    struct {                \
        type value_;        \
        bool has_value_;    \
    }
#define OPTIONAL_HAS(cell) ((bool)(cell).has_value_)
/// The value; traps if there is none.
#define OPTIONAL_GET(cell) ((cell).has_value_ ? (void)0 : __builtin_trap(), (cell).value_)
#define OPTIONAL_SET(cell, value) \
    ((void)((cell).value_ = (value)), (void)((cell).has_value_ = true))
#define OPTIONAL_CLEAR(cell) ((void)((cell).has_value_ = false))

/// As wide as a register: then the compiler sees that a block which calls nothing need not set it.
enum map_use { MAP_FREE, MAP_IN_USE };

#define MAP_CELL(type)              \
    struct CAPABILITY("map cell") { \
        type content_;              \
        enum map_use use_;          \
    }

/// Stands for "a map cell is in use" in Clang's analysis; there is no such object.
extern struct CAPABILITY("map cell") map_in_use {
    bool none_;
} map_in_use_;

/**
 * Runs the block that follows with `variable` pointing to what is in the cell, and ends its use on
 * every way out. One at a time: where Clang sees a second one inside, it does not compile.
 * `error_variable` (an enum error of <abi/error.h>) says why the block did not run:
 *   ERROR_BUSY  the cell is in use
 */
#define WITH_MAP(type, variable, cell, error_variable)                                             \
    for (__typeof__(&(cell)) cell_of_##variable = &(cell);                                         \
         cell_of_##variable != NULL &&                                                             \
         (cell_of_##variable->use_ == MAP_FREE ? ((error_variable) = ERROR_NONE) == ERROR_NONE     \
                                               : ((error_variable) = ERROR_BUSY) == ERROR_NONE);   \
         cell_of_##variable = NULL)                                                                \
        for (enum map_use * use_of_##variable                                                      \
                                CLEANUP(map_use_end_) = map_use_begin_(&cell_of_##variable->use_), \
                                *once_##variable = use_of_##variable;                              \
             once_##variable != NULL; once_##variable = NULL)                                      \
            for (type *variable = &cell_of_##variable->content_; variable != NULL; variable = NULL)

ACQUIRE(map_in_use_)
UNANALYSED UNTRAPPED static ALWAYS_INLINE enum map_use *map_use_begin_(enum map_use *use)
{
    *use = MAP_IN_USE;
    return use;
}

RELEASE(map_in_use_)
UNANALYSED UNTRAPPED static ALWAYS_INLINE void map_use_end_(enum map_use *const *use)
{
    **use = MAP_FREE;
}
