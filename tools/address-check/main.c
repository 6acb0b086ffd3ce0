// SPDX-License-Identifier: Apache-2.0 OR MIT
/** The `address-check` tool: finds where numbers could become pointers. See facts.h. */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "facts.h"

enum { STATUS_DONE = 0, STATUS_USAGE = 2, TEXT_BYTES_MAX = 1024 };

static const char help[] =
    "usage: address-check FILE... -- CLANG-OPTION...\n"
    "\n"
    "Prints one line for each place in the files and their headers, FILE:LINE: FACT: FUNCTION: "
    "WHAT,\n"
    "where FACT is\n"
    "\n"
    "  assembler          a statement of assembler, which could make a pointer of anything\n"
    "  declaration        an external name that a source declares by itself\n"
    "  function-cast      a pointer to a function is seen as one of another type\n"
    "  null-arithmetic    a sum with a null pointer, with a part of what would lie there, or with\n"
    "                     a variable to which its function stores null\n"
    "  number-to-pointer  a cast or conversion from a number that is not a constant zero, or the\n"
    "                     same by va_arg\n"
    "  pointer-bytes      what holds pointers is seen as something else, or the reverse\n"
    "  raw-address        a parameter that is an address as a plain number\n"
    "  raw-word           an address of a process is unwrapped, or seen as something else\n"
    "  union              a pointer lies where something else does\n"
    "  window             a window to process memory is named\n"
    "\n"
    "Exit status: 0 done, 2 bad usage or a file that cannot be parsed.\n";

static const char *const fact_names[FACT_COUNT] = {
    [FACT_ASSEMBLER] = "assembler",
    [FACT_DECLARATION] = "declaration",
    [FACT_FUNCTION_CAST] = "function-cast",
    [FACT_NULL_ARITHMETIC] = "null-arithmetic",
    [FACT_NUMBER_TO_POINTER] = "number-to-pointer",
    [FACT_POINTER_BYTES] = "pointer-bytes",
    [FACT_RAW_ADDRESS] = "raw-address",
    [FACT_RAW_WORD] = "raw-word",
    [FACT_UNION] = "union",
    [FACT_WINDOW] = "window",
};

void fact_report(const struct place *place, enum fact fact, const char *what)
{
    CXFile file;
    unsigned line;
    clang_getExpansionLocation(clang_getCursorLocation(place->cursor), &file, &line, NULL, NULL);
    const char *function =
        clang_Cursor_isNull(place->function) ? "-" : cursor_name(place->function);
    static char last[TEXT_BYTES_MAX];
    char text[TEXT_BYTES_MAX];
    snprintf(text, sizeof text, "%s:%u: %s: %s: %s", file_name(file), line, fact_names[fact],
             function, what);
    if (strcmp(text, last) != 0) {
        puts(text);
        memcpy(last, text, sizeof last);
    }
}

static bool token_is_first(CXCursor cursor, const char *word)
{
    CXTranslationUnit unit = clang_Cursor_getTranslationUnit(cursor);
    CXToken *token = clang_getToken(unit, clang_getCursorLocation(cursor));
    const bool is_it = token != NULL && strncmp(name_keep(clang_getTokenSpelling(unit, *token)),
                                                word, strlen(word)) == 0;
    if (token != NULL) {
        clang_disposeTokens(unit, token, 1);
    }
    return is_it;
}

/// What the tree does not show by a kind of its own.
static void unexposed_look(const struct place *place)
{
    struct children children;
    children_get(place->cursor, &children);
    if (type_is_pointer(clang_getCursorType(place->cursor)) &&
        (token_is_first(place->cursor, "va_arg") ||
         token_is_first(place->cursor, "__builtin_va_arg"))) {
        fact_report(place, FACT_NUMBER_TO_POINTER, "by va_arg");
    } else if (children.count == 1) {
        conversion_look(place);
    }
}

static void place_look(const struct place *place)
{
    switch (clang_getCursorKind(place->cursor)) {
    case CXCursor_CStyleCastExpr:
        cast_look(place);
        break;
    case CXCursor_UnexposedExpr:
        unexposed_look(place);
        break;
    case CXCursor_BinaryOperator:
    case CXCursor_CompoundAssignOperator:
    case CXCursor_ArraySubscriptExpr:
        arithmetic_look(place);
        break;
    case CXCursor_DeclRefExpr:
        name_look(place);
        break;
    case CXCursor_FunctionDecl:
    case CXCursor_VarDecl:
        declaration_look(place);
        break;
    case CXCursor_UnionDecl:
        union_look(place);
        break;
    case CXCursor_AsmStmt:
    case CXCursor_MSAsmStmt:
        fact_report(place, FACT_ASSEMBLER, "a statement");
        break;
    default:
        break;
    }
}

static enum CXChildVisitResult visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    const struct place *outer = data;
    if (clang_Location_isInSystemHeader(clang_getCursorLocation(cursor))) {
        return CXChildVisit_Continue;
    }
    struct place place = {cursor, outer->function, outer};
    if (kind_is(cursor, CXCursor_FunctionDecl)) {
        place.function = cursor;
    }
    place_look(&place);
    clang_visitChildren(cursor, visit, &place);
    return CXChildVisit_Continue;
}

/// False: Clang has errors to tell.
static bool file_look(CXIndex index, const char *file, char **options, int option_count)
{
    CXTranslationUnit unit = NULL;
    const enum CXErrorCode error = clang_parseTranslationUnit2(
        index, file, (const char *const *)options, option_count, NULL, 0, 0, &unit);
    bool is_parsed = error == CXError_Success;
    for (unsigned i = 0; is_parsed && i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        if (clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error) {
            is_parsed = false;
            fprintf(
                stderr, "address-check: %s\n",
                name_keep(clang_formatDiagnostic(diagnostic, CXDiagnostic_DisplaySourceLocation)));
        }
        clang_disposeDiagnostic(diagnostic);
    }
    if (!is_parsed) {
        fprintf(stderr, "address-check: %s: cannot be parsed\n", file);
    } else {
        struct place place = {clang_getTranslationUnitCursor(unit), clang_getNullCursor(), NULL};
        clang_visitChildren(place.cursor, visit, &place);
    }
    if (unit != NULL) {
        clang_disposeTranslationUnit(unit);
    }
    return is_parsed;
}

int main(int count, char **texts)
{
    if (count == 2 && strcmp(texts[1], "--help") == 0) {
        fputs(help, stdout);
        return STATUS_DONE;
    }
    int files = 1;
    while (files < count && strcmp(texts[files], "--") != 0) {
        files++;
    }
    if (files == 1) {
        fputs("address-check: no file (--help says more)\n", stderr);
        return STATUS_USAGE;
    }
    CXIndex index = clang_createIndex(0, 0);
    const int options = files < count ? files + 1 : count;
    bool is_parsed = true;
    for (int i = 1; i < files; i++) {
        is_parsed &= file_look(index, texts[i], &texts[options], count - options);
    }
    clang_disposeIndex(index);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        fputs("address-check: cannot write\n", stderr);
        return STATUS_USAGE;
    }
    return is_parsed ? STATUS_DONE : STATUS_USAGE;
}
