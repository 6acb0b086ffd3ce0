// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "rules.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"

struct rule_description {
    const char *name;
    const char *meaning;
    bool is_of_chips; ///< holds for chips, too
};

static const struct rule_description rules[RULE_COUNT] = {
    [RULE_ARRAY_SIZE] = {"array-size", "arrays have a constant size of at least one", true},
    [RULE_ASSEMBLER] = {"assembler", "no assembler", true},
    [RULE_ATTRIBUTE] = {"attribute", "no attributes but the published marks", true},
    [RULE_BIT_FIELD] = {"bit-field", "no bit-fields: their layout is the compiler's", true},
    [RULE_BUILTIN] = {"builtin", "no compiler builtins", true},
    [RULE_CALL] = {"call", "calls reach published functions and the capsule's own", false},
    [RULE_COMMA] = {"comma", "no comma operator", false},
    [RULE_COMPOUND_LITERAL] = {"compound-literal", "compound literals are structures", false},
    [RULE_CONSTANT_TEXT] = {"constant-text", "a const char * points to constant text", false},
    [RULE_CONSTRUCT] = {"construct", "only what is on the list", false},
    [RULE_DEREFERENCE] = {"dereference", "pointers are used by -> only", false},
    [RULE_DIRECTIVE] = {"directive", "no directives but #include and #pragma once", false},
    [RULE_ENUM_CAST] = {"enum-cast", "numbers become enums by checked converters only", false},
    [RULE_ESCAPE] = {"escape", "the address of a local is a call argument only", false},
    [RULE_EXPORT] = {"export", "external names start with the capsule's", false},
    [RULE_EXTERN] = {"extern", "declarations come from headers, once", false},
    [RULE_FAST_TYPE] = {"fast-type", "no types that compilers see differently", true},
    [RULE_FLOAT] = {"float", "no floating point", true},
    [RULE_FORGE] = {"forge", "types with private fields are not assembled", false},
    [RULE_FUNCTION_POINTER] = {"function-pointer", "functions in constant tables only", false},
    [RULE_GENERIC] = {"generic", "no _Generic", true},
    [RULE_GLOBAL] = {"global", "globals are constant or marked, zeroed state", false},
    [RULE_GOTO] = {"goto", "no goto and no labels", true},
    [RULE_IMPLICIT_CAST] = {"implicit-cast", "pointers keep their type", true},
    [RULE_INCLUDE] = {"include", "published and own headers only", false},
    [RULE_LOOP] = {"loop", "loops are for, with a counter that the body leaves alone", false},
    [RULE_POINTER_ARITHMETIC] = {"pointer-arithmetic", "no arithmetic on pointers", true},
    [RULE_POINTER_TYPE] = {"pointer-type", "pointers to structures only, and not kept", false},
    [RULE_PRIVATE] = {"private", "names that end in _ are those of trusted headers", false},
    [RULE_PROCESS_ADDRESS] = {"process-address", "no memory of processes", true},
    [RULE_PROTOTYPE] = {"prototype", "functions have prototypes", true},
    [RULE_PTR_CAST] = {"ptr-cast", "no casts to or from pointers; chips: but to tell a device",
                       true},
    [RULE_RECURSION] = {"recursion", "no function reaches itself", true},
    [RULE_STATEMENT_EXPRESSION] = {"statement-expression", "no statements in expressions", true},
    [RULE_STORED_VIEW] = {"stored-view", "views and pointers are not kept or returned", false},
    [RULE_SUBSCRIPT] = {"subscript", "subscripts are constants or checked", false},
    [RULE_SWITCH] = {"switch", "every switch is complete and falls through nowhere", false},
    [RULE_TOKEN] = {"token", "no reserved names, no other spellings", false},
    [RULE_TYPEDEF] = {"typedef", "no typedefs", false},
    [RULE_UNINITIALISED] = {"uninitialised", "pointers are set where they are declared", false},
    [RULE_UNION] = {"union", "no unions", true},
    [RULE_VARIADIC] = {"variadic", "no functions with variable arguments", true},
    [RULE_VOLATILE] = {"volatile", "no volatile; no atomics, but in chips", true},
    [RULE_WARNING] = {"warning", "Clang warns of nothing", true},
};

/// A line that was reported, so that it gets each rule once.
struct reported {
    CXFile file;
    unsigned line;
    enum rule rule;
};

static enum profile profile_set;
static bool is_off[RULE_COUNT];
static bool is_off_by_profile[RULE_COUNT];
static struct reported *all;
static unsigned count;
static unsigned count_before; ///< of lines that are forgotten

bool rules_are_of_chips(void)
{
    return profile_set == PROFILE_CHIP;
}

void rules_profile_set(enum profile profile)
{
    profile_set = profile;
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        is_off_by_profile[i] = profile == PROFILE_CHIP && !rules[i].is_of_chips;
    }
}

bool rule_switch_off(const char *name)
{
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        if (strcmp(rules[i].name, name) == 0) {
            is_off[i] = true;
            return true;
        }
    }
    return false;
}

void rules_print(void)
{
    for (unsigned i = 0; i < RULE_COUNT; i++) {
        printf("%s\t%s\n", rules[i].name, rules[i].meaning);
    }
}

static bool is_reported(CXFile file, unsigned line, enum rule rule)
{
    for (unsigned i = 0; i < count; i++) {
        if (all[i].line == line && all[i].rule == rule && clang_File_isEqual(all[i].file, file)) {
            return true;
        }
    }
    return false;
}

__attribute__((format(printf, 3, 0))) static void
finding_print(CXSourceLocation place, enum rule rule, const char *format, va_list values)
{
    CXFile file;
    unsigned line;
    unsigned column;
    clang_getFileLocation(place, &file, &line, &column, NULL);
    if (is_off[rule] || is_off_by_profile[rule] || is_reported(file, line, rule)) {
        return;
    }
    all = realloc(all, (count + 1) * sizeof all[0]);
    if (all == NULL) {
        abort();
    }
    all[count] = (struct reported){file, line, rule};
    count++;
    printf("%s:%u:%u: %s: ", file_name(file), line, column, rules[rule].name);
    vprintf(format, values);
    putchar('\n');
}

void finding(CXCursor cursor, enum rule rule, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    finding_print(clang_getCursorLocation(cursor), rule, format, values);
    va_end(values);
}

void finding_at(CXSourceLocation place, enum rule rule, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    finding_print(place, rule, format, values);
    va_end(values);
}

unsigned finding_count(void)
{
    return count_before + count;
}

void findings_forget(void)
{
    free(all);
    all = NULL;
    count_before += count;
    count = 0;
}
