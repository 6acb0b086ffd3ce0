// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Which code is trusted: that of the published headers, also where a macro of theirs puts it into a
 * capsule. Since a capsule defines no macros, every macro is a published one; what a capsule hands
 * it as an argument is the capsule's.
 */
#pragma once

#include <stdbool.h>

#include <clang-c/Index.h>

/// Adds a folder of published headers. False: too many.
bool source_trust(const char *folder);

/// The folder number `index` (0..) of those, without the compiler's; null: there are no more.
const char *source_folder(unsigned index);

/// Looks at the macros of a unit. Between begin and end the functions below are about that unit.
void source_begin(CXTranslationUnit unit);
void source_end(void);

bool file_is_trusted(CXFile file);
bool path_is_trusted(const char *path); ///< the same for a file of this path

/// Whether it is published, but written like a capsule, and so checked with each that includes it.
bool file_is_shared(CXFile file);

/// Whether it is one of the compiler's own headers, which are trusted.
bool file_is_of_compiler(CXFile file);

/// Adds the compiler's folder. False: too many.
bool source_trust_compiler(const char *folder);

/// Whether a token there is a trusted header's, or out of the body of a macro.
bool place_is_trusted(CXSourceLocation place);

/// Whether a declaration, statement or expression is written so as a whole, arguments aside.
bool cursor_is_trusted(CXCursor cursor);

/// The name of the macro that a cursor's end comes out of, or "".
const char *macro_name(CXCursor cursor);

/// Whether what a cursor names is declared in a trusted header.
bool declaration_is_trusted(CXCursor declaration);

/// The file that a cursor is in, as the capsule's writer sees it.
CXFile cursor_file(CXCursor cursor);
