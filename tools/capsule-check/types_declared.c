// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of the types and constants that a capsule declares, and that its files agree about names.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cursor.h"
#include "published.h"
#include "rules.h"
#include "source.h"

void agreement_check(CXCursor cursor, const char *what)
{
    // A linker does not tell a function from an object of that name.
    const bool is_linked =
        clang_getCursorLinkage(cursor) == CXLinkage_External &&
        (kind_is(cursor, CXCursor_FunctionDecl) || kind_is(cursor, CXCursor_VarDecl));
    const char *name = is_linked ? cursor_name(cursor) : name_keep(clang_getCursorUSR(cursor));
    if (clang_getCursorLinkage(cursor) != CXLinkage_Internal && !agreement_holds(name, what)) {
        finding(cursor, RULE_EXTERN, "another file of the capsule declares '%s' differently",
                cursor_name(cursor));
    }
}

/// A type of a published header is what that says, also where nothing includes it: elsewhere others
/// take it for theirs.
static void published_check(CXCursor type)
{
    if (clang_isCursorDefinition(type) && published_has(cursor_name(type))) {
        finding(type, RULE_EXTERN,
                "'%s' is the name of a type of a published header; choose another name, or include"
                " that header",
                cursor_name(type));
    }
}

static enum CXVisitorResult layout_add(CXCursor field, CXClientData data)
{
    FILE *layout = data;
    fprintf(layout, "%s %s;", type_name(type_canonical(clang_getCursorType(field))),
            cursor_name(field));
    return CXVisit_Continue;
}

/// A name of a type stands for one type in all of a capsule, also within macros. What has no name
/// takes no other type's place, and of its constants name_check() looks at those within macros.
static void scope_of_type_check(const struct node *node)
{
    const struct node *outer = node->parent;
    while (outer != NULL && !kind_is(outer->cursor, CXCursor_FunctionDecl)) {
        outer = outer->parent;
    }
    if (outer != NULL && clang_isCursorDefinition(node->cursor) &&
        !clang_Cursor_isAnonymous(node->cursor) && !cursor_is_trusted(node->cursor)) {
        finding(node->cursor, RULE_CONSTRUCT,
                "here '%s' could take the place of another type; declare it outside of functions",
                cursor_name(node->cursor));
    }
}

/// Clang takes the type behind the colon of `enum NAME : TYPE` without a word; others do not.
static bool enum_has_type(CXCursor declaration)
{
    CXTranslationUnit unit = clang_Cursor_getTranslationUnit(declaration);
    CXToken *tokens;
    unsigned count;
    clang_tokenize(unit, clang_getCursorExtent(declaration), &tokens, &count);
    bool has_type = false;
    for (unsigned i = 0; i < count; i++) {
        const char *text = name_keep(clang_getTokenSpelling(unit, tokens[i]));
        if (strcmp(text, "{") == 0) {
            break;
        }
        has_type |= strcmp(text, ":") == 0;
    }
    clang_disposeTokens(unit, tokens, count);
    return has_type;
}

static enum CXChildVisitResult constant_add(CXCursor constant, CXCursor parent, CXClientData data)
{
    (void)parent;
    FILE *constants = data;
    if (kind_is(constant, CXCursor_EnumConstantDecl)) {
        fprintf(constants, "%s=%lld;", cursor_name(constant),
                clang_getEnumConstantDeclValue(constant));
    }
    return CXChildVisit_Continue;
}

void enum_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    if (enum_has_type(cursor)) {
        finding(cursor, RULE_CONSTRUCT, "an enum has the type that compilers choose");
    }
    scope_of_type_check(node);
    published_check(cursor);
    if (!clang_isCursorDefinition(cursor) || clang_Cursor_isAnonymous(cursor)) {
        return;
    }
    char *text = NULL;
    size_t length;
    FILE *constants = open_memstream(&text, &length);
    if (constants == NULL) {
        abort();
    }
    clang_visitChildren(cursor, constant_add, constants);
    if (fclose(constants) != 0) {
        abort();
    }
    agreement_check(cursor, text);
    free(text);
}

/// Of headers, others may know the constants.
void enum_constant_check(const struct node *node)
{
    char value[32];
    snprintf(value, sizeof value, "%lld", clang_getEnumConstantDeclValue(node->cursor));
    if (text_ends(file_name(cursor_file(node->cursor)), ".h") &&
        !agreement_holds(cursor_name(node->cursor), value)) {
        finding(node->cursor, RULE_EXTERN, "another file of the capsule gives '%s' another value",
                cursor_name(node->cursor));
    }
}

void record_check(const struct node *node)
{
    scope_of_type_check(node);
    published_check(node->cursor);
    if (clang_isCursorDefinition(node->cursor) && !clang_Cursor_isAnonymous(node->cursor)) {
        char *text = NULL;
        size_t length;
        FILE *layout = open_memstream(&text, &length);
        if (layout == NULL) {
            abort();
        }
        clang_Type_visitFields(clang_getCursorType(node->cursor), layout_add, layout);
        if (fclose(layout) != 0) {
            abort();
        }
        agreement_check(node->cursor, text);
        free(text);
    }
}
