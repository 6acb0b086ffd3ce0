// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "types.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cursor.h"

struct output {
    FILE *file;
    const char *record;  ///< whose fields are written
    long long base_bits; ///< where the structure without a name lies whose fields they are
};

/// The next assertion is reported at the cursor.
static void line_write(FILE *file, CXCursor cursor)
{
    CXFile place;
    unsigned line;
    clang_getExpansionLocation(clang_getCursorLocation(cursor), &place, &line, NULL, NULL);
    fprintf(file, "#line %u \"%s\"\n", line, file_name(place));
}

static void size_write(FILE *file, CXCursor cursor, const char *type_text, CXType type)
{
    line_write(file, cursor);
    fprintf(file,
            "_Static_assert(sizeof(%s) == %lldu && _Alignof(%s) == %lldu,\n"
            "    \"layout: %s has %lld bytes for Clang, aligned to %lld\");\n",
            type_text, clang_Type_getSizeOf(type), type_text, clang_Type_getAlignOf(type),
            type_text, clang_Type_getSizeOf(type), clang_Type_getAlignOf(type));
}

static bool is_unsigned(CXType type)
{
    const enum CXTypeKind kind = type_canonical(type).kind;
    return kind >= CXType_Bool && kind <= CXType_UInt128;
}

static bool is_integer(CXType type)
{
    const enum CXTypeKind kind = type_canonical(type).kind;
    return kind >= CXType_Bool && kind <= CXType_Int128;
}

static void sign_write(FILE *file, CXCursor cursor, const char *type_text, bool is_positive)
{
    line_write(file, cursor);
    fprintf(file, "_Static_assert(((%s)-1 < (%s)1) == %d, \"layout: %s is %s for Clang\");\n",
            type_text, type_text, is_positive ? 0 : 1, type_text,
            is_positive ? "unsigned" : "signed");
}

/// Clang puts a description in parentheses for what has no name.
static bool has_name(const char *name)
{
    return *name != '\0' && strchr(name, '(') == NULL;
}

static enum CXVisitorResult field_write(CXCursor field, CXClientData data)
{
    const struct output *output = data;
    char name[128];
    snprintf(name, sizeof name, "%s", cursor_name(field));
    const CXType type = clang_getCursorType(field);
    const long long bits = output->base_bits + clang_Cursor_getOffsetOfField(field);
    if (clang_Cursor_isBitField(field)) {
        return CXVisit_Continue;
    }
    if (!has_name(name)) {
        // Its fields are named like those of the structure around it.
        struct output inner = {output->file, output->record, bits};
        clang_Type_visitFields(type_canonical(type), field_write, &inner);
        return CXVisit_Continue;
    }
    const long long bytes = clang_Type_getSizeOf(type);
    line_write(output->file, field);
    fprintf(output->file,
            "_Static_assert(__builtin_offsetof(%s, %s) == %lldu &&\n"
            "    sizeof(((%s *)0)->%s) == %lldu,\n"
            "    \"layout: %s of %s lies at %lld and has %lld bytes for Clang\");\n",
            output->record, name, bits / CHAR_BIT, output->record, name, bytes, name,
            output->record, bits / CHAR_BIT, bytes);
    if (is_integer(type) && type_canonical(type).kind != CXType_Bool) {
        char text[256];
        snprintf(text, sizeof text, "__typeof__(((%s *)0)->%s)", output->record, name);
        sign_write(output->file, field, text, is_unsigned(type));
    }
    return CXVisit_Continue;
}

static void record_write(FILE *file, CXCursor cursor, const char *type_text)
{
    struct output output = {file, type_text, 0};
    const CXType type = clang_getCursorType(cursor);
    size_write(file, cursor, type_text, type);
    clang_Type_visitFields(type_canonical(type), field_write, &output);
}

/// What a declaration at the level of the file says about types.
static void declaration_write(FILE *file, CXCursor cursor)
{
    char text[256];
    const char *name = cursor_name(cursor);
    const CXType type = clang_getCursorType(cursor);
    switch (clang_getCursorKind(cursor)) {
    case CXCursor_StructDecl:
    case CXCursor_UnionDecl:
        if (clang_isCursorDefinition(cursor) && has_name(name)) {
            snprintf(text, sizeof text, "%s %s",
                     clang_getCursorKind(cursor) == CXCursor_UnionDecl ? "union" : "struct", name);
            record_write(file, cursor, text);
        }
        break;
    case CXCursor_EnumDecl:
        if (clang_isCursorDefinition(cursor) && has_name(name)) {
            snprintf(text, sizeof text, "enum %s", name);
            size_write(file, cursor, text, type);
            sign_write(file, cursor, text, is_unsigned(clang_getEnumDeclIntegerType(cursor)));
        }
        break;
    case CXCursor_VarDecl:
        // State is mostly of a type without a name.
        if (type_canonical(type).kind == CXType_Record) {
            snprintf(text, sizeof text, "__typeof__(%s)", name);
            record_write(file, cursor, text);
        } else if (clang_Type_getSizeOf(type) > 0) {
            snprintf(text, sizeof text, "__typeof__(%s)", name);
            size_write(file, cursor, text, type);
        }
        break;
    default:
        break;
    }
}

/// The types that a file names: of the compiler's headers only those, since they define types that
/// the two do not agree about.
static enum CXChildVisitResult name_write(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    FILE *file = data;
    if (clang_getCursorKind(cursor) == CXCursor_TypeRef) {
        const CXCursor named = clang_getCursorReferenced(cursor);
        const CXType type = clang_getCursorType(named);
        if (clang_getCursorKind(named) == CXCursor_TypedefDecl && is_integer(type)) {
            size_write(file, cursor, cursor_name(named), type);
            sign_write(file, cursor, cursor_name(named), is_unsigned(type));
        }
    } else if (clang_getCursorKind(cursor) == CXCursor_FieldDecl ||
               clang_getCursorKind(cursor) == CXCursor_ParmDecl ||
               clang_getCursorKind(cursor) == CXCursor_VarDecl) {
        const enum CXTypeKind kind = type_element(clang_getCursorType(cursor)).kind;
        if (kind == CXType_Char_U || kind == CXType_Char_S) {
            sign_write(file, cursor, "char", kind == CXType_Char_U);
        }
    }
    return CXChildVisit_Recurse;
}

static enum CXChildVisitResult top_write(CXCursor cursor, CXCursor parent, CXClientData data)
{
    FILE *file = data;
    if (!clang_isDeclaration(clang_getCursorKind(cursor)) ||
        clang_Location_isInSystemHeader(clang_getCursorLocation(cursor))) {
        return CXChildVisit_Continue;
    }
    declaration_write(file, cursor);
    clang_visitChildren(cursor, name_write, file);
    (void)parent;
    return CXChildVisit_Continue;
}

bool types_write(CXTranslationUnit unit, const char *file, const char *folder)
{
    char path[PATH_MAX];
    char source[PATH_MAX];
    const char *slash = strrchr(file, '/');
    snprintf(path, sizeof path, "%s/%s.types.c", folder, slash == NULL ? file : slash + 1);
    FILE *output = realpath(file, source) == NULL ? NULL : fopen(path, "w");
    if (output == NULL) {
        fprintf(stderr, "capsule-check: %s: cannot be written\n", path);
        return false;
    }
    fprintf(output, "// SPDX-License-Identifier: Apache-2.0 OR MIT\n");
    fprintf(output, "// Written by capsule-check: what Clang makes of the types of this file.\n");
    fprintf(output, "#include \"%s\"\n", source);
    clang_visitChildren(clang_getTranslationUnitCursor(unit), top_write, output);
    const bool is_written = ferror(output) == 0;
    if (fclose(output) != 0 || !is_written) {
        fprintf(stderr, "capsule-check: %s: cannot be written\n", path);
        return false;
    }
    return true;
}
