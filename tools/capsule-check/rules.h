// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The rules of the capsule subset, and how a breach of one is reported.
 *
 * The file of the rules' meanings for people is docs/capsule-c.md.
 */
#pragma once

#include <stdbool.h>

#include <clang-c/Index.h>

enum rule {
    RULE_ARRAY_SIZE,
    RULE_ASSEMBLER,
    RULE_ATTRIBUTE,
    RULE_BIT_FIELD,
    RULE_BUILTIN,
    RULE_CALL,
    RULE_COMMA,
    RULE_COMPOUND_LITERAL,
    RULE_CONSTANT_TEXT,
    RULE_CONSTRUCT,
    RULE_DEREFERENCE,
    RULE_DIRECTIVE,
    RULE_ENUM_CAST,
    RULE_ESCAPE,
    RULE_EXPORT,
    RULE_EXTERN,
    RULE_FAST_TYPE,
    RULE_FLOAT,
    RULE_FORGE,
    RULE_FUNCTION_POINTER,
    RULE_GENERIC,
    RULE_GLOBAL,
    RULE_GOTO,
    RULE_IMPLICIT_CAST,
    RULE_INCLUDE,
    RULE_LOOP,
    RULE_POINTER_ARITHMETIC,
    RULE_POINTER_TYPE,
    RULE_PRIVATE,
    RULE_PROCESS_ADDRESS,
    RULE_PROTOTYPE,
    RULE_PTR_CAST,
    RULE_RECURSION,
    RULE_STATEMENT_EXPRESSION,
    RULE_STORED_VIEW,
    RULE_SUBSCRIPT,
    RULE_SWITCH,
    RULE_TOKEN,
    RULE_TYPEDEF,
    RULE_UNINITIALISED,
    RULE_UNION,
    RULE_VARIADIC,
    RULE_VOLATILE,
    RULE_WARNING,
    RULE_COUNT,
};

/// Which rules hold: all of them for capsules; for chips those about what no driver needs.
enum profile { PROFILE_CAPSULE, PROFILE_CHIP };

void rules_profile_set(enum profile profile);

/// Whether the rules of chips hold.
bool rules_are_of_chips(void);

/// Switches a rule off, for tests of the checker. False: no such rule.
bool rule_switch_off(const char *name);

/// Prints every rule with its meaning, one a line.
void rules_print(void);

/**
 * Reports a breach at a cursor: `file:line:column: rule: why and what instead`. One line of source
 * gets each rule once.
 *
 * @param instead  completes "..., ": what it is, why not, what to write.
 */
void finding(CXCursor cursor, enum rule rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/// The same at a place.
void finding_at(CXSourceLocation place, enum rule rule, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/// How many lines were reported, of all capsules.
unsigned finding_count(void);

/// Frees what is kept about the lines of a capsule; to be called before its units go.
void findings_forget(void);
