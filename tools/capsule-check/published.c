// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "published.h"

#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"
#include "source.h"

/// What includes all headers; there is no such file.
static const char unit_name[] = "published.c";

/// What the compiler itself has for all: others may include it, whatever a published header does.
static const char compiler_includes[] = "#include <float.h>\n"
                                        "#include <limits.h>\n"
                                        "#include <stdalign.h>\n"
                                        "#include <stdarg.h>\n"
                                        "#include <stdatomic.h>\n"
                                        "#include <stdbool.h>\n"
                                        "#include <stddef.h>\n"
                                        "#include <stdint.h>\n"
                                        "#include <stdnoreturn.h>\n";

static char **tags;
static size_t tag_count;

/// Writes a line for each header below a folder that is published. False: it cannot be read.
static bool headers_write(const char *folder, FILE *text)
{
    char *const folders[] = {strdup(folder), NULL};
    if (folders[0] == NULL) {
        abort();
    }
    FTS *walk = fts_open(folders, FTS_LOGICAL | FTS_NOCHDIR, NULL);
    bool is_read = walk != NULL;
    for (FTSENT *entry; is_read && (entry = fts_read(walk)) != NULL;) {
        if (entry->fts_info == FTS_F && text_ends(entry->fts_name, ".h") &&
            path_is_trusted(entry->fts_path)) {
            fprintf(text, "#include \"%s\"\n", entry->fts_path);
        }
        is_read = entry->fts_info != FTS_DNR && entry->fts_info != FTS_ERR &&
                  entry->fts_info != FTS_NS && entry->fts_info != FTS_SLNONE;
    }
    if (!is_read) {
        fprintf(stderr, "capsule-check: %s: cannot be read\n", folder);
    }
    if (walk != NULL) {
        fts_close(walk);
    }
    free(folders[0]);
    return is_read;
}

enum { NAME_BYTES = 256 }; ///< longer ones no capsule has

static int name_compare(const void *one, const void *other)
{
    return strcmp(*(char *const *)one, *(char *const *)other);
}

/// A function or object is kept with () behind it, a macro with a sign before it.
static enum CXChildVisitResult tag_add(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    (void)data;
    const bool is_record =
        kind_is(cursor, CXCursor_StructDecl) || kind_is(cursor, CXCursor_UnionDecl);
    const bool is_linked =
        kind_is(cursor, CXCursor_FunctionDecl) || kind_is(cursor, CXCursor_VarDecl);
    const bool is_macro = kind_is(cursor, CXCursor_MacroDefinition);
    if (!is_record && !is_linked && !is_macro && !kind_is(cursor, CXCursor_EnumDecl)) {
        return CXChildVisit_Continue;
    }
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "%s%s%s", is_macro ? "#" : "", cursor_name(cursor),
             is_linked ? "()" : "");
    if (!clang_Cursor_isAnonymous(cursor)) {
        tags = realloc(tags, (tag_count + 1) * sizeof tags[0]);
        if (tags == NULL || (tags[tag_count] = strdup(name)) == NULL) {
            abort();
        }
        tag_count++;
    }
    return is_record ? CXChildVisit_Recurse : CXChildVisit_Continue;
}

/// False: Clang refuses the headers.
static bool unit_is_whole(CXTranslationUnit unit)
{
    bool is_whole = true;
    for (unsigned i = 0; is_whole && i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        if (clang_getDiagnosticSeverity(diagnostic) >= CXDiagnostic_Error) {
            fprintf(stderr, "capsule-check: a published header cannot be parsed: %s\n",
                    name_keep(clang_formatDiagnostic(diagnostic,
                                                     clang_defaultDiagnosticDisplayOptions())));
            is_whole = false;
        }
        clang_disposeDiagnostic(diagnostic);
    }
    return is_whole;
}

static bool headers_parse(CXIndex index, char *const *options, int option_count, const char *text,
                          size_t length)
{
    struct CXUnsavedFile file = {unit_name, text, length};
    CXTranslationUnit unit;
    const enum CXErrorCode error = clang_parseTranslationUnit2(
        index, unit_name, (const char *const *)options, option_count, &file, 1,
        CXTranslationUnit_SkipFunctionBodies | CXTranslationUnit_DetailedPreprocessingRecord,
        &unit);
    if (error != CXError_Success) {
        fprintf(stderr, "capsule-check: published headers cannot be parsed\n");
        return false;
    }
    const bool is_whole = unit_is_whole(unit);
    clang_visitChildren(clang_getTranslationUnitCursor(unit), tag_add, NULL);
    qsort(tags, tag_count, sizeof tags[0], name_compare);
    clang_disposeTranslationUnit(unit);
    return is_whole;
}

bool published_read(CXIndex index, char *const *options, int option_count)
{
    char *text = NULL;
    size_t length = 0;
    FILE *includes = open_memstream(&text, &length);
    if (includes == NULL) {
        abort();
    }
    bool is_read = true;
    const char *folder;
    unsigned i = 0;
    for (; is_read && (folder = source_folder(i)) != NULL; i++) {
        is_read = headers_write(folder, includes);
    }
    fputs(i > 0 ? compiler_includes : "", includes);
    if (fclose(includes) != 0) {
        abort();
    }
    if (is_read && length > 0) {
        is_read = headers_parse(index, options, option_count, text, length);
    }
    free(text);
    return is_read;
}

void published_forget(void)
{
    for (size_t i = 0; i < tag_count; i++) {
        free(tags[i]);
    }
    free(tags);
    tags = NULL;
    tag_count = 0;
}

bool published_has(const char *tag)
{
    return tag_count > 0 && bsearch(&tag, tags, tag_count, sizeof tags[0], name_compare) != NULL;
}

bool published_links(const char *name)
{
    char linked[NAME_BYTES];
    snprintf(linked, sizeof linked, "%s()", name);
    return published_has(linked);
}

bool published_replaces(const char *word)
{
    char macro[NAME_BYTES];
    snprintf(macro, sizeof macro, "#%s", word);
    return published_has(macro);
}
