// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of the header NAME.h, by which a board knows a capsule: the board compiles it, and what it
// includes, as a part of the kernel.

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "check.h"
#include "cursor.h"
#include "rules.h"
#include "source.h"

/// Of one unit: NAME.h, and what it includes that is not trusted, also by way of others.
static CXFile *files;
static unsigned file_count;

char *header_path(const char *name, const char *file)
{
    const char *slash = strrchr(file, '/');
    const int folder = slash == NULL ? 0 : (int)(slash - file) + 1;
    char *path = malloc((size_t)folder + strlen(name) + sizeof ".h");
    if (path == NULL) {
        abort();
    }
    sprintf(path, "%.*s%s.h", folder, file, name);
    return path;
}

static const char *path_plain(const char *path)
{
    return strncmp(path, "./", 2) == 0 ? path + 2 : path;
}

bool file_is_header_of(CXFile file, const struct capsule *capsule)
{
    return file != NULL && strcmp(path_plain(file_name(file)), path_plain(capsule->header)) == 0;
}

void header_unseen_report(const struct capsule *capsule, CXTranslationUnit unit)
{
    if (!rules_are_of_chips() && access(capsule->header, F_OK) == 0) {
        CXFile file = clang_getFile(unit, capsule->files[0]);
        finding_at(clang_getLocation(unit, file, 1, 1), RULE_EXTERN,
                   "no file of the capsule begins by including its '%s.h', by which others know"
                   " it; include it first",
                   capsule->name);
    }
}

static bool file_is_of_board(CXFile file)
{
    for (unsigned i = 0; i < file_count; i++) {
        if (clang_File_isEqual(files[i], file)) {
            return true;
        }
    }
    return false;
}

static void file_add(CXFile file)
{
    if (file == NULL || file_is_trusted(file) || file_is_of_board(file)) {
        return;
    }
    files = realloc(files, (file_count + 1) * sizeof files[0]);
    if (files == NULL) {
        abort();
    }
    files[file_count] = file;
    file_count++;
}

static enum CXVisitorResult include_add(void *data, CXCursor include, CXSourceRange range)
{
    (void)data;
    (void)range;
    file_add(clang_getIncludedFile(include));
    return CXVisit_Continue;
}

void header_begin(CXTranslationUnit unit, const struct capsule *capsule)
{
    file_add(clang_getFile(unit, capsule->header));
    // Also what is included before, and so is not read there.
    for (unsigned i = 0; i < file_count; i++) {
        clang_findIncludesInFile(unit, files[i], (CXCursorAndRangeVisitor){NULL, include_add});
    }
}

void header_end(void)
{
    free(files);
    files = NULL;
    file_count = 0;
}

void header_declaration_check(CXCursor cursor, const struct capsule *capsule)
{
    const bool is_function = kind_is(cursor, CXCursor_FunctionDecl);
    if (!is_function && !kind_is(cursor, CXCursor_VarDecl)) {
        return;
    }
    if (is_function && file_is_of_board(cursor_file(cursor))) {
        calls_of_board(cursor);
    }
    const bool is_declared_only =
        is_function ? !clang_isCursorDefinition(cursor)
                    : clang_Cursor_getStorageClass(cursor) == CX_SC_Extern &&
                          clang_Cursor_isNull(clang_Cursor_getVarDeclInitializer(cursor));
    if ((!is_declared_only || clang_getCursorLinkage(cursor) != CXLinkage_External) &&
        file_is_of_board(cursor_file(cursor))) {
        finding(cursor, RULE_EXTERN,
                "'%s' would be a part of the kernel, which includes '%s.h'; define it in a .c file,"
                " or in a header that '%s.h' does not include, directly or by another one",
                cursor_name(cursor), capsule->name, capsule->name);
    }
}
