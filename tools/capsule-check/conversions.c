// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of conversions, implicit ones and casts.

#include <string.h>

#include "check.h"
#include "cursor.h"
#include "rules.h"
#include "source.h"

/// Whether every value that an expression can have is a constant of the enum.
static bool is_of_enum(CXCursor expression, CXType type)
{
    const CXCursor stripped = expression_strip(expression);
    const CXType own = type_canonical(clang_getCursorType(stripped));
    if (kind_is(stripped, CXCursor_ConditionalOperator)) {
        return is_of_enum(expression_operand(stripped, 1), type) &&
               is_of_enum(expression_operand(stripped, 2), type);
    }
    if (kind_is(stripped, CXCursor_UnaryOperator) &&
        clang_getCursorUnaryOperatorKind(stripped) == CXUnaryOperator_Plus) {
        return is_of_enum(expression_operand(stripped, 0), type); // As VALUE_GET() has it.
    }
    if (kind_is(stripped, CXCursor_DeclRefExpr)) {
        const CXCursor named = clang_getCursorReferenced(stripped);
        if (kind_is(named, CXCursor_EnumConstantDecl)) {
            return clang_equalTypes(
                type_canonical(clang_getCursorType(clang_getCursorSemanticParent(named))), type);
        }
    }
    return own.kind == CXType_Enum &&
           clang_equalTypes(type_unqualified(own), type_unqualified(type));
}

/// Whether a variable is an array that is as long as its initialiser, which then ends with a zero:
/// `NAME[] = "..."`. Its own name is where it stands: other names may be declared before it, and
/// another declaration of it could say how long it is.
static bool length_is_of_literal(CXCursor variable)
{
    CXTranslationUnit unit = clang_Cursor_getTranslationUnit(variable);
    const CXSourceRange own = clang_getRange(clang_getCursorLocation(variable),
                                             clang_getRangeEnd(clang_getCursorExtent(variable)));
    CXToken *tokens;
    unsigned count;
    clang_tokenize(unit, own, &tokens, &count);
    const bool is_open = count > 2 &&
                         strcmp(name_keep(clang_getTokenSpelling(unit, tokens[1])), "[") == 0 &&
                         strcmp(name_keep(clang_getTokenSpelling(unit, tokens[2])), "]") == 0;
    clang_disposeTokens(unit, tokens, count);
    const CXCursor initialiser = clang_Cursor_getVarDeclInitializer(variable);
    return is_open && clang_equalCursors(clang_getCanonicalCursor(variable), variable) &&
           !clang_Cursor_isNull(initialiser) &&
           kind_is(expression_strip(initialiser), CXCursor_StringLiteral);
}

/// An array of characters that becomes constant text. False: it is no such array.
static bool text_decay_check(CXCursor cursor, CXCursor array, CXType to)
{
    const CXType pointee = type_is_array(to) ? type_element(to) : type_pointee(to);
    if (pointee.kind != CXType_Char_S && pointee.kind != CXType_Char_U) {
        return false;
    }
    const CXCursor stripped = expression_strip(array);
    bool is_through_pointer;
    const CXCursor root = expression_root(array, &is_through_pointer);
    const CXCursor variable = clang_getCursorReferenced(root);
    const bool is_constant = !is_through_pointer && kind_is(root, CXCursor_DeclRefExpr) &&
                             clang_Cursor_hasVarDeclGlobalStorage(variable) == 1 &&
                             type_is_constant(clang_getCursorType(variable)) &&
                             length_is_of_literal(variable);
    if (!kind_is(stripped, CXCursor_StringLiteral) && !is_constant) {
        finding(cursor, RULE_CONSTANT_TEXT,
                "these bytes can change or go away, and may have no end; use a span"
                " (lib/span.h), or text that is constant");
    }
    return true;
}

/// An array in a value that nobody has named, as a call returns it, ends with its statement; what
/// shows it may last longer.
static void temporary_check(CXCursor cursor, CXCursor array)
{
    bool is_through_pointer;
    const CXCursor root = expression_root(array, &is_through_pointer);
    if (!is_through_pointer && !kind_is(root, CXCursor_DeclRefExpr) &&
        !kind_is(root, CXCursor_CompoundLiteralExpr) && !kind_is(root, CXCursor_StringLiteral)) {
        finding(cursor, RULE_ESCAPE, "this array is in a value without a name; declare a local");
    }
}

/// An array that becomes a pointer to its first element.
static void decay_check(const struct node *node, CXCursor array, CXType to)
{
    temporary_check(node->cursor, array);
    const struct node *outer = node_outer(node);
    const bool is_subscripted =
        outer != NULL && kind_is(outer->cursor, CXCursor_ArraySubscriptExpr);
    if (rules_are_of_chips() && expression_is_in_element(array) && !is_subscripted) {
        finding(node->cursor, RULE_POINTER_ARITHMETIC,
                "a pointer to an element behind a pointer could leave what it points to; count");
    }
    if (text_decay_check(node->cursor, array, to)) {
        return;
    }
    if (expression_is_local(array) && !node_is_argument(node) && !is_subscripted) {
        finding(node->cursor, RULE_ESCAPE,
                "the address of a local is good as the argument of a call only");
    }
}

/// What may not be done with a function but calling it.
static void function_decay_check(const struct node *node, CXCursor function)
{
    const struct node *outer = node_outer(node);
    if (outer != NULL && kind_is(outer->cursor, CXCursor_CallExpr) && !node_is_argument(node)) {
        return;
    }
    // Up to the variable whose initialiser this is.
    for (; outer != NULL; outer = outer->parent) {
        if (kind_is(outer->cursor, CXCursor_VarDecl)) {
            const CXType type = type_element(clang_getCursorType(outer->cursor));
            if (type_is_table(type) && clang_Cursor_hasVarDeclGlobalStorage(outer->cursor) == 1) {
                return;
            }
            break;
        }
        if (!clang_isExpression(clang_getCursorKind(outer->cursor))) {
            break;
        }
    }
    finding(node->cursor, RULE_FUNCTION_POINTER,
            "the address of '%s' goes nowhere but into a constant table of a published type",
            cursor_name(expression_strip(function)));
}

/// The fields that `.field.field = value` names. Those of the list's own structure are reported
/// with the list.
static void designators_check(const struct node *node, const struct children *parts)
{
    const CXType list = node->parent == NULL ? clang_getCursorType(node->cursor)
                                             : clang_getCursorType(node->parent->cursor);
    const bool is_reported = type_has_private(list) && !type_is_array(list);
    for (unsigned i = is_reported ? 1 : 0; i + 1 < parts->count; i++) {
        if (kind_is(parts->of[i], CXCursor_MemberRef) &&
            (text_ends(cursor_name(clang_getCursorReferenced(parts->of[i])), "_") ||
             names_process(parts->of[i]))) {
            finding(node->cursor, RULE_FORGE,
                    "'%s' is set by its header's functions and macros only",
                    cursor_name(clang_getCursorReferenced(parts->of[i])));
        }
    }
}

static void pointer_conversion_check(CXCursor cursor, CXType to, CXType from)
{
    const CXType to_pointee = type_pointee(to);
    const CXType from_pointee = type_pointee(from);
    // What a chip tells its device of has any type; nothing is made of such a pointer again.
    if (rules_are_of_chips() && to_pointee.kind == CXType_Void &&
        clang_isConstQualifiedType(to_pointee)) {
        return;
    }
    const bool drops_const =
        clang_isConstQualifiedType(from_pointee) && !clang_isConstQualifiedType(to_pointee);
    if (drops_const ||
        !clang_equalTypes(type_unqualified(to_pointee), type_unqualified(from_pointee))) {
        finding(cursor, RULE_IMPLICIT_CAST,
                "a pointer becomes one to another type here; keep its type");
    }
}

static void enum_conversion_check(CXCursor cursor, CXCursor value, CXType to)
{
    if (!is_of_enum(value, to)) {
        finding(cursor, RULE_ENUM_CAST,
                "a number may be no value of the enum; use a converter that checks");
    }
}

/// Whether an expression is a null pointer constant: 0, or NULL.
static bool is_null(CXCursor expression)
{
    const CXCursor stripped = expression_strip(expression);
    if (!kind_is(stripped, CXCursor_CStyleCastExpr)) {
        return expression_is_zero(stripped);
    }
    struct children parts;
    children_get(stripped, &parts);
    return parts.count != 0 && expression_is_zero(parts.of[parts.count - 1]);
}

/// A null pointer that goes anywhere but into a comparison, or into a field, where there is one if
/// nothing is said. Trusted functions believe what they are given, so no capsule may have any. A
/// trusted macro ends a block by one; what it calls gets what the capsule wrote.
static void null_check(const struct node *node, CXCursor value, CXType to)
{
    if (!(type_is_pointer(to) || type_is_array(to)) || type_is_function(type_pointee(to)) ||
        !is_null(value)) {
        return;
    }
    const struct node *outer = node_outer(node);
    if (outer == NULL || kind_is(outer->cursor, CXCursor_InitListExpr)) {
        return;
    }
    const bool is_binary = kind_is(outer->cursor, CXCursor_BinaryOperator);
    const enum CXBinaryOperatorKind kind =
        is_binary ? clang_getCursorBinaryOperatorKind(outer->cursor) : CXBinaryOperator_Invalid;
    const bool is_compared = kind == CXBinaryOperator_EQ || kind == CXBinaryOperator_NE;
    const bool is_of_macro = cursor_is_trusted(outer->cursor) && !node_is_argument(node);
    if (!is_compared && !is_of_macro) {
        finding(node->cursor, RULE_IMPLICIT_CAST,
                "who is given this pointer believes that something is there; give an object");
    }
}

/// A macro that converts what the capsule hands it: `(cell).value_ = (value)`.
static void macro_conversion_check(CXCursor cursor, CXCursor operand)
{
    const CXCursor value = expression_strip(operand);
    const CXType to = type_canonical(clang_getCursorType(cursor));
    const CXType from = type_canonical(clang_getCursorType(value));
    if (to.kind == CXType_Enum && from.kind != CXType_Record) {
        enum_conversion_check(cursor, value, to);
    } else if (cursor_is_trusted(value)) {
        return;
    } else if (type_is_pointer(to) && type_is_array(from)) {
        temporary_check(cursor, value);
        text_decay_check(cursor, value, to);
    } else if (type_is_pointer(to) && type_is_pointer(from)) {
        pointer_conversion_check(cursor, to, from);
    } else if (type_is_pointer(to) && from.kind != CXType_Unexposed && !type_is_function(from) &&
               !expression_is_zero(value)) {
        finding(cursor, RULE_IMPLICIT_CAST, "a number is no pointer, and a pointer no number");
    }
}

/// The value of a whole structure, which goes somewhere else. A copy of a cell would be full while
/// somebody uses what was in it.
static void copy_check(const struct node *node, CXCursor value)
{
    const struct node *outer = node_outer(node);
    const bool is_dropped = outer != NULL && kind_is(outer->cursor, CXCursor_CStyleCastExpr);
    if (type_canonical(clang_getCursorType(node->cursor)).kind == CXType_Record &&
        clang_isExpression(clang_getCursorKind(value)) && !is_dropped &&
        type_has_capability(clang_getCursorType(node->cursor))) {
        finding(node->cursor, RULE_FORGE,
                "a cell that somebody may use is neither copied nor set; use what its header has");
    }
}

void conversion_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    struct children parts;
    children_get(cursor, &parts);
    if (parts.count == 0) {
        return;
    }
    if (parts.count == 1) {
        copy_check(node, parts.of[0]);
    }
    null_check(node, parts.of[parts.count - 1], type_canonical(clang_getCursorType(cursor)));
    if (cursor_is_trusted(cursor)) {
        macro_conversion_check(cursor, parts.of[parts.count - 1]);
        return;
    }
    if (parts.count > 1) {
        designators_check(node, &parts);
    }
    if (kind_is(parts.of[0], CXCursor_MemberRef)) {
        return; // .field = value
    }
    if (parts.count != 1) {
        // [index] = value, or [index].field = value.
        const bool is_element = node->parent != NULL &&
                                kind_is(node->parent->cursor, CXCursor_InitListExpr) &&
                                (parts.count == 2 || kind_is(parts.of[1], CXCursor_MemberRef));
        if (!is_element) {
            finding(cursor, RULE_CONSTRUCT, "this expression is not part of the subset");
        }
        return;
    }
    const CXType to = type_canonical(clang_getCursorType(cursor));
    const CXType from = type_canonical(clang_getCursorType(parts.of[0]));
    if (type_is_array(to) && type_is_pointer(from) &&
        clang_equalTypes(type_unqualified(type_canonical(clang_getArrayElementType(to))),
                         type_unqualified(type_pointee(from)))) {
        return; // To such a parameter, as constant.
    }
    if (type_is_array(to) && type_is_array(from)) {
        decay_check(node, parts.of[0], to); // To a parameter that is written as an array.
        return;
    }
    if (to.kind == CXType_Enum && from.kind != CXType_Record) {
        enum_conversion_check(cursor, parts.of[0], to);
    } else if (type_is_pointer(to) && type_is_array(from)) {
        decay_check(node, parts.of[0], to);
    } else if (type_is_pointer(to) && type_is_function(from)) {
        function_decay_check(node, parts.of[0]);
    } else if (type_is_pointer(to) && type_is_pointer(from)) {
        if (!cursor_is_trusted(expression_strip(parts.of[0]))) {
            pointer_conversion_check(cursor, to, from);
        }
    } else if (from.kind != CXType_Unexposed && type_is_pointer(to) != type_is_pointer(from) &&
               to.kind != CXType_Bool && to.kind != CXType_Void &&
               !expression_is_zero(parts.of[0]) &&
               !cursor_is_trusted(expression_strip(parts.of[0]))) {
        finding(cursor, RULE_IMPLICIT_CAST, "a number is no pointer, and a pointer no number");
    }
}

/// Whether a cast says where something lies, as a chip tells its device: a number of the right
/// width, that no operator makes another one of here.
static bool is_told_to_device(const struct node *node, CXType from)
{
    const CXType to = clang_getCursorType(node->cursor);
    const struct node *outer = node_outer(node);
    const enum CXCursorKind kind =
        outer == NULL ? CXCursor_InvalidFile : clang_getCursorKind(outer->cursor);
    const bool is_operand =
        kind == CXCursor_UnaryOperator || kind == CXCursor_ArraySubscriptExpr ||
        kind == CXCursor_CStyleCastExpr || kind == CXCursor_CompoundAssignOperator ||
        (kind == CXCursor_BinaryOperator &&
         clang_getCursorBinaryOperatorKind(outer->cursor) != CXBinaryOperator_Assign);
    return rules_are_of_chips() && type_is_pointer(from) && !is_operand &&
           strcmp(type_name(to), "uintptr_t") == 0;
}

void cast_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    if (cursor_is_trusted(cursor)) {
        return;
    }
    struct children parts;
    children_get(cursor, &parts);
    const CXType to = type_canonical(clang_getCursorType(cursor));
    if (parts.count == 0) {
        return;
    }
    const CXCursor value = expression_strip(parts.of[parts.count - 1]);
    const CXType from = type_canonical(clang_getCursorType(value));
    if (to.kind == CXType_Void) {
        return;
    }
    const bool is_of_pointer = type_is_pointer(to) || type_is_pointer(from) ||
                               type_is_array(from) || type_is_function(from);
    if (is_of_pointer && !is_told_to_device(node, from)) {
        finding(cursor, RULE_PTR_CAST,
                "a cast could make a pointer to anything, or a number of one; keep the type, or"
                " keep a number");
    } else if (to.kind == CXType_Enum && !is_of_enum(value, to)) {
        finding(cursor, RULE_ENUM_CAST,
                "a number may be no value of the enum; use a converter that checks");
    } else {
        type_check(cursor, clang_getCursorType(cursor), "value");
    }
}
