// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of statements: loops, switches, returns.

#include "check.h"
#include "cursor.h"
#include "rules.h"
#include "source.h"

#include <stdint.h>

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

/// The number that an expression comes to, if it comes to one.
static bool number_get(CXCursor expression, long long *number)
{
    CXEvalResult value = clang_Cursor_Evaluate(expression_strip(expression));
    if (value == NULL) {
        return false;
    }
    *number = clang_EvalResult_getAsLongLong(value);
    const bool is_too_large = clang_EvalResult_isUnsignedInt(value) && *number < 0;
    const bool is_number = clang_EvalResult_getKind(value) == CXEval_Int && !is_too_large;
    clang_EvalResult_dispose(value);
    return is_number;
}

/// Whether an assignment multiplies or shifts to the left: from 0 these go nowhere.
static bool is_product(CXCursor step)
{
    const enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(step);
    return kind_is(step, CXCursor_CompoundAssignOperator) &&
           (kind == CXBinaryOperator_MulAssign || kind == CXBinaryOperator_ShlAssign);
}

/// Whether an assignment divides or shifts to the right: these end at 0.
static bool is_quotient(CXCursor step)
{
    const enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(step);
    return kind == CXBinaryOperator_DivAssign || kind == CXBinaryOperator_ShrAssign;
}

/// Whether `counter += step` and the like go by a constant, and always in one direction.
static bool step_moves(CXCursor assignment)
{
    struct children operands;
    children_get(assignment, &operands);
    const enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(assignment);
    const bool is_sum = kind == CXBinaryOperator_AddAssign || kind == CXBinaryOperator_SubAssign;
    long long by = 0;
    return operands.count == 2 && (is_sum || is_quotient(assignment)) &&
           number_get(operands.of[1], &by) && by > (kind == CXBinaryOperator_DivAssign ? 1 : 0);
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
    // A bool stays at its last number.
    if (!is_step || !kind_is(operand, CXCursor_DeclRefExpr) ||
        type_canonical(clang_getCursorType(operand)).kind == CXType_Bool) {
        return clang_getNullCursor();
    }
    const CXCursor variable = clang_getCursorReferenced(operand);
    if ((kind_is(variable, CXCursor_VarDecl) && !clang_Cursor_hasVarDeclGlobalStorage(variable)) ||
        kind_is(variable, CXCursor_ParmDecl)) {
        return variable;
    }
    return clang_getNullCursor();
}

/// The variable, or a sum with it that is as wide: a wider one does not start anew with it.
static bool holds(CXCursor expression, CXCursor variable)
{
    const CXCursor stripped = expression_strip(expression);
    struct children operands;
    children_get(stripped, &operands);
    const bool is_sum = kind_is(stripped, CXCursor_BinaryOperator) && operands.count == 2 &&
                        clang_getCursorBinaryOperatorKind(stripped) == CXBinaryOperator_Add &&
                        clang_Type_getSizeOf(clang_getCursorType(stripped)) ==
                            clang_Type_getSizeOf(clang_getCursorType(variable));
    return names(stripped, variable) ||
           (is_sum && (names(operands.of[0], variable) || names(operands.of[1], variable)));
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

/// Whether numbers of a type may be below 0.
static bool type_is_signed(CXType type)
{
    type = type_canonical(type);
    if (type.kind == CXType_Enum) {
        type = type_canonical(clang_getEnumDeclIntegerType(clang_getTypeDeclaration(type)));
    }
    return type.kind >= CXType_Char_S && type.kind <= CXType_Int128;
}

/// Why a loop may not end.
enum loop_problem {
    LOOP_HAS_NO_BOUND,
    LOOP_STEP_MAY_PASS_BOUND,
    LOOP_COUNTER_IS_NARROW,
    LOOP_COUNTER_STARTS_ANEW,
};

struct loop {
    CXCursor counter;
    CXCursor step;
    bool needs_constant; ///< only a constant counts as a bound
    enum loop_problem problem;
};

/// Whether a counter meets a number that ends its loop, before it starts anew or stays where it is.
static bool is_met(const struct loop *loop, enum CXBinaryOperatorKind comparison, long long bound)
{
    const CXType type = clang_getCursorType(loop->counter);
    const long long bytes = clang_Type_getSizeOf(type);
    const bool is_signed = type_is_signed(type);
    // Of the widest counters, the upper half is not used.
    const long long largest =
        bytes < 8 ? (1LL << (8 * bytes - (is_signed ? 1 : 0))) - 1 : INT64_MAX;
    const bool has_smallest = is_signed && !is_quotient(loop->step);
    const long long smallest = has_smallest ? -largest - 1 : 0;
    long long by = 1;
    if (kind_is(loop->step, CXCursor_CompoundAssignOperator) && !is_quotient(loop->step)) {
        struct children operands;
        children_get(loop->step, &operands);
        if (operands.count != 2 || !number_get(operands.of[1], &by) || by > largest) {
            return false;
        }
    }
    if (bound < smallest || bound > largest) {
        return false;
    }
    if (comparison == CXBinaryOperator_NE) {
        return true;
    }
    // The numbers that end the loop, from the bound on; a step must not pass all of them.
    const bool is_strict = comparison == CXBinaryOperator_LT || comparison == CXBinaryOperator_GT;
    const long long beyond = is_strict ? by - 1 : by;
    return step_goes_down(loop->step) ? bound >= smallest + beyond : bound <= largest - beyond;
}

/// Whether operand `index` is the counter, and the other one is not about it, and is met. One that
/// is not constant is not wider: such a counter starts anew before it gets there.
static bool is_bounded(CXCursor comparison, unsigned index, struct loop *loop)
{
    struct children operands;
    children_get(comparison, &operands);
    const CXCursor bound = operands.of[1 - index];
    if (!holds(operands.of[index], loop->counter) || mentions(bound, loop->counter)) {
        return false;
    }
    const bool is_wider = clang_Type_getSizeOf(clang_getCursorType(expression_strip(bound))) >
                          clang_Type_getSizeOf(clang_getCursorType(loop->counter));
    long long number = 0;
    const bool is_constant = number_get(bound, &number);
    const enum CXBinaryOperatorKind kind = clang_getCursorBinaryOperatorKind(comparison);
    if (is_constant ? is_met(loop, kind, number) : !is_wider) {
        return is_constant || !loop->needs_constant;
    }
    loop->problem = is_wider ? LOOP_COUNTER_IS_NARROW : LOOP_COUNTER_STARTS_ANEW;
    return false;
}

/// Whether a condition, or one of several that are joined by &&, compares the counter with what it
/// comes to. Only a step of one meets every value.
static bool is_compared(CXCursor condition, struct loop *loop)
{
    const bool goes_down = step_goes_down(loop->step);
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
        return is_compared(operands.of[0], loop) || is_compared(operands.of[1], loop);
    case CXBinaryOperator_LT:
    case CXBinaryOperator_LE:
        return is_bounded(stripped, goes_down ? 1 : 0, loop);
    case CXBinaryOperator_GT:
    case CXBinaryOperator_GE:
        return is_bounded(stripped, goes_down ? 0 : 1, loop);
    case CXBinaryOperator_NE:
        if (!kind_is(loop->step, CXCursor_UnaryOperator)) {
            if (holds(operands.of[0], loop->counter) || holds(operands.of[1], loop->counter)) {
                loop->problem = LOOP_STEP_MAY_PASS_BOUND;
            }
            return false;
        }
        return is_bounded(stripped, 0, loop) || is_bounded(stripped, 1, loop);
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
            finding(
                change, RULE_LOOP,
                "the body changes '%s', the loop's bound, in this object or another one; copy the "
                "bound to a const local before the loop",
                cursor_name(bound));
        }
    }
}

static void problem_report(CXCursor cursor, const struct loop *loop)
{
    if (is_product(loop->step)) {
        finding(cursor, RULE_LOOP,
                "a product or a shift to the left may stay 0; count with a sum, and shift in the "
                "body");
        return;
    }
    switch (loop->problem) {
    case LOOP_HAS_NO_BOUND:
        finding(cursor, RULE_LOOP,
                "no counter bounds this loop; step a local variable and compare it with a bound");
        break;
    case LOOP_STEP_MAY_PASS_BOUND:
        finding(cursor, RULE_LOOP,
                "only ++ and -- are sure to meet the number that != waits for; compare by < or >");
        break;
    case LOOP_COUNTER_IS_NARROW:
        finding(cursor, RULE_LOOP,
                "the counter '%s' is narrower than its bound; give it the bound's type",
                cursor_name(loop->counter));
        break;
    case LOOP_COUNTER_STARTS_ANEW:
        finding(cursor, RULE_LOOP,
                "the counter '%s' may pass all numbers beyond its bound; give it a wider type, or "
                "a bound that is a step away from its last number",
                cursor_name(loop->counter));
        break;
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
    struct loop loop = {.counter = clang_getNullCursor(), .step = clang_getNullCursor()};
    if (parts.count >= 3) {
        loop.step = parts.of[parts.count - 2];
        loop.counter = counter_find(loop.step);
    }
    const CXCursor counter = loop.counter;
    if (clang_Cursor_isNull(counter) || !is_compared(parts.of[parts.count - 3], &loop)) {
        problem_report(cursor, &loop);
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
    // What else ends the loop may move.
    loop.needs_constant = true;
    if (!is_compared(condition, &loop)) {
        bound_check(condition, counter, body);
    }
}

/// The values of a switch: which enum constants it has, and whether it has a default.
struct cases {
    long long values[CHILDREN_MAX];
    unsigned count;
    bool is_cut; ///< there are more
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
    } else if (kind_is(cursor, CXCursor_CaseStmt) && cases->count == CHILDREN_MAX) {
        cases->is_cut = true;
    } else if (kind_is(cursor, CXCursor_CaseStmt)) {
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
    if (cases.is_cut) {
        finding(node->cursor, RULE_SWITCH, "more than %d cases; use a table", CHILDREN_MAX);
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
