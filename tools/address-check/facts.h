// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * What address-check finds: places where a number could become a pointer, and places where the
 * address of a process is a plain number. It judges nothing: tools/check/addresses.py compares what
 * is found with what was agreed.
 */
#pragma once

#include <stdbool.h>

#include <clang-c/Index.h>

/// A kind of fact. Their names are printed, and explained by --help.
enum fact {
    FACT_ASSEMBLER,
    FACT_DECLARATION,
    FACT_FUNCTION_CAST,
    FACT_NULL_ARITHMETIC,
    FACT_NUMBER_TO_POINTER,
    FACT_POINTER_BYTES,
    FACT_RAW_ADDRESS,
    FACT_RAW_WORD,
    FACT_UNION,
    FACT_WINDOW,
    FACT_COUNT,
};

/// An expression or declaration, with the function that it is in and what it is a part of.
struct place {
    CXCursor cursor;
    CXCursor function; ///< or a null cursor
    const struct place *outer;
};

/// Reports a fact, as `FILE:LINE: FACT: FUNCTION: what`. The same line is printed once.
void fact_report(const struct place *place, enum fact fact, const char *what);

/// Whether there is an address of a process in a type: a structure whose name begins with user_.
bool type_has_user_address(CXType type);

/// Looks at a cast that is written.
void cast_look(const struct place *place);

/// Looks at what the compiler converts by itself.
void conversion_look(const struct place *place);

/// Looks at a sum, a difference or a subscript.
void arithmetic_look(const struct place *place);

/// Looks at a name that is used.
void name_look(const struct place *place);

/// Looks at a declaration of a function or variable, at a union, at assembler.
void declaration_look(const struct place *place);
void union_look(const struct place *place);
