// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "source.h"

#include <stdalign.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"

enum { FOLDERS_MAX = 16, FILES_KNOWN = 256 };

/// Of a published folder: headers in the language of capsules, checked with each that uses them.
static const char shared_folder[] = "/support/";

static const char *folders[FOLDERS_MAX];
static unsigned folder_count;
static const char *compiler_folder = "";

/// A macro that is used: from its name to behind its last token.
struct use {
    CXFile file;
    unsigned start;
    unsigned end;
    char *name;
};

static struct use *uses;
static unsigned use_count;

/// What was found out about files of the unit, each at a place that its address says.
static struct {
    CXFile file; ///< null: none yet
    bool is_trusted;
} known[FILES_KNOWN];

bool source_trust(const char *folder)
{
    if (folder_count == FOLDERS_MAX) {
        return false;
    }
    folders[folder_count] = folder;
    folder_count++;
    return true;
}

bool source_trust_compiler(const char *folder)
{
    compiler_folder = folder;
    return source_trust(folder);
}

const char *source_folder(unsigned index)
{
    for (unsigned i = 0; i < folder_count; i++) {
        if (strcmp(folders[i], compiler_folder) != 0 && index-- == 0) {
            return folders[i];
        }
    }
    return NULL;
}

bool file_is_of_compiler(CXFile file)
{
    const size_t length = strlen(compiler_folder);
    return length > 0 && strncmp(file_name(file), compiler_folder, length) == 0;
}

/// A place as the writer sees it: arguments of macros where they stand, the rest of a macro at its
/// name.
static unsigned place_get(CXSourceLocation place, CXFile *file)
{
    unsigned offset;
    clang_getFileLocation(place, file, NULL, NULL, &offset);
    return offset;
}

static enum CXChildVisitResult use_add(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    (void)data;
    if (clang_getCursorKind(cursor) != CXCursor_MacroExpansion) {
        return CXChildVisit_Continue;
    }
    const CXSourceRange range = clang_getCursorExtent(cursor);
    struct use use;
    use.start = place_get(clang_getRangeStart(range), &use.file);
    CXFile end_file;
    use.end = place_get(clang_getRangeEnd(range), &end_file);
    // A chip's own macros are its own text.
    const CXCursor definition = clang_getCursorReferenced(cursor);
    if (use.file != NULL && !file_is_trusted(use.file) && declaration_is_trusted(definition)) {
        uses = realloc(uses, (use_count + 1) * sizeof uses[0]);
        if (uses == NULL) {
            abort();
        }
        use.name = strdup(cursor_name(cursor));
        if (use.name == NULL) {
            abort();
        }
        uses[use_count] = use;
        use_count++;
    }
    return CXChildVisit_Continue;
}

void source_begin(CXTranslationUnit unit)
{
    memset(known, 0, sizeof known); // Another unit's files may have had the same addresses.
    clang_visitChildren(clang_getTranslationUnitCursor(unit), use_add, NULL);
}

void source_end(void)
{
    for (unsigned i = 0; i < use_count; i++) {
        free(uses[i].name);
    }
    free(uses);
    uses = NULL;
    use_count = 0;
}

/// What a file is called in a trusted folder, with a slash before it; null: it is in none. A path
/// that goes up again leaves the folder.
static const char *name_in_folders(const char *name)
{
    for (unsigned i = 0; i < folder_count; i++) {
        const size_t length = strlen(folders[i]);
        if (strncmp(name, folders[i], length) == 0 && name[length] == '/' &&
            strstr(name + length, "/../") == NULL) {
            return name + length;
        }
    }
    return NULL;
}

static bool name_is_shared(const char *name)
{
    return strncmp(name, shared_folder, strlen(shared_folder)) == 0;
}

bool path_is_trusted(const char *path)
{
    const char *name = name_in_folders(path);
    return name != NULL && !name_is_shared(name);
}

bool file_is_trusted(CXFile file)
{
    const size_t place = (uintptr_t)file / alignof(max_align_t) % FILES_KNOWN;
    if (file == NULL || known[place].file != file) {
        known[place].file = file;
        known[place].is_trusted = path_is_trusted(file_name(file));
    }
    return known[place].is_trusted;
}

bool file_is_shared(CXFile file)
{
    const char *name = name_in_folders(file_name(file));
    return name != NULL && name_is_shared(name);
}

bool place_is_trusted(CXSourceLocation place)
{
    CXFile file;
    const unsigned offset = place_get(place, &file);
    for (unsigned i = 0; i < use_count; i++) {
        if (uses[i].start == offset && clang_File_isEqual(uses[i].file, file)) {
            return true;
        }
    }
    return file != NULL && file_is_trusted(file);
}

bool cursor_is_trusted(CXCursor cursor)
{
    const CXSourceRange range = clang_getCursorExtent(cursor);
    CXFile file;
    CXFile end_file;
    const unsigned start = place_get(clang_getRangeStart(range), &file);
    const unsigned end = place_get(clang_getRangeEnd(range), &end_file);
    if (file == NULL || file_is_trusted(file)) {
        return file != NULL;
    }
    // One end at least is the macro's own, and the other one is inside: it may be an argument.
    for (unsigned i = 0; i < use_count; i++) {
        const struct use *use = &uses[i];
        if ((start == use->start || end == use->start || end == use->end) && start >= use->start &&
            start <= use->end && end >= use->start && end <= use->end &&
            clang_File_isEqual(use->file, file)) {
            return true;
        }
    }
    return false;
}

const char *macro_name(CXCursor cursor)
{
    CXFile file;
    const CXSourceRange range = clang_getCursorExtent(cursor);
    const unsigned start = place_get(clang_getRangeStart(range), &file);
    const unsigned end = place_get(clang_getRangeEnd(range), &file);
    for (unsigned i = 0; i < use_count; i++) {
        const struct use *use = &uses[i];
        // Behind one macro another one may begin.
        if ((end == use->start || end == use->end) && start >= use->start && start < use->end &&
            clang_File_isEqual(use->file, file)) {
            return use->name;
        }
    }
    return "";
}

bool declaration_is_trusted(CXCursor declaration)
{
    CXFile file;
    clang_getFileLocation(clang_getCursorLocation(declaration), &file, NULL, NULL, NULL);
    return file != NULL && file_is_trusted(file);
}

CXFile cursor_file(CXCursor cursor)
{
    CXFile file;
    clang_getFileLocation(clang_getCursorLocation(cursor), &file, NULL, NULL, NULL);
    return file;
}
