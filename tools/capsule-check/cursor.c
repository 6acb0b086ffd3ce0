// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "cursor.h"

#include <stdlib.h>
#include <string.h>

enum { TYPE_DEPTH_MAX = 16 };

const char *name_keep(CXString string)
{
    static char *names[NAMES_KEPT];
    static unsigned next;
    const char *text = clang_getCString(string);
    char *name = strdup(text == NULL ? "" : text);
    if (name == NULL) {
        abort();
    }
    clang_disposeString(string);
    free(names[next]);
    names[next] = name;
    next = (next + 1) % NAMES_KEPT;
    return name;
}

const char *cursor_name(CXCursor cursor)
{
    return name_keep(clang_getCursorSpelling(cursor));
}

const char *type_name(CXType type)
{
    return name_keep(clang_getTypeSpelling(type));
}

const char *file_name(CXFile file)
{
    return file == NULL ? "?" : name_keep(clang_getFileName(file));
}

bool text_ends(const char *text, const char *end)
{
    const size_t length = strlen(text);
    const size_t end_length = strlen(end);
    return length >= end_length && strcmp(text + length - end_length, end) == 0;
}

bool kind_is(CXCursor cursor, enum CXCursorKind kind)
{
    return clang_getCursorKind(cursor) == kind;
}

static enum CXChildVisitResult child_add(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct children *children = data;
    if (children->count == CHILDREN_MAX) {
        return CXChildVisit_Break;
    }
    children->of[children->count] = cursor;
    children->count++;
    return CXChildVisit_Continue;
}

void children_get(CXCursor cursor, struct children *children)
{
    children->count = 0;
    clang_visitChildren(cursor, child_add, children);
}

/// The first child, and whether it is the only one.
struct only_child {
    CXCursor cursor;
    unsigned count;
};

static enum CXChildVisitResult only_child_note(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct only_child *child = data;
    child->cursor = cursor;
    child->count++;
    return child->count > 1 ? CXChildVisit_Break : CXChildVisit_Continue;
}

CXCursor expression_strip(CXCursor cursor)
{
    for (;;) {
        const enum CXCursorKind kind = clang_getCursorKind(cursor);
        struct only_child child = {.count = 0};
        if (kind == CXCursor_UnexposedExpr || kind == CXCursor_ParenExpr) {
            clang_visitChildren(cursor, only_child_note, &child);
        }
        if (child.count != 1) {
            return cursor;
        }
        cursor = child.cursor;
    }
}

CXType type_canonical(CXType type)
{
    return clang_getCanonicalType(type);
}

CXType type_unqualified(CXType type)
{
    return type_canonical(clang_getUnqualifiedType(type));
}

bool type_is_pointer(CXType type)
{
    const enum CXTypeKind kind = type_canonical(type).kind;
    return kind == CXType_Pointer || kind == CXType_BlockPointer;
}

bool type_is_array(CXType type)
{
    const enum CXTypeKind kind = type_canonical(type).kind;
    return kind == CXType_ConstantArray || kind == CXType_IncompleteArray ||
           kind == CXType_VariableArray || kind == CXType_DependentSizedArray;
}

bool type_is_function(CXType type)
{
    const enum CXTypeKind kind = type_canonical(type).kind;
    return kind == CXType_FunctionProto || kind == CXType_FunctionNoProto;
}

bool type_is_function_pointer(CXType type)
{
    return type_is_pointer(type) && type_is_function(type_pointee(type));
}

bool type_is_arithmetic(CXType type)
{
    const enum CXTypeKind kind = type_canonical(type).kind;
    return (kind >= CXType_Bool && kind <= CXType_LongDouble) || kind == CXType_Enum;
}

CXType type_pointee(CXType type)
{
    return type_canonical(clang_getPointeeType(type_canonical(type)));
}

CXType type_element(CXType type)
{
    type = type_canonical(type);
    while (type_is_array(type)) {
        type = type_canonical(clang_getArrayElementType(type));
    }
    return type;
}

bool declaration_has_mark(CXCursor declaration, const char *mark)
{
    struct children children;
    children_get(declaration, &children);
    for (unsigned i = 0; i < children.count; i++) {
        if (clang_getCursorKind(children.of[i]) == CXCursor_AnnotateAttr &&
            strcmp(cursor_name(children.of[i]), mark) == 0) {
            return true;
        }
    }
    return false;
}

bool type_is_table(CXType type)
{
    const CXType canonical = type_canonical(type);
    const CXCursor declaration = clang_getTypeDeclaration(canonical);
    return canonical.kind == CXType_Record && (declaration_has_mark(declaration, "vtable") ||
                                               declaration_has_mark(declaration, "static_only"));
}

struct view_search {
    bool is_found;
    unsigned depth;
};

static bool type_is_view_at(CXType type, unsigned depth);

static enum CXVisitorResult view_field_look(CXCursor field, CXClientData data)
{
    struct view_search *search = data;
    search->is_found = !declaration_has_mark(field, "constant_text") &&
                       type_is_view_at(clang_getCursorType(field), search->depth);
    return search->is_found ? CXVisit_Break : CXVisit_Continue;
}

static bool type_is_view_at(CXType type, unsigned depth)
{
    type = type_element(type);
    if (depth > TYPE_DEPTH_MAX) {
        return true;
    }
    if (type_is_pointer(type)) {
        const CXType pointee = type_pointee(type);
        const bool is_constant = clang_isConstQualifiedType(pointee);
        return !(is_constant && (pointee.kind == CXType_Char_S || pointee.kind == CXType_Char_U ||
                                 type_is_table(pointee)));
    }
    if (type.kind != CXType_Record || type_is_table(type)) {
        return false;
    }
    struct view_search search = {.depth = depth + 1};
    search.is_found = declaration_has_mark(clang_getTypeDeclaration(type), "borrowed");
    if (!search.is_found) {
        clang_Type_visitFields(type, view_field_look, &search);
    }
    return search.is_found;
}

bool type_is_view(CXType type)
{
    return type_is_view_at(type, 0);
}

struct private_search {
    bool is_found;
};

static enum CXVisitorResult private_look(CXCursor field, CXClientData data)
{
    struct private_search *search = data;
    search->is_found = text_ends(cursor_name(field), "_");
    return search->is_found ? CXVisit_Break : CXVisit_Continue;
}

bool type_has_private(CXType type)
{
    struct private_search search = {.is_found = false};
    type = type_element(type);
    if (type.kind == CXType_Record) {
        clang_Type_visitFields(type, private_look, &search);
    }
    return search.is_found;
}

struct pointer_search {
    bool is_found;
    unsigned depth;
};

static bool type_has_pointer_at(CXType type, unsigned depth);

static enum CXVisitorResult pointer_look(CXCursor field, CXClientData data)
{
    struct pointer_search *search = data;
    search->is_found = type_has_pointer_at(clang_getCursorType(field), search->depth);
    return search->is_found ? CXVisit_Break : CXVisit_Continue;
}

static bool type_has_pointer_at(CXType type, unsigned depth)
{
    type = type_element(type);
    struct pointer_search search = {.depth = depth + 1};
    search.is_found = type_is_pointer(type) || depth > TYPE_DEPTH_MAX;
    if (type.kind == CXType_Record && !search.is_found) {
        clang_Type_visitFields(type, pointer_look, &search);
    }
    return search.is_found;
}

bool type_has_pointer(CXType type)
{
    return type_has_pointer_at(type, 0);
}

struct capability_search {
    bool is_found;
    unsigned depth;
};

static bool type_has_capability_at(CXType type, unsigned depth);

static enum CXVisitorResult capability_look(CXCursor field, CXClientData data)
{
    struct capability_search *search = data;
    search->is_found = type_has_capability_at(clang_getCursorType(field), search->depth);
    return search->is_found ? CXVisit_Break : CXVisit_Continue;
}

static bool type_has_capability_at(CXType type, unsigned depth)
{
    type = type_element(type);
    struct capability_search search = {.depth = depth + 1};
    search.is_found = depth > TYPE_DEPTH_MAX ||
                      declaration_has_mark(clang_getTypeDeclaration(type), "capability");
    if (type.kind == CXType_Record && !search.is_found) {
        clang_Type_visitFields(type, capability_look, &search);
    }
    return search.is_found;
}

bool type_has_capability(CXType type)
{
    return type_has_capability_at(type, 0);
}

bool type_is_constant(CXType type)
{
    return clang_isConstQualifiedType(type) || clang_isConstQualifiedType(type_canonical(type)) ||
           clang_isConstQualifiedType(type_element(type));
}
