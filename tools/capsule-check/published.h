// SPDX-License-Identifier: Apache-2.0 OR MIT
/** The names in all published headers, whether a capsule includes them or not. */
#pragma once

#include <stdbool.h>

#include <clang-c/Index.h>

/// Reads the headers of the published folders, once for all capsules, with Clang's options. False:
/// they cannot be parsed, and the reason was printed.
bool published_read(CXIndex index, char *const *options, int option_count);
void published_forget(void);

/// Whether a published header names a structure, union or enum so.
bool published_has(const char *tag);

/// Whether a published header declares a function or object of that name, also one of its own.
bool published_links(const char *name);

/// Whether a published header, or what it includes, defines a macro of that name.
bool published_replaces(const char *word);
