// SPDX-License-Identifier: Apache-2.0 OR MIT
// Casts and conversions: how else than by its own name a pointer can come to be.
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cursor.h"
#include "facts.h"

static bool type_is_number(CXType type)
{
    return type_is_arithmetic(type);
}

/// What a cast or conversion is applied to: the last child; types come before it.
static CXCursor operand_of(CXCursor cursor)
{
    struct children children;
    children_get(cursor, &children);
    return children.count == 0 ? clang_getNullCursor() : children.of[children.count - 1];
}

/// Null pointers are no addresses of anything: a constant zero below whatever casts.
static bool is_null(CXCursor expression)
{
    expression = expression_strip(expression);
    while (kind_is(expression, CXCursor_CStyleCastExpr)) {
        expression = expression_strip(operand_of(expression));
    }
    CXEvalResult result = clang_Cursor_Evaluate(expression);
    if (result == NULL) {
        return false;
    }
    const bool is_zero = clang_EvalResult_getKind(result) == CXEval_Int &&
                         clang_EvalResult_getAsLongLong(result) == 0;
    clang_EvalResult_dispose(result);
    return is_zero;
}

static bool types_are_same(CXType one, CXType other)
{
    return one.kind != CXType_Invalid && other.kind != CXType_Invalid &&
           clang_equalTypes(type_unqualified(one), type_unqualified(other));
}

/// Whether what is pointed to has pointers in it, of functions or of objects.
static bool points_to_pointers(CXType type)
{
    return type_is_pointer(type) && !type_is_function(type_pointee(type)) &&
           type_has_pointer(type_pointee(type));
}

/// The call that an expression is an argument of, conversions aside, or null.
static const struct place *call_around(const struct place *place)
{
    const struct place *outer = place->outer;
    while (outer != NULL && (kind_is(outer->cursor, CXCursor_UnexposedExpr) ||
                             kind_is(outer->cursor, CXCursor_ParenExpr) ||
                             kind_is(outer->cursor, CXCursor_CStyleCastExpr))) {
        outer = outer->outer;
    }
    return outer != NULL && kind_is(outer->cursor, CXCursor_CallExpr) ? outer : NULL;
}

/// What an argument leads to: what it points to, or the elements of the array that it is.
static CXType argument_leads_to(CXCursor call, unsigned index)
{
    CXCursor argument = clang_Cursor_getArgument(call, index);
    for (;;) {
        argument = expression_strip(argument);
        if (!kind_is(argument, CXCursor_CStyleCastExpr)) {
            const CXType type = clang_getCursorType(argument);
            return type_element(type_is_pointer(type) ? type_pointee(type) : type);
        }
        argument = operand_of(argument);
    }
}

/// Calls that leave no pointer behind that was none: clearing, and copies of equal types.
static bool call_is_harmless(CXCursor call)
{
    static const char *const clearing[] = {"memory_clear"};
    static const char *const copying[] = {"memcpy", "memmove", "__builtin_memcpy",
                                          "__builtin_memmove"};
    const char *name = cursor_name(call);
    for (size_t i = 0; i < sizeof clearing / sizeof clearing[0]; i++) {
        if (strcmp(name, clearing[i]) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof copying / sizeof copying[0]; i++) {
        if (strcmp(name, copying[i]) == 0 && clang_Cursor_getNumArguments(call) == 3) {
            return types_are_same(argument_leads_to(call, 0), argument_leads_to(call, 1));
        }
    }
    return false;
}

static void view_report(const struct place *place, enum fact fact, CXType to, CXType from)
{
    char text[512];
    snprintf(text, sizeof text, "'%s' is seen as '%s'", type_name(from), type_name(to));
    fact_report(place, fact, text);
}

/// A pointer that becomes one to something else, where pointers are among what either points to, or
/// addresses of processes among what it pointed to.
static void view_look(const struct place *place, CXType to, CXType from)
{
    const struct place *call = call_around(place);
    if (types_are_same(type_pointee(to), type_pointee(from)) ||
        (call != NULL && call_is_harmless(call->cursor))) {
        return;
    }
    if (type_has_user_address(type_pointee(from)) && !type_has_user_address(type_pointee(to))) {
        view_report(place, FACT_RAW_WORD, to, from);
    }
    // Whoever only reads what holds pointers makes none.
    const bool is_read_only = clang_isConstQualifiedType(type_pointee(to)) ||
                              clang_isConstQualifiedType(type_pointee(from));
    if (points_to_pointers(to) || (points_to_pointers(from) && !is_read_only)) {
        view_report(place, FACT_POINTER_BYTES, to, from);
    }
}

static void types_look(const struct place *place, CXType to, CXCursor operand)
{
    const CXType from = clang_getCursorType(operand);
    if (!type_is_pointer(to) || from.kind == CXType_Invalid) {
        return;
    }
    if (type_is_number(from)) {
        if (!is_null(operand)) {
            fact_report(place, FACT_NUMBER_TO_POINTER, type_name(to));
        }
        return;
    }
    if (!type_is_pointer(from) || is_null(operand)) {
        return;
    }
    if (type_is_function_pointer(to) || type_is_function_pointer(from)) {
        if (!types_are_same(type_pointee(to), type_pointee(from))) {
            fact_report(place, FACT_FUNCTION_CAST, type_name(to));
        }
        return;
    }
    view_look(place, to, from);
}

void cast_look(const struct place *place)
{
    types_look(place, clang_getCursorType(place->cursor), operand_of(place->cursor));
}

void conversion_look(const struct place *place)
{
    types_look(place, clang_getCursorType(place->cursor), operand_of(place->cursor));
}

// ---------------------------------------------------------------------------------------------
// Sums with null: a number that is added to it becomes the address.

/// A variable of a function, and whether null is stored to it there.
struct store_search {
    CXCursor variable;
    bool is_found;
};

/// Whether an expression is `variable OPERATOR null`.
static bool is_with_null(CXCursor cursor, enum CXBinaryOperatorKind operator, CXCursor variable)
{
    struct children children;
    if (!kind_is(cursor, CXCursor_BinaryOperator) ||
        clang_getCursorBinaryOperatorKind(cursor) != operator) {
        return false;
    }
    children_get(cursor, &children);
    const CXCursor of = clang_getCursorReferenced(expression_strip(children.of[0]));
    return clang_equalCursors(of, variable) && is_null(children.of[1]);
}

/// Whether null ends a loop: `for (...; variable != NULL; variable = NULL)`.
static bool ends_with_null(CXCursor cursor, CXCursor variable)
{
    struct children children;
    children_get(cursor, &children);
    return kind_is(cursor, CXCursor_ForStmt) && children.count == 4 &&
           is_with_null(children.of[1], CXBinaryOperator_NE, variable) &&
           is_with_null(children.of[2], CXBinaryOperator_Assign, variable);
}

static enum CXChildVisitResult store_look(CXCursor cursor, CXCursor parent, CXClientData data)
{
    struct store_search *search = data;
    if (is_with_null(cursor, CXBinaryOperator_Assign, search->variable)) {
        search->is_found = !ends_with_null(parent, search->variable);
    } else if (kind_is(cursor, CXCursor_VarDecl) && clang_equalCursors(cursor, search->variable)) {
        const CXCursor first = clang_Cursor_getVarDeclInitializer(cursor);
        search->is_found = !clang_Cursor_isNull(first) && is_null(first);
    }
    return search->is_found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/// Whether the function stores null to this variable of its own, sooner or later.
static bool variable_may_be_null(const struct place *place, CXCursor expression)
{
    struct store_search search = {.variable = clang_getCursorReferenced(expression)};
    if (kind_is(search.variable, CXCursor_VarDecl) && !clang_Cursor_isNull(place->function)) {
        clang_visitChildren(place->function, store_look, &search);
    }
    return search.is_found;
}

/// The expression whose value leads to another one: through a member, an element, a star, an
/// address; the last child of a cast. A null cursor: there is none.
static CXCursor base_of(CXCursor expression)
{
    struct children children;
    children_get(expression, &children);
    if (children.count == 0) {
        return clang_getNullCursor();
    }
    switch (clang_getCursorKind(expression)) {
    case CXCursor_MemberRefExpr:
    case CXCursor_UnaryOperator:
    case CXCursor_ArraySubscriptExpr:
        return children.of[0];
    case CXCursor_CStyleCastExpr:
        return children.of[children.count - 1];
    default:
        return clang_getNullCursor();
    }
}

/// Whether an address is null, or that of a part of what would lie there.
static bool leads_from_null(const struct place *place, CXCursor expression)
{
    while (!clang_Cursor_isNull(expression)) {
        expression = expression_strip(expression);
        if (type_is_pointer(clang_getCursorType(expression)) && is_null(expression)) {
            return true;
        }
        if (kind_is(expression, CXCursor_DeclRefExpr)) {
            return type_is_pointer(clang_getCursorType(expression)) &&
                   variable_may_be_null(place, expression);
        }
        if (kind_is(expression, CXCursor_ConditionalOperator)) {
            struct children children;
            children_get(expression, &children);
            // One more choice inside the first way is looked at no further than whether it is null.
            if (is_null(children.of[children.count - 2])) {
                return true;
            }
            expression = children.of[children.count - 1];
            continue;
        }
        expression = base_of(expression);
    }
    return false;
}

/// Whether an expression moves a pointer.
static bool is_sum(CXCursor cursor)
{
    switch (clang_getCursorBinaryOperatorKind(cursor)) {
    case CXBinaryOperator_Add:
    case CXBinaryOperator_Sub:
    case CXBinaryOperator_AddAssign:
    case CXBinaryOperator_SubAssign:
        return true;
    default:
        return kind_is(cursor, CXCursor_ArraySubscriptExpr);
    }
}

void arithmetic_look(const struct place *place)
{
    struct children children;
    children_get(place->cursor, &children);
    for (unsigned i = 0; is_sum(place->cursor) && i < children.count; i++) {
        const CXType type = clang_getCursorType(children.of[i]);
        if (type_is_pointer(type) && leads_from_null(place, children.of[i])) {
            fact_report(place, FACT_NULL_ARITHMETIC, type_name(type));
        }
    }
}
