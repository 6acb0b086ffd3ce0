// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of statements: loops, switches, returns.

#include "check.h"
#include "cursor.h"
#include "rules.h"
#include "source.h"

/// The operand of a unary operator, or the left one of another.
static CXCursor operand_first(CXCursor cursor)
{
    struct children children;
    children_get(cursor, &children);
    return children.count == 0 ? clang_getNullCursor() : children.of[0];
}

/// The array that an expression is an element of, or else itself.
static CXCursor array_of(CXCursor expression)
{
    expression = expression_strip(expression);
    while (kind_is(expression, CXCursor_ArraySubscriptExpr)) {
        expression = expression_strip(operand_first(expression));
    }
    return expression;
}

static bool names(CXCursor expression, CXCursor variable)
{
    const CXCursor stripped = expression_strip(expression);
    return kind_is(stripped, CXCursor_DeclRefExpr) &&
           clang_equalCursors(clang_getCursorReferenced(stripped), variable);
}

struct name_search {
    CXCursor variable;
    bool is_found;
};

static enum CXChildVisitResult name_look(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct name_search *search = data;
    search->is_found = names(cursor, search->variable);
    return search->is_found ? CXChildVisit_Break : CXChildVisit_Recurse;
}

/// Whether a variable is named anywhere in an expression.
static bool mentions(CXCursor expression, CXCursor variable)
{
    struct name_search search = {variable, names(expression, variable)};
    if (!search.is_found) {
        clang_visitChildren(expression, name_look, &search);
    }
    return search.is_found;
}

/// Whether `counter += step` and the like go by a constant, and always in one direction.
static bool step_moves(CXCursor assignment)
{
    struct children operands;
    children_get(assignment, &operands);
    const enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(assignment);
    // No product, and no shift to the left: from 0 they go nowhere.
    const bool is_quotient = kind == CXBinaryOperator_DivAssign;
    const bool is_sum = kind == CXBinaryOperator_AddAssign || kind == CXBinaryOperator_SubAssign;
    const bool is_shift = kind == CXBinaryOperator_ShrAssign;
    if (operands.count != 2 || !(is_quotient || is_sum || is_shift)) {
        return false;
    }
    CXEvalResult value = clang_Cursor_Evaluate(operands.of[1]);
    const bool moves = value != NULL && clang_EvalResult_getKind(value) == CXEval_Int &&
                       clang_EvalResult_getAsLongLong(value) > (is_quotient ? 1 : 0);
    if (value != NULL) {
        clang_EvalResult_dispose(value);
    }
    return moves;
}

/// The local variable that the third part of a loop steps, or the null cursor.
static CXCursor counter_find(CXCursor step)
{
    bool is_step = kind_is(step, CXCursor_CompoundAssignOperator) && step_moves(step);
    if (kind_is(step, CXCursor_UnaryOperator)) {
        const enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(step);
        is_step = kind == CXUnaryOperator_PostInc || kind == CXUnaryOperator_PreInc ||
                  kind == CXUnaryOperator_PostDec || kind == CXUnaryOperator_PreDec;
    }
    const CXCursor operand = is_step ? expression_strip(operand_first(step)) : step;
    if (!is_step || !kind_is(operand, CXCursor_DeclRefExpr)) {
        return clang_getNullCursor();
    }
    const CXCursor variable = clang_getCursorReferenced(operand);
    if ((kind_is(variable, CXCursor_VarDecl) && !clang_Cursor_hasVarDeclGlobalStorage(variable)) ||
        kind_is(variable, CXCursor_ParmDecl)) {
        return variable;
    }
    return clang_getNullCursor();
}

/// The variable, or a sum with it.
static bool holds(CXCursor expression, CXCursor variable)
{
    const CXCursor stripped = expression_strip(expression);
    struct children operands;
    children_get(stripped, &operands);
    const bool is_sum = kind_is(stripped, CXCursor_BinaryOperator) && operands.count == 2 &&
                        clang_getCursorBinaryOperatorKind(stripped) == CXBinaryOperator_Add;
    return names(stripped, variable) ||
           (is_sum && (names(operands.of[0], variable) || names(operands.of[1], variable)));
}

/// Whether an expression has one value, which Clang compares with the counter's type.
static bool is_constant(CXCursor expression)
{
    CXEvalResult value = clang_Cursor_Evaluate(expression_strip(expression));
    const bool is_number = value != NULL && clang_EvalResult_getKind(value) == CXEval_Int;
    if (value != NULL) {
        clang_EvalResult_dispose(value);
    }
    return is_number;
}

/// Whether operand `index` is the counter, and the other one is not about it, and not wider: such a
/// counter starts anew before it gets there.
static bool is_bounded(const struct children *operands, unsigned index, CXCursor counter)
{
    const CXCursor bound = operands->of[1 - index];
    const bool is_wider = clang_Type_getSizeOf(clang_getCursorType(expression_strip(bound))) >
                          clang_Type_getSizeOf(clang_getCursorType(counter));
    return holds(operands->of[index], counter) && !mentions(bound, counter) &&
           (!is_wider || is_constant(bound));
}

/// Whether a step makes its counter smaller.
static bool step_goes_down(CXCursor step)
{
    if (kind_is(step, CXCursor_UnaryOperator)) {
        const enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(step);
        return kind == CXUnaryOperator_PostDec || kind == CXUnaryOperator_PreDec;
    }
    switch (clang_getCursorBinaryOperatorKind(step)) {
    case CXBinaryOperator_SubAssign:
    case CXBinaryOperator_DivAssign:
    case CXBinaryOperator_ShrAssign:
        return true;
    default:
        return false;
    }
}

/// Whether a condition, or one of several that are joined by &&, compares the counter with what it
/// comes to. Only a step of one meets every value.
static bool is_compared(CXCursor condition, CXCursor counter, CXCursor step)
{
    const bool goes_down = step_goes_down(step);
    const CXCursor stripped = expression_strip(condition);
    if (!kind_is(stripped, CXCursor_BinaryOperator)) {
        return false;
    }
    struct children operands;
    children_get(stripped, &operands);
    if (operands.count != 2) {
        return false;
    }
    switch (clang_getCursorBinaryOperatorKind(stripped)) {
    case CXBinaryOperator_LAnd:
        return is_compared(operands.of[0], counter, step) ||
               is_compared(operands.of[1], counter, step);
    case CXBinaryOperator_LT:
    case CXBinaryOperator_LE:
        return is_bounded(&operands, goes_down ? 1 : 0, counter);
    case CXBinaryOperator_GT:
    case CXBinaryOperator_GE:
        return is_bounded(&operands, goes_down ? 0 : 1, counter);
    case CXBinaryOperator_NE:
        return kind_is(step, CXCursor_UnaryOperator) &&
               (is_bounded(&operands, 0, counter) || is_bounded(&operands, 1, counter));
    default:
        return false;
    }
}

struct change_search {
    CXCursor counter; ///< or a bound: a variable or a field
    CXCursor change;  ///< null: none was found
};

static enum CXChildVisitResult change_look(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct change_search *search = data;
    const CXCursor changed = array_of(operand_first(cursor));
    bool is_change = kind_is(cursor, CXCursor_CompoundAssignOperator);
    if (kind_is(cursor, CXCursor_BinaryOperator)) {
        is_change = clang_getCursorBinaryOperatorKind(cursor) == CXBinaryOperator_Assign;
    } else if (kind_is(cursor, CXCursor_UnaryOperator)) {
        const enum CXUnaryOperatorKind kind = clang_getCursorUnaryOperatorKind(cursor);
        is_change = kind <= CXUnaryOperator_AddrOf; // Increments, decrements and the address.
    }
    // A field is the same one in every object here, and so is an element in its array.
    const bool is_it =
        (kind_is(changed, CXCursor_DeclRefExpr) || kind_is(changed, CXCursor_MemberRefExpr)) &&
        clang_equalCursors(clang_getCursorReferenced(changed), search->counter);
    if (is_change && is_it) {
        search->change = cursor;
        return CXChildVisit_Break;
    }
    return CXChildVisit_Recurse;
}

static CXCursor change_find(CXCursor within, CXCursor counter)
{
    struct change_search search = {counter, clang_getNullCursor()};
    if (change_look(within, within, &search) != CXChildVisit_Break) {
        clang_visitChildren(within, change_look, &search);
    }
    return search.change;
}

/// Reports where the body changes the variable or field with which the counter is compared.
static void bound_check(CXCursor condition, CXCursor counter, CXCursor body)
{
    const CXCursor stripped = expression_strip(condition);
    struct children operands;
    children_get(stripped, &operands);
    if (!kind_is(stripped, CXCursor_BinaryOperator) || operands.count != 2) {
        return;
    }
    if (clang_getCursorBinaryOperatorKind(stripped) == CXBinaryOperator_LAnd) {
        bound_check(operands.of[0], counter, body);
        bound_check(operands.of[1], counter, body);
        return;
    }
    for (unsigned i = 0; i < 2; i++) {
        const CXCursor bound = array_of(operands.of[1 - i]);
        if (!holds(operands.of[i], counter) ||
            !(kind_is(bound, CXCursor_DeclRefExpr) || kind_is(bound, CXCursor_MemberRefExpr))) {
            continue;
        }
        const CXCursor change = change_find(body, clang_getCursorReferenced(bound));
        if (!clang_Cursor_isNull(change)) {
            finding(change, RULE_LOOP, "the loop's bound '%s' moves while the loop runs",
                    cursor_name(bound));
        }
    }
}

void loop_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    if (cursor_is_trusted(cursor) || place_is_trusted(clang_getCursorLocation(cursor))) {
        return;
    }
    if (!kind_is(cursor, CXCursor_ForStmt)) {
        finding(cursor, RULE_LOOP,
                "nothing says how often this loop runs; use `for` with a counter and a bound");
        return;
    }
    // What a loop leaves out is not among the children, so condition and step are looked for from
    // the end.
    struct children parts;
    children_get(cursor, &parts);
    const CXCursor none = clang_getNullCursor();
    const CXCursor counter = parts.count >= 3 ? counter_find(parts.of[parts.count - 2]) : none;
    if (clang_Cursor_isNull(counter) ||
        !is_compared(parts.of[parts.count - 3], counter, parts.of[parts.count - 2])) {
        finding(cursor, RULE_LOOP,
                "no counter bounds this loop; step a local variable and compare it with a bound");
        return;
    }
    const CXCursor condition = parts.of[parts.count - 3];
    const CXCursor body = parts.of[parts.count - 1];
    CXCursor change = change_find(body, counter);
    if (clang_Cursor_isNull(change)) {
        change = change_find(condition, counter);
    }
    if (!clang_Cursor_isNull(change)) {
        finding(change, RULE_LOOP, "the loop's counter '%s' is stepped by the loop only",
                cursor_name(counter));
    }
    bound_check(condition, counter, body);
}

/// The values of a switch: which enum constants it has, and whether it has a default.
struct cases {
    long long values[CHILDREN_MAX];
    unsigned count;
    bool has_default;
};

static enum CXChildVisitResult case_note(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct cases *cases = data;
    if (kind_is(cursor, CXCursor_SwitchStmt)) {
        return CXChildVisit_Continue;
    }
    if (kind_is(cursor, CXCursor_DefaultStmt)) {
        cases->has_default = true;
    } else if (kind_is(cursor, CXCursor_CaseStmt) && cases->count < CHILDREN_MAX) {
        CXEvalResult value = clang_Cursor_Evaluate(operand_first(cursor));
        if (value != NULL) {
            cases->values[cases->count] = clang_EvalResult_getAsLongLong(value);
            cases->count++;
            clang_EvalResult_dispose(value);
        }
    }
    return CXChildVisit_Recurse;
}

struct enum_search {
    const struct cases *cases;
    CXCursor missing; ///< null: none
};

static enum CXChildVisitResult constant_look(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct enum_search *search = data;
    if (!kind_is(cursor, CXCursor_EnumConstantDecl)) {
        return CXChildVisit_Continue;
    }
    const long long value = clang_getEnumConstantDeclValue(cursor);
    for (unsigned i = 0; i < search->cases->count; i++) {
        if (search->cases->values[i] == value) {
            return CXChildVisit_Continue;
        }
    }
    search->missing = cursor;
    return CXChildVisit_Break;
}

void switch_check(const struct node *node)
{
    if (cursor_is_trusted(node->cursor)) {
        return;
    }
    struct children parts;
    children_get(node->cursor, &parts);
    struct children block = {.count = 0};
    if (parts.count > 0) {
        children_get(parts.of[parts.count - 1], &block);
    }
    if (parts.count == 0 || !kind_is(parts.of[parts.count - 1], CXCursor_CompoundStmt) ||
        (block.count > 0 && !kind_is(block.of[0], CXCursor_CaseStmt) &&
         !kind_is(block.of[0], CXCursor_DefaultStmt))) {
        finding(node->cursor, RULE_SWITCH,
                "what stands before the first label is jumped over; a switch begins with a case");
    }
    struct cases cases = {.count = 0};
    clang_visitChildren(node->cursor, case_note, &cases);
    if (cases.has_default || parts.count < 2) {
        return;
    }
    const CXType type = type_canonical(clang_getCursorType(expression_strip(parts.of[0])));
    if (type.kind != CXType_Enum) {
        finding(node->cursor, RULE_SWITCH,
                "numbers have further values; add a default, or switch over an enum");
        return;
    }
    struct enum_search search = {&cases, clang_getNullCursor()};
    clang_visitChildren(clang_getTypeDeclaration(type), constant_look, &search);
    if (!clang_Cursor_isNull(search.missing)) {
        finding(node->cursor, RULE_SWITCH, "'%s' is missing; add its case, or a default",
                cursor_name(search.missing));
    }
}

void case_check(const struct node *node)
{
    struct children parts;
    children_get(node->cursor, &parts);
    if (kind_is(node->cursor, CXCursor_CaseStmt) && parts.count == 3) {
        finding(node->cursor, RULE_CONSTRUCT, "a range of cases is no standard C; name each value");
    }
    // Directly in the block of its switch, maybe behind other labels.
    const struct node *outer = node->parent;
    while (outer != NULL && (kind_is(outer->cursor, CXCursor_CaseStmt) ||
                             kind_is(outer->cursor, CXCursor_DefaultStmt))) {
        outer = outer->parent;
    }
    if (outer != NULL && kind_is(outer->cursor, CXCursor_CompoundStmt)) {
        outer = outer->parent;
    }
    if (outer == NULL || !kind_is(outer->cursor, CXCursor_SwitchStmt)) {
        finding(node->cursor, RULE_SWITCH,
                "this label lies inside of another statement; put it into the switch's own block");
    }
}

/// A variable of the switch's own block is there in each case, but set in one.
void declared_in_switch_check(const struct node *node)
{
    const struct node *outer = node->parent;
    const bool is_in_block = outer != NULL && kind_is(outer->cursor, CXCursor_CompoundStmt) &&
                             outer->parent != NULL &&
                             kind_is(outer->parent->cursor, CXCursor_SwitchStmt);
    const bool is_labelled = outer != NULL && (kind_is(outer->cursor, CXCursor_CaseStmt) ||
                                               kind_is(outer->cursor, CXCursor_DefaultStmt));
    if (is_in_block || is_labelled) {
        finding(node->cursor, RULE_SWITCH,
                "other cases jump over this; declare it before the switch, or in a function");
    }
}

void return_check(const struct node *node)
{
    // What a function may return is said by its type; its address must not be that of a local.
    struct children value;
    children_get(node->cursor, &value);
    if (value.count == 1 && type_is_pointer(clang_getCursorType(value.of[0])) &&
        expression_is_local(value.of[0]) && !cursor_is_trusted(node->cursor)) {
        finding(node->cursor, RULE_ESCAPE, "the address of a local is good until the return only");
    }
}
