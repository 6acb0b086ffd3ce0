// SPDX-License-Identifier: Apache-2.0 OR MIT
// Goes through a unit. What is not on the list here is refused.

#include <stddef.h>
#include <string.h>

#include "check.h"
#include "cursor.h"
#include "rules.h"
#include "source.h"

/// Each level takes some of the checker's stack, and checks look at all levels below theirs.
enum { DEPTH_MAX = 500 };

struct depth_search {
    unsigned depth; ///< so many are around what is looked at
    CXCursor deep;  ///< null: none was found
};

static enum CXChildVisitResult depth_look(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct depth_search *search = data;
    if (search->depth == DEPTH_MAX) {
        search->deep = cursor;
        return CXChildVisit_Break;
    }
    search->depth++;
    clang_visitChildren(cursor, depth_look, search);
    search->depth--;
    return clang_Cursor_isNull(search->deep) ? CXChildVisit_Continue : CXChildVisit_Break;
}

/// False: something lies too deep in a declaration of the unit, so nobody looks at it further.
static bool depth_check(CXCursor declaration)
{
    struct depth_search search = {0, clang_getNullCursor()};
    clang_visitChildren(declaration, depth_look, &search);
    if (clang_Cursor_isNull(search.deep)) {
        return true;
    }
    finding(search.deep, RULE_CONSTRUCT, "this lies too deep inside of others; write it in parts");
    return false;
}

struct walk {
    const struct node *parent;
    const struct capsule *capsule;
};

static enum CXChildVisitResult node_visit(CXCursor cursor, CXCursor parent, CXClientData data);

static void children_walk(const struct node *node, const struct capsule *capsule)
{
    struct walk walk = {node, capsule};
    clang_visitChildren(node->cursor, node_visit, &walk);
}

static void refuse(const struct node *node, enum rule rule, const char *text)
{
    if (!cursor_is_trusted(node->cursor)) {
        finding(node->cursor, rule, "%s", text);
    }
}

/// Says so by its first word, which is reported with the tokens.
static bool declaration_is_assembler(CXCursor cursor)
{
    CXTranslationUnit unit = clang_Cursor_getTranslationUnit(cursor);
    CXToken *token = clang_getToken(unit, clang_getCursorLocation(cursor));
    if (token == NULL) {
        return false;
    }
    const char *text = name_keep(clang_getTokenSpelling(unit, *token));
    const bool is_assembler =
        strcmp(text, "asm") == 0 || strcmp(text, "__asm__") == 0 || strcmp(text, "__asm") == 0;
    clang_disposeTokens(unit, token, 1);
    return is_assembler;
}

static void declaration_visit(const struct node *node, const struct capsule *capsule)
{
    switch (clang_getCursorKind(node->cursor)) {
    case CXCursor_VarDecl:
        variable_check(node, capsule);
        break;
    case CXCursor_FunctionDecl:
        function_check(node, capsule);
        break;
    case CXCursor_ParmDecl:
        parameter_check(node);
        break;
    case CXCursor_FieldDecl:
        field_check(node);
        break;
    case CXCursor_StructDecl:
        record_check(node);
        break;
    case CXCursor_EnumDecl:
        enum_check(node);
        break;
    case CXCursor_EnumConstantDecl:
        enum_constant_check(node);
        break;
    case CXCursor_StaticAssert:
    case CXCursor_MemberRef:
    case CXCursor_LabelRef:
        break;
    case CXCursor_TypeRef:
        if (strncmp(cursor_name(node->cursor), "struct user_", strlen("struct user_")) == 0) {
            refuse(node, RULE_PROCESS_ADDRESS,
                   "this names memory of processes; drivers get copies and owned buffers");
        }
        type_reference_check(node);
        break;
    case CXCursor_UnionDecl:
        refuse(node, RULE_UNION, "a union shows one type's bytes as another's; use a structure");
        break;
    case CXCursor_TypedefDecl:
        refuse(node, RULE_TYPEDEF, "a typedef hides what a type is; name the structure or enum");
        break;
    case CXCursor_UnexposedDecl: // Assembler outside of functions, and semicolons too many.
        if (!declaration_is_assembler(node->cursor)) {
            finding(node->cursor, RULE_CONSTRUCT, "this declaration is not part of the subset");
        }
        break;
    default:
        if (clang_isAttribute(clang_getCursorKind(node->cursor))) {
            attribute_check(node);
        } else {
            finding(node->cursor, RULE_CONSTRUCT, "this declaration is not part of the subset");
        }
        break;
    }
}

static void statement_visit(const struct node *node)
{
    switch (clang_getCursorKind(node->cursor)) {
    case CXCursor_CompoundStmt:
    case CXCursor_IfStmt:
    case CXCursor_BreakStmt:
    case CXCursor_ContinueStmt:
    case CXCursor_NullStmt:
        break;
    case CXCursor_DeclStmt:
        declared_in_switch_check(node);
        break;
    case CXCursor_ReturnStmt:
        return_check(node);
        break;
    case CXCursor_ForStmt:
    case CXCursor_WhileStmt:
    case CXCursor_DoStmt:
        loop_check(node);
        break;
    case CXCursor_SwitchStmt:
        switch_check(node);
        break;
    case CXCursor_CaseStmt:
    case CXCursor_DefaultStmt:
        case_check(node);
        break;
    case CXCursor_GotoStmt:
    case CXCursor_IndirectGotoStmt:
    case CXCursor_LabelStmt:
        finding(node->cursor, RULE_GOTO, "jumps hide loops; use a function that returns");
        break;
    case CXCursor_AsmStmt:
    case CXCursor_MSAsmStmt:
        refuse(node, RULE_ASSEMBLER, "assembler can do anything; trusted code has it");
        break;
    default:
        refuse(node, RULE_CONSTRUCT, "this statement is not part of the subset");
        break;
    }
}

static void expression_visit(const struct node *node)
{
    switch (clang_getCursorKind(node->cursor)) {
    case CXCursor_UnexposedExpr:
        conversion_check(node);
        break;
    case CXCursor_CStyleCastExpr:
        cast_check(node);
        break;
    case CXCursor_UnaryOperator:
        unary_check(node);
        break;
    case CXCursor_BinaryOperator:
    case CXCursor_CompoundAssignOperator:
        binary_check(node);
        break;
    case CXCursor_ArraySubscriptExpr:
        subscript_check(node);
        break;
    case CXCursor_DeclRefExpr:
        name_check(node);
        break;
    case CXCursor_MemberRefExpr:
        member_check(node);
        break;
    case CXCursor_InitListExpr:
        initialiser_check(node);
        break;
    case CXCursor_CompoundLiteralExpr:
        compound_literal_check(node);
        break;
    case CXCursor_CallExpr:
        call_check(node);
        break;
    case CXCursor_UnaryExpr:
        sizeof_check(node);
        break;
    case CXCursor_ParenExpr:
    case CXCursor_ConditionalOperator:
    case CXCursor_StringLiteral:
    case CXCursor_CharacterLiteral:
        break;
    case CXCursor_IntegerLiteral:
        literal_check(node);
        break;
    case CXCursor_FloatingLiteral:
    case CXCursor_ImaginaryLiteral:
        refuse(node, RULE_FLOAT, "the kernel has no floating point; use integers");
        break;
    case CXCursor_StmtExpr:
        refuse(node, RULE_STATEMENT_EXPRESSION,
               "statements inside of an expression hide control "
               "flow; use a function");
        break;
    case CXCursor_GenericSelectionExpr:
        refuse(node, RULE_GENERIC, "_Generic hides what is called; call it by its name");
        break;
    case CXCursor_AddrLabelExpr:
        finding(node->cursor, RULE_GOTO, "jumps hide loops; use a function that returns");
        break;
    default:
        refuse(node, RULE_CONSTRUCT, "this expression is not part of the subset");
        break;
    }
}

static enum CXChildVisitResult node_visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    const struct walk *walk = data;
    const struct node node = {cursor, walk->parent};
    const enum CXCursorKind kind = clang_getCursorKind(cursor);
    if (clang_isPreprocessing(kind)) {
        return CXChildVisit_Continue;
    }
    if (walk->parent == NULL && declaration_is_trusted(cursor)) {
        return CXChildVisit_Continue;
    }
    if (walk->parent == NULL && !depth_check(cursor)) {
        return CXChildVisit_Continue;
    }
    if (walk->parent == NULL) {
        header_declaration_check(cursor, walk->capsule);
    }
    if (clang_isExpression(kind)) {
        expression_visit(&node);
    } else if (clang_isStatement(kind)) {
        statement_visit(&node);
    } else {
        declaration_visit(&node, walk->capsule);
    }
    const bool is_definition = kind == CXCursor_FunctionDecl && clang_isCursorDefinition(cursor);
    if (is_definition) {
        calls_function(cursor);
    }
    children_walk(&node, walk->capsule);
    if (is_definition) {
        calls_function_end();
    }
    return CXChildVisit_Continue;
}

void walk_unit(CXTranslationUnit unit, const struct capsule *capsule)
{
    struct walk walk = {NULL, capsule};
    clang_visitChildren(clang_getTranslationUnitCursor(unit), node_visit, &walk);
}

const struct node *node_outer(const struct node *node)
{
    const struct node *outer = node->parent;
    while (outer != NULL && (clang_getCursorKind(outer->cursor) == CXCursor_UnexposedExpr ||
                             clang_getCursorKind(outer->cursor) == CXCursor_ParenExpr)) {
        outer = outer->parent;
    }
    return outer;
}

bool node_is_argument(const struct node *node)
{
    const struct node *outer = node_outer(node);
    if (outer == NULL || clang_getCursorKind(outer->cursor) != CXCursor_CallExpr) {
        return false;
    }
    // The first child is what is called.
    struct children children;
    children_get(outer->cursor, &children);
    return children.count != 0 &&
           !clang_equalCursors(expression_strip(children.of[0]), expression_strip(node->cursor));
}
