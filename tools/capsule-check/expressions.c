// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of operators, names, members, initialisers and literals.

#include <string.h>

#include "check.h"
#include "cursor.h"
#include "rules.h"
#include "source.h"

CXCursor expression_operand(CXCursor expression, unsigned index)
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
        const CXCursor first = expression_operand(expression, 0);
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
        return expression_is_local(expression_operand(stripped, 1)) ||
               expression_is_local(expression_operand(stripped, 2));
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

bool expression_is_zero(CXCursor expression)
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

bool expression_is_in_element(CXCursor expression)
{
    for (;;) {
        expression = expression_strip(expression);
        const CXCursor base = expression_strip(expression_operand(expression, 0));
        const bool is_subscript = kind_is(expression, CXCursor_ArraySubscriptExpr);
        if (!(is_subscript || kind_is(expression, CXCursor_MemberRefExpr)) ||
            clang_Cursor_isNull(base)) {
            return false;
        }
        const bool is_parameter = kind_is(base, CXCursor_DeclRefExpr) &&
                                  kind_is(clang_getCursorReferenced(base), CXCursor_ParmDecl);
        // An array decays here, too, but what is below is an array then, if it is no parameter.
        const CXType type = clang_getCursorType(base);
        if (type_is_pointer(type) || (is_subscript && is_parameter)) {
            return is_subscript;
        }
        expression = base;
    }
}

static void address_check(const struct node *node)
{
    const CXCursor taken = expression_operand(node->cursor, 0);
    if (rules_are_of_chips() && expression_is_in_element(taken)) {
        finding(node->cursor, RULE_POINTER_ARITHMETIC,
                "a pointer to an element behind a pointer could leave what it points to; count");
        return;
    }
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

bool names_process(CXCursor expression)
{
    const CXCursor stripped = expression_strip(expression);
    const CXCursor field = clang_getCursorReferenced(stripped);
    const bool is_member =
        kind_is(stripped, CXCursor_MemberRefExpr) || kind_is(stripped, CXCursor_MemberRef);
    return is_member && declaration_is_trusted(field) &&
           strcmp(cursor_name(field), "number") == 0 &&
           strcmp(cursor_name(clang_getCursorSemanticParent(field)), "process_id") == 0;
}

/// Whether a number is one that names a process, or none.
static bool is_of_process(CXCursor number)
{
    const CXCursor stripped = expression_strip(number);
    if (kind_is(stripped, CXCursor_ConditionalOperator)) {
        return is_of_process(expression_operand(stripped, 1)) &&
               is_of_process(expression_operand(stripped, 2));
    }
    return expression_is_zero(stripped) || names_process(stripped);
}

static void process_refuse(CXCursor cursor)
{
    finding(cursor, RULE_FORGE,
            "only the kernel names processes; copy a struct process_id, or set its number to 0");
}

void unary_check(const struct node *node)
{
    // Increments, decrements and the address.
    if (clang_getCursorUnaryOperatorKind(node->cursor) <= CXUnaryOperator_AddrOf &&
        names_process(expression_operand(node->cursor, 0))) {
        process_refuse(node->cursor);
    }
    if (cursor_is_trusted(node->cursor)) {
        return;
    }
    const CXType type = clang_getCursorType(expression_strip(expression_operand(node->cursor, 0)));
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
    // A macro that opens a block ends it by setting the pointer that is its own to null.
    if (type_is_view(type) && !(cursor_is_trusted(cursor) && type_is_pointer(type))) {
        finding(cursor, RULE_STORED_VIEW,
                "a view or pointer is set where it is declared and nowhere else; else it could"
                " outlive what it shows");
    }
}

void binary_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    const CXCursor left = expression_strip(expression_operand(cursor, 0));
    const CXCursor right = expression_strip(expression_operand(cursor, 1));
    const CXType left_type = clang_getCursorType(left);
    const CXType right_type = clang_getCursorType(right);
    const bool is_of_pointers = type_is_pointer(left_type) || type_is_pointer(right_type) ||
                                type_is_array(left_type) || type_is_array(right_type);
    switch (clang_getCursorBinaryOperatorKind(cursor)) {
    case CXBinaryOperator_Comma:
        if (!cursor_is_trusted(cursor)) {
            finding(cursor, RULE_COMMA, "two expressions look like one; write two statements");
        }
        break;
    case CXBinaryOperator_Assign:
        assignment_check(cursor, left);
        if (names_process(left) && !is_of_process(right)) {
            process_refuse(cursor);
        }
        break;
    case CXBinaryOperator_EQ:
    case CXBinaryOperator_NE:
    case CXBinaryOperator_LAnd:
    case CXBinaryOperator_LOr:
        break;
    default:
        // Also of macros, none of which calculates with pointers: what a capsule writes behind the
        // word of a macro may be an operand together with it.
        if (kind_is(cursor, CXCursor_CompoundAssignOperator) && names_process(left)) {
            process_refuse(cursor);
        }
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

/// Whether an index is that of AT() or ARRAY_COUNT(). A capsule's own one may stand behind the word
/// of a macro, too.
static bool index_is_of_macro(CXCursor index)
{
    const CXCursor stripped = expression_strip(index);
    const bool is_checked =
        kind_is(stripped, CXCursor_CallExpr) &&
        strcmp(cursor_name(clang_getCursorReferenced(stripped)), "checked_index") == 0;
    return cursor_is_trusted(stripped) && (is_checked || expression_is_zero(stripped));
}

/// `p[n]` in a chip: an element of what its caller lends, of which it knows how many there are.
static void lent_subscript_check(CXCursor cursor, CXCursor pointer, CXCursor index)
{
    const CXCursor stripped = expression_strip(index);
    const enum CXTypeKind kind = type_canonical(clang_getCursorType(stripped)).kind;
    const bool is_unsigned = kind == CXType_Bool ||
                             (kind >= CXType_Char_U && kind <= CXType_UInt128) ||
                             kind_is(stripped, CXCursor_IntegerLiteral);
    if (!type_is_pointer(clang_getCursorType(pointer)) || !is_unsigned) {
        finding(cursor, RULE_POINTER_ARITHMETIC,
                "this could lie before what the pointer points to; count in an unsigned number");
    }
}

void subscript_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    const CXCursor array = expression_strip(expression_operand(cursor, 0));
    const CXCursor index = expression_operand(cursor, 1);
    if (cursor_is_trusted(cursor) && index_is_of_macro(index)) {
        return;
    }
    const CXType type = type_canonical(clang_getCursorType(array));
    // A parameter that is written as an array is a pointer.
    const bool is_parameter = kind_is(array, CXCursor_DeclRefExpr) &&
                              kind_is(clang_getCursorReferenced(array), CXCursor_ParmDecl);
    if (!type_is_array(type) || is_parameter) {
        if (rules_are_of_chips()) {
            lent_subscript_check(cursor, array, index);
        }
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

static bool is_logical(CXCursor expression)
{
    if (kind_is(expression, CXCursor_UnaryOperator)) {
        return clang_getCursorUnaryOperatorKind(expression) == CXUnaryOperator_LNot;
    }
    const enum CXBinaryOperatorKind kind = kind_is(expression, CXCursor_BinaryOperator)
                                               ? clang_getCursorBinaryOperatorKind(expression)
                                               : CXBinaryOperator_Invalid;
    return kind == CXBinaryOperator_LAnd || kind == CXBinaryOperator_LOr;
}

static enum CXChildVisitResult element_look(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    bool *is_found = data;
    *is_found |= kind_is(cursor, CXCursor_ArraySubscriptExpr) && cursor_is_trusted(cursor);
    return *is_found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/// Clang's analysis follows what was taken where a condition decides, and nowhere else. It knows a
/// cell by how it is written.
static void take_check(const struct node *node)
{
    const CXCursor function = clang_getCursorReferenced(node->cursor);
    if (strcmp(cursor_name(function), "cell_try_take") != 0 || !declaration_is_trusted(function)) {
        return;
    }
    const struct node *part = node;
    const struct node *outer = node_outer(part);
    while (outer != NULL && is_logical(outer->cursor)) {
        part = outer;
        outer = node_outer(part);
    }
    const bool is_condition =
        outer != NULL && kind_is(outer->cursor, CXCursor_IfStmt) &&
        clang_equalCursors(expression_strip(expression_operand(outer->cursor, 0)),
                           expression_strip(part->cursor));
    if (!is_condition) {
        finding(node->cursor, RULE_FORGE,
                "nobody sees whether this buffer is put back; take it as the condition of an if");
    }
    bool is_element = false;
    clang_visitChildren(node->cursor, element_look, &is_element);
    if (is_element) {
        finding(node->cursor, RULE_FORGE,
                "its index may be another one when the buffer is put back; hand the cell to a"
                " function");
    }
}

static bool names_function(CXCursor expression)
{
    return kind_is(expression, CXCursor_DeclRefExpr) &&
           kind_is(clang_getCursorReferenced(expression), CXCursor_FunctionDecl);
}

void call_check(const struct node *node)
{
    if (!names_function(expression_strip(expression_operand(node->cursor, 0)))) {
        calls_note_pointer();
    }
    take_check(node);
}

void name_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    const CXCursor named = clang_getCursorReferenced(cursor);
    const CXSourceLocation place = clang_getCursorLocation(cursor);
    const struct node *outer = node_outer(node);
    const bool is_called =
        outer != NULL && kind_is(outer->cursor, CXCursor_CallExpr) && !node_is_argument(node);
    if (names_function(cursor) && !is_called) {
        calls_address(named);
    }
    if (place_is_trusted(place)) {
        if (!declaration_is_trusted(named) && !place_is_trusted(clang_getCursorLocation(named))) {
            finding(cursor, RULE_PRIVATE, "'%s' takes the place of what this macro means",
                    cursor_name(named));
        }
        return;
    }
    private_check(cursor, named, place);
    if (kind_is(named, CXCursor_VarDecl) && !declaration_is_trusted(named) &&
        place_is_trusted(clang_getCursorLocation(named))) {
        finding(cursor, RULE_PRIVATE, "'%s' is the variable of a macro, for that macro",
                cursor_name(named));
    }
    if (!names_function(cursor)) {
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
    if (is_called) {
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
    const CXCursor base = expression_operand(cursor, 0);
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
    count->slots += names_function(cursor) ? 1 : 0;
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

struct field_count {
    CXType last; ///< type of the last one
    unsigned fields;
};

static enum CXVisitorResult field_count(CXCursor field, CXClientData data)
{
    struct field_count *found = data;
    found->last = type_canonical(clang_getCursorType(field));
    found->fields++;
    return CXVisit_Continue;
}

/// Whether a number stands where the only field of a structure is one, too: Clang asks for no
/// braces there. Without them, there is no list to be looked at.
static bool has_braces_left_out(CXCursor list, CXType type)
{
    struct field_count found = {.fields = 0};
    clang_Type_visitFields(type, field_count, &found);
    struct children values;
    children_get(list, &values);
    if (found.fields != 1 || values.count == 0) {
        return false;
    }
    CXCursor value = values.of[0];
    if (kind_is(expression_operand(value, 0), CXCursor_MemberRef)) { // .field.field = value
        children_get(value, &values);
        const CXCursor field = values.of[values.count >= 2 ? values.count - 2 : 0];
        found.last = type_canonical(clang_getCursorType(clang_getCursorReferenced(field)));
        value = values.of[values.count - 1];
    }
    return found.last.kind == CXType_Record && !expression_is_zero(value) &&
           type_canonical(clang_getCursorType(expression_strip(value))).kind != CXType_Record;
}

void initialiser_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    const CXType type = type_canonical(clang_getCursorType(cursor));
    if (type.kind == CXType_Record && !cursor_is_trusted(cursor) &&
        has_braces_left_out(cursor, type)) {
        finding(cursor, RULE_CONSTRUCT, "the structure in this one has its values in braces, too");
    }
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
    const bool is_empty =
        values.count == 0 || (values.count == 1 && expression_is_zero(values.of[0]));
    if (strcmp(type_name(type), "struct process_id") == 0 && !is_empty) {
        process_refuse(cursor);
    } else if (type_has_private(type) && !is_empty) {
        finding(cursor, RULE_FORGE,
                "'%s' is made by its header's functions and macros only; {0} is the empty one",
                type_name(type));
    }
}

/// Of sizeof and the like. A size that is no constant is that of an array whose length varies. A
/// variable's declaration is reported, so this is about types.
void sizeof_check(const struct node *node)
{
    const CXCursor operand = expression_operand(node->cursor, 0);
    const bool is_of_array = type_is_array(clang_getCursorType(expression_strip(operand)));
    CXEvalResult value = clang_Cursor_Evaluate(node->cursor);
    if ((value == NULL || clang_EvalResult_getKind(value) != CXEval_Int) && !is_of_array) {
        finding(node->cursor, RULE_ARRAY_SIZE, "this size is no constant; give arrays one");
    }
    if (value != NULL) {
        clang_EvalResult_dispose(value);
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
