// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of expressions.

#include <string.h>

#include "check.h"
#include "cursor.h"
#include "rules.h"
#include "source.h"

/// The operand number `index` of an expression, or the null cursor.
static CXCursor operand(CXCursor expression, unsigned index)
{
    struct children children;
    children_get(expression, &children);
    return index < children.count ? children.of[index] : clang_getNullCursor();
}

CXCursor expression_root(CXCursor expression, bool *is_through_pointer)
{
    *is_through_pointer = false;
    for (;;) {
        expression = expression_strip(expression);
        const CXCursor first = operand(expression, 0);
        switch (clang_getCursorKind(expression)) {
        case CXCursor_MemberRefExpr:
        case CXCursor_ArraySubscriptExpr:
            if (clang_Cursor_isNull(first)) {
                return expression;
            }
            // An array decays here, too, but what is below is an array then.
            *is_through_pointer |= type_is_pointer(clang_getCursorType(expression_strip(first)));
            expression = first;
            break;
        case CXCursor_UnaryOperator:
            if (clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_Deref) {
                *is_through_pointer = true;
            } else if (clang_getCursorUnaryOperatorKind(expression) != CXUnaryOperator_AddrOf) {
                return expression;
            }
            expression = first;
            break;
        default:
            return expression;
        }
    }
}

bool expression_is_local(CXCursor expression)
{
    const CXCursor stripped = expression_strip(expression);
    if (kind_is(stripped, CXCursor_ConditionalOperator)) {
        return expression_is_local(operand(stripped, 1)) ||
               expression_is_local(operand(stripped, 2));
    }
    bool is_through_pointer;
    const CXCursor root = expression_root(expression, &is_through_pointer);
    if (kind_is(root, CXCursor_CompoundLiteralExpr)) {
        return true;
    }
    if (is_through_pointer || !kind_is(root, CXCursor_DeclRefExpr)) {
        return false;
    }
    const CXCursor variable = clang_getCursorReferenced(root);
    const bool is_variable =
        (kind_is(variable, CXCursor_ParmDecl) && !type_is_array(clang_getCursorType(variable))) ||
        (kind_is(variable, CXCursor_VarDecl) && !clang_Cursor_hasVarDeclGlobalStorage(variable));
    // The value of a pointer is not a part of the pointer; its address, and an array, are.
    return is_variable && (kind_is(stripped, CXCursor_UnaryOperator) ||
                           type_is_array(clang_getCursorType(stripped)));
}

static bool is_zero(CXCursor expression)
{
    const CXCursor stripped = expression_strip(expression);
    CXEvalResult value = clang_Cursor_Evaluate(stripped);
    const bool is_zero = kind_is(stripped, CXCursor_IntegerLiteral) && value != NULL &&
                         clang_EvalResult_getKind(value) == CXEval_Int &&
                         clang_EvalResult_getAsLongLong(value) == 0;
    if (value != NULL) {
        clang_EvalResult_dispose(value);
    }
    return is_zero;
}

/// Whether every value that an expression can have is a constant of the enum.
static bool is_of_enum(CXCursor expression, CXType type)
{
    const CXCursor stripped = expression_strip(expression);
    const CXType own = type_canonical(clang_getCursorType(stripped));
    if (kind_is(stripped, CXCursor_ConditionalOperator)) {
        return is_of_enum(operand(stripped, 1), type) && is_of_enum(operand(stripped, 2), type);
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

/// Whether a variable is an array that is as long as its initialiser, which then ends with a zero.
static bool length_is_of_literal(CXCursor variable)
{
    CXTranslationUnit unit = clang_Cursor_getTranslationUnit(variable);
    CXToken *tokens;
    unsigned count;
    clang_tokenize(unit, clang_getCursorExtent(variable), &tokens, &count);
    bool is_open = false;
    for (unsigned i = 0; i + 1 < count && !is_open; i++) {
        is_open = strcmp(name_keep(clang_getTokenSpelling(unit, tokens[i])), "[") == 0 &&
                  strcmp(name_keep(clang_getTokenSpelling(unit, tokens[i + 1])), "]") == 0;
    }
    clang_disposeTokens(unit, tokens, count);
    const CXCursor initialiser = clang_Cursor_getVarDeclInitializer(variable);
    return is_open && !clang_Cursor_isNull(initialiser) &&
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
    if (text_decay_check(node->cursor, array, to)) {
        return;
    }
    if (expression_is_local(array) && !node_is_argument(node)) {
        const struct node *outer = node_outer(node);
        if (outer == NULL || !kind_is(outer->cursor, CXCursor_ArraySubscriptExpr)) {
            finding(node->cursor, RULE_ESCAPE,
                    "the address of a local is good as the argument of a call only");
        }
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
            text_ends(cursor_name(clang_getCursorReferenced(parts->of[i])), "_")) {
            finding(node->cursor, RULE_FORGE,
                    "'%s' is set by its header's functions and macros only",
                    cursor_name(clang_getCursorReferenced(parts->of[i])));
        }
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
    if (cursor_is_trusted(cursor)) {
        // A macro makes constant text of what the capsule hands it.
        const CXCursor array = expression_strip(parts.of[parts.count - 1]);
        if (type_is_array(clang_getCursorType(array)) && !cursor_is_trusted(array) &&
            type_is_pointer(clang_getCursorType(cursor))) {
            temporary_check(cursor, array);
            text_decay_check(cursor, array, clang_getCursorType(cursor));
        }
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
        if (!is_of_enum(parts.of[0], to)) {
            finding(cursor, RULE_ENUM_CAST,
                    "a number may be no value of the enum; use a converter that checks");
        }
    } else if (type_is_pointer(to) && type_is_array(from)) {
        decay_check(node, parts.of[0], to);
    } else if (type_is_pointer(to) && type_is_function(from)) {
        function_decay_check(node, parts.of[0]);
    } else if (type_is_pointer(to) && type_is_pointer(from)) {
        const CXType to_pointee = type_pointee(to);
        const CXType from_pointee = type_pointee(from);
        const bool drops_const =
            clang_isConstQualifiedType(from_pointee) && !clang_isConstQualifiedType(to_pointee);
        if (!cursor_is_trusted(expression_strip(parts.of[0])) &&
            (drops_const ||
             !clang_equalTypes(type_unqualified(to_pointee), type_unqualified(from_pointee)))) {
            finding(cursor, RULE_IMPLICIT_CAST,
                    "a pointer becomes one to another type here; keep its type");
        }
    } else if (from.kind != CXType_Unexposed && type_is_pointer(to) != type_is_pointer(from) &&
               to.kind != CXType_Bool && to.kind != CXType_Void && !is_zero(parts.of[0]) &&
               !cursor_is_trusted(expression_strip(parts.of[0]))) {
        finding(cursor, RULE_IMPLICIT_CAST, "a number is no pointer, and a pointer no number");
    }
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
    // A chip tells its device where a buffer is, and may look at bytes as words.
    const bool is_for_chip =
        rules_are_of_chips() && !(type_is_pointer(to) && type_is_arithmetic(from));
    if (is_of_pointer && !is_for_chip) {
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

static void address_check(const struct node *node)
{
    const CXCursor taken = operand(node->cursor, 0);
    if (type_is_function(clang_getCursorType(expression_strip(taken)))) {
        finding(node->cursor, RULE_FUNCTION_POINTER,
                "the address of a function is not taken; a table names it as it is, a call, too");
        return;
    }
    const enum CXTypeKind kind = type_canonical(clang_getCursorType(expression_strip(taken))).kind;
    if (kind == CXType_Char_S || kind == CXType_Char_U) {
        finding(node->cursor, RULE_CONSTANT_TEXT,
                "one character is no text that ends; use a span (lib/span.h)");
        return;
    }
    if (expression_is_local(node->cursor) && !node_is_argument(node)) {
        const struct node *outer = node_outer(node);
        // A pointer variable says so itself.
        if (outer == NULL || !kind_is(outer->cursor, CXCursor_VarDecl)) {
            finding(node->cursor, RULE_ESCAPE,
                    "the address of a local is good as the argument of a call only");
        }
    }
}

void unary_check(const struct node *node)
{
    if (cursor_is_trusted(node->cursor)) {
        return;
    }
    const CXType type = clang_getCursorType(expression_strip(operand(node->cursor, 0)));
    switch (clang_getCursorUnaryOperatorKind(node->cursor)) {
    case CXUnaryOperator_AddrOf:
        address_check(node);
        break;
    case CXUnaryOperator_Deref:
        finding(node->cursor, RULE_DEREFERENCE,
                "what a pointer points to is reached by ->, or by an accessor of its type");
        break;
    case CXUnaryOperator_PostInc:
    case CXUnaryOperator_PostDec:
    case CXUnaryOperator_PreInc:
    case CXUnaryOperator_PreDec:
        if (type_is_pointer(type)) {
            finding(node->cursor, RULE_POINTER_ARITHMETIC,
                    "a pointer could leave what it points to; count, and use AT() or a span");
        } else if (type_canonical(type).kind == CXType_Enum) {
            finding(node->cursor, RULE_ENUM_CAST,
                    "behind the last value there is none; use a converter that checks");
        }
        break;
    case CXUnaryOperator_Real:
    case CXUnaryOperator_Imag:
    case CXUnaryOperator_Extension:
    case CXUnaryOperator_Coawait:
        finding(node->cursor, RULE_CONSTRUCT, "this operator is not part of the subset");
        break;
    default:
        break;
    }
}

/// A view or pointer that is assigned. Constant text and constant tables may be.
static void assignment_check(CXCursor cursor, CXCursor to)
{
    const CXType type = clang_getCursorType(to);
    if (type_is_view(type)) {
        finding(cursor, RULE_STORED_VIEW,
                "a view or pointer is set where it is declared and nowhere else; else it could"
                " outlive what it shows");
    }
}

void binary_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    if (cursor_is_trusted(cursor)) {
        return;
    }
    const enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(cursor);
    const CXCursor left = expression_strip(operand(cursor, 0));
    const CXCursor right = expression_strip(operand(cursor, 1));
    const CXType left_type = clang_getCursorType(left);
    const CXType right_type = clang_getCursorType(right);
    const bool is_of_pointers = type_is_pointer(left_type) || type_is_pointer(right_type) ||
                                type_is_array(left_type) || type_is_array(right_type);
    switch (kind) {
    case CXBinaryOperator_Comma:
        finding(cursor, RULE_COMMA, "two expressions look like one; write two statements");
        break;
    case CXBinaryOperator_Assign:
        assignment_check(cursor, left);
        break;
    case CXBinaryOperator_EQ:
    case CXBinaryOperator_NE:
    case CXBinaryOperator_LAnd:
    case CXBinaryOperator_LOr:
        break;
    default:
        if (kind_is(cursor, CXCursor_CompoundAssignOperator) &&
            type_canonical(left_type).kind == CXType_Enum) {
            finding(cursor, RULE_ENUM_CAST,
                    "the result may be no value of the enum; use a converter that checks");
        }
        if (is_of_pointers) {
            finding(cursor, RULE_POINTER_ARITHMETIC,
                    "a pointer could leave what it points to; count, and use AT() or a span");
        }
        break;
    }
}

void subscript_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    if (cursor_is_trusted(cursor)) {
        return;
    }
    const CXCursor array = expression_strip(operand(cursor, 0));
    const CXCursor index = operand(cursor, 1);
    const CXType type = type_canonical(clang_getCursorType(array));
    // A parameter that is written as an array is a pointer.
    const bool is_parameter = kind_is(array, CXCursor_DeclRefExpr) &&
                              kind_is(clang_getCursorReferenced(array), CXCursor_ParmDecl);
    if (!type_is_array(type) || is_parameter) {
        finding(cursor, RULE_DEREFERENCE,
                "a pointer does not know how many elements there are; use an array with AT(), or a"
                " span");
        return;
    }
    CXEvalResult value = clang_Cursor_Evaluate(index);
    bool is_inside = false;
    if (value != NULL) {
        const long long place = clang_EvalResult_getAsLongLong(value);
        is_inside = clang_EvalResult_getKind(value) == CXEval_Int && place >= 0 &&
                    place < clang_getArraySize(type);
        clang_EvalResult_dispose(value);
    }
    // A variable with a constant value is evaluated, too, but may be changed elsewhere.
    const CXCursor stripped = expression_strip(index);
    const bool is_variable =
        kind_is(stripped, CXCursor_DeclRefExpr) &&
        !kind_is(clang_getCursorReferenced(stripped), CXCursor_EnumConstantDecl);
    if (!is_inside || is_variable) {
        finding(cursor, RULE_SUBSCRIPT,
                "this index is not a constant inside of the array; use AT(array, index)");
    }
}

/// Names with a trailing underscore in trusted headers are for trusted headers.
static void private_check(CXCursor cursor, CXCursor declaration, CXSourceLocation place)
{
    if (text_ends(cursor_name(declaration), "_") && !place_is_trusted(place) &&
        (declaration_is_trusted(declaration) ||
         place_is_trusted(clang_getCursorLocation(declaration)))) {
        finding(cursor, RULE_PRIVATE, "'%s' is for trusted headers; use what they publish",
                cursor_name(declaration));
    }
}

void name_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    const CXCursor named = clang_getCursorReferenced(cursor);
    const CXSourceLocation place = clang_getCursorLocation(cursor);
    if (place_is_trusted(place)) {
        return;
    }
    private_check(cursor, named, place);
    if (kind_is(named, CXCursor_VarDecl) && !declaration_is_trusted(named) &&
        place_is_trusted(clang_getCursorLocation(named))) {
        finding(cursor, RULE_PRIVATE, "'%s' is the variable of a macro, for that macro",
                cursor_name(named));
    }
    if (!kind_is(named, CXCursor_FunctionDecl)) {
        return;
    }
    if (strncmp(cursor_name(named), "user_", strlen("user_")) == 0) {
        finding(cursor, RULE_PROCESS_ADDRESS,
                "'%s' is about memory of processes; drivers get copies and owned buffers",
                cursor_name(named));
    }
    if (strncmp(cursor_name(named), "__builtin_", strlen("__builtin_")) == 0 ||
        strncmp(cursor_name(named), "__sync_", strlen("__sync_")) == 0 ||
        strncmp(cursor_name(named), "__atomic_", strlen("__atomic_")) == 0) {
        finding(cursor, RULE_BUILTIN, "'%s' is the compiler's; trusted headers offer what is safe",
                cursor_name(named));
        return;
    }
    const struct node *outer = node_outer(node);
    if (outer != NULL && kind_is(outer->cursor, CXCursor_CallExpr) && !node_is_argument(node)) {
        calls_note(cursor, named);
    }
}

void member_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    const CXCursor field = clang_getCursorReferenced(cursor);
    private_check(cursor, field, clang_getCursorLocation(cursor));
    if (!type_is_function_pointer(clang_getCursorType(cursor)) || cursor_is_trusted(cursor)) {
        return;
    }
    const CXCursor base = operand(cursor, 0);
    const CXType type = clang_getCursorType(expression_strip(base));
    const CXType record = type_is_pointer(type) ? type_pointee(type) : type_canonical(type);
    if (!type_is_table(record) || !clang_isConstQualifiedType(record)) {
        finding(cursor, RULE_FUNCTION_POINTER,
                "'%s' is not in a constant table of a published type", cursor_name(field));
    }
    calls_note_table(clang_getCursorType(clang_getCursorSemanticParent(field)));
}

struct slot_count {
    unsigned slots;
};

static enum CXVisitorResult slot_count_field(CXCursor field, CXClientData data)
{
    struct slot_count *count = data;
    count->slots += type_is_function_pointer(clang_getCursorType(field)) ? 1 : 0;
    return CXVisit_Continue;
}

static enum CXChildVisitResult slot_count_value(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct slot_count *count = data;
    const bool is_function = kind_is(cursor, CXCursor_DeclRefExpr) &&
                             kind_is(clang_getCursorReferenced(cursor), CXCursor_FunctionDecl);
    count->slots += is_function ? 1 : 0;
    return kind_is(cursor, CXCursor_InitListExpr) ? CXChildVisit_Continue : CXChildVisit_Recurse;
}

unsigned table_slots_empty(CXType table, CXCursor values)
{
    struct slot_count wanted = {0};
    struct slot_count given = {0};
    clang_Type_visitFields(table, slot_count_field, &wanted);
    if (!clang_Cursor_isNull(values)) {
        clang_visitChildren(values, slot_count_value, &given);
    }
    return wanted.slots > given.slots ? wanted.slots - given.slots : 0;
}

void initialiser_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    const CXType type = type_canonical(clang_getCursorType(cursor));
    if (type_is_table(type) && !cursor_is_trusted(cursor) && table_slots_empty(type, cursor) > 0) {
        finding(cursor, RULE_FUNCTION_POINTER,
                "a function is missing in this table, and a call of it would go nowhere; name all");
    }
    if (type.kind != CXType_Record || cursor_is_trusted(cursor) ||
        !declaration_is_trusted(clang_getTypeDeclaration(type))) {
        return;
    }
    struct children values;
    children_get(cursor, &values);
    const bool is_empty = values.count == 0 || (values.count == 1 && is_zero(values.of[0]));
    if (type_has_private(type) && !is_empty) {
        finding(cursor, RULE_FORGE,
                "'%s' is made by its header's functions and macros only; {0} is the empty one",
                type_name(type));
    }
}

void compound_literal_check(const struct node *node)
{
    const CXType type = type_canonical(clang_getCursorType(node->cursor));
    if (type.kind != CXType_Record && !cursor_is_trusted(node->cursor)) {
        finding(node->cursor, RULE_COMPOUND_LITERAL,
                "a variable without a name, of no structure; declare it");
    } else if (type_is_table(type)) {
        finding(
            node->cursor, RULE_FORGE,
            "'%s' is a type whose objects are constant tables; declare one outside of functions",
            type_name(type));
    }
}

void literal_check(const struct node *node)
{
    const CXType type = clang_getCursorType(node->cursor);
    if ((type.kind == CXType_Long || type.kind == CXType_ULong) &&
        !cursor_is_trusted(node->cursor)) {
        finding(node->cursor, RULE_FAST_TYPE,
                "the width of a long is not the same everywhere; use no suffix, or ull");
    }
}
