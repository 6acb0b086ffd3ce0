// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What Clang makes of the types that a file uses, as assertions for GCC.
 *
 * The checker sees a file as Clang does; what ships is what GCC makes of it. For each file a second
 * one is written that includes it and asserts size, alignment, signedness and places of fields. GCC
 * refuses it where the two differ, and names the line of the type.
 */
#pragma once

#include <stdbool.h>

#include <clang-c/Index.h>

/**
 * Writes the assertions about a unit.
 *
 * @param folder  exists; the file is named like `file`, with .types.c behind it.
 * @return false: it cannot be written; the reason was printed.
 */
bool types_write(CXTranslationUnit unit, const char *file, const char *folder);
