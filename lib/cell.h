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
#define OPTIONAL_GET(cell) (optional_require_((cell).has_value_), (cell).value_)
#define OPTIONAL_SET(cell, value) \
    ((void)((cell).value_ = (value)), (void)((cell).has_value_ = true))
#define OPTIONAL_CLEAR(cell) ((void)((cell).has_value_ = false))

static ALWAYS_INLINE void optional_require_(bool has_value)
{
    if (!has_value) {
        __builtin_trap();
    }
}

#define MAP_CELL(type)     \
    struct {               \
        type content_;     \
        bool is_borrowed_; \
    }

/// Stands for "a map cell is in use" in Clang's analysis; there is no such object.
extern struct CAPABILITY("map cell") map_in_use {
    bool none_;
} map_in_use_;

/// Scope of one map cell; only WITH_MAP uses it.
struct BORROWED map_scope {
    bool *is_borrowed_; ///< null when the cell was in use before
};

/**
 * Runs the block that follows with `variable` pointing to what is in the cell, and ends its use on
 * every way out. One at a time: where Clang sees a second one inside, it does not compile.
 * `error_variable` (an enum error of <abi/error.h>) says why the block did not run:
 *   ERROR_BUSY  the cell is in use
 */
#define WITH_MAP(type, variable, cell, error_variable)                                             \
    for (struct map_scope scope_of_##variable CLEANUP(map_scope_close_) UNINITIALISED,             \
         *once_##variable =                                                                        \
             (map_scope_open_(&scope_of_##variable, &(cell).is_borrowed_), &scope_of_##variable);  \
         once_##variable != NULL &&                                                                \
         ((error_variable) = scope_of_##variable.is_borrowed_ != NULL ? ERROR_NONE                 \
                                                                      : ERROR_BUSY) == ERROR_NONE; \
         once_##variable = NULL)                                                                   \
        for (type *variable = &(cell).content_; variable != NULL; variable = NULL)

ACQUIRE(map_in_use_)
UNANALYSED static ALWAYS_INLINE void map_scope_open_(struct map_scope *scope, bool *is_borrowed)
{
    scope->is_borrowed_ = NULL;
    if (!*is_borrowed) {
        *is_borrowed = true;
        scope->is_borrowed_ = is_borrowed;
    }
}

RELEASE(map_in_use_)
UNANALYSED static ALWAYS_INLINE void map_scope_close_(struct map_scope *scope)
{
    if (scope->is_borrowed_ != NULL) {
        *scope->is_borrowed_ = false;
    }
}
