// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Small helpers over libclang: names, children, types.
 *
 * Names that are returned stay valid until some more have been asked for (NAMES_KEPT).
 */
#pragma once

#include <stdbool.h>

#include <clang-c/Index.h>

enum { NAMES_KEPT = 16, CHILDREN_MAX = 256 };

/// A copy of a string of libclang's, which is disposed of. All of it: what is left out of a path or
/// of a name could be what tells it from another one.
const char *name_keep(CXString string);

const char *cursor_name(CXCursor cursor);
const char *type_name(CXType type);
const char *file_name(CXFile file);

/// Whether a text ends with another.
bool text_ends(const char *text, const char *end);

bool kind_is(CXCursor cursor, enum CXCursorKind kind);

/// The children of a cursor, in order. More than CHILDREN_MAX are left out.
struct children {
    CXCursor of[CHILDREN_MAX];
    unsigned count;
};
void children_get(CXCursor cursor, struct children *children);

/// The expression below parentheses and implicit conversions.
CXCursor expression_strip(CXCursor cursor);

CXType type_canonical(CXType type);
CXType type_unqualified(CXType type); ///< canonical, without const
bool type_is_pointer(CXType type);
bool type_is_array(CXType type);
bool type_is_function(CXType type);
bool type_is_function_pointer(CXType type);
bool type_is_arithmetic(CXType type); ///< numbers, bool, enums
CXType type_pointee(CXType type);     ///< canonical
CXType type_element(CXType type);     ///< canonical, below all dimensions

/// Whether a declaration carries a mark of lib/attributes.h.
bool declaration_has_mark(CXCursor declaration, const char *mark);

/// Whether values of the type show memory of somebody else: BORROWED, or with a pointer inside that
/// is neither constant text nor to a constant table.
bool type_is_view(CXType type);

/// Whether it, or what it is an array of, is constant.
bool type_is_constant(CXType type);

/// Whether there is any pointer in it, also one that may be kept.
bool type_has_pointer(CXType type);

/// Whether it is a structure with fields whose names end in _.
bool type_has_private(CXType type);

/// Whether it is, or holds, a cell that somebody may be using: such a one stays where it is.
bool type_has_capability(CXType type);

/// Whether the type may be pointed to for ever: all its objects are constant tables.
bool type_is_table(CXType type);
