// SPDX-License-Identifier: Apache-2.0 OR MIT
// Names and declarations: who opens windows, who unwraps addresses, who takes raw ones.
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "cursor.h"
#include "facts.h"

/// What a name of a number says when it is an address.
static const char *const address_words[] = {"address", "pointer", "function", "flag_at"};
enum { ADDRESS_BYTES_MIN = 4, TYPE_DEPTH_MAX = 16 };

static bool text_begins(const char *text, const char *begin)
{
    return strncmp(text, begin, strlen(begin)) == 0;
}

void name_look(const struct place *place)
{
    const CXCursor named = clang_getCursorReferenced(place->cursor);
    if (!kind_is(named, CXCursor_FunctionDecl)) {
        return;
    }
    const char *name = cursor_name(named);
    if (text_begins(name, "user_window_")) {
        fact_report(place, FACT_WINDOW, name);
    } else if (strcmp(name, "user_address_to_word") == 0) {
        fact_report(place, FACT_RAW_WORD, name);
    }
}

struct user_search {
    bool is_found;
    unsigned depth;
};

static bool type_has_user_address_at(CXType type, unsigned depth);

static enum CXVisitorResult user_look(CXCursor field, CXClientData data)
{
    struct user_search *search = data;
    search->is_found = type_has_user_address_at(clang_getCursorType(field), search->depth);
    return search->is_found ? CXVisit_Break : CXVisit_Continue;
}

static bool type_has_user_address_at(CXType type, unsigned depth)
{
    type = type_unqualified(type_element(type));
    struct user_search search = {.depth = depth + 1};
    if (type.kind == CXType_Record && depth < TYPE_DEPTH_MAX) {
        search.is_found = text_begins(type_name(type), "struct user_");
        if (!search.is_found) {
            clang_Type_visitFields(type, user_look, &search);
        }
    }
    return search.is_found;
}

bool type_has_user_address(CXType type)
{
    return type_has_user_address_at(type, 0);
}

static bool type_is_spelled(CXType type, const char *name)
{
    return strcmp(type_name(clang_getUnqualifiedType(type)), name) == 0;
}

/// A number that is made for addresses, or large enough for one and named so.
static bool parameter_is_raw_address(CXCursor parameter)
{
    const CXType type = clang_getCursorType(parameter);
    if (!type_is_arithmetic(type)) {
        return false;
    }
    if (type_is_spelled(type, "uintptr_t") || type_is_spelled(type, "intptr_t")) {
        return true;
    }
    const char *name = cursor_name(parameter);
    bool is_named_so = false;
    for (size_t i = 0; i < sizeof address_words / sizeof address_words[0]; i++) {
        is_named_so = is_named_so || strstr(name, address_words[i]) != NULL;
    }
    return is_named_so && type_canonical(type).kind != CXType_Enum &&
           clang_Type_getSizeOf(type) >= ADDRESS_BYTES_MIN;
}

static void parameters_look(const struct place *place)
{
    const int count = clang_Cursor_getNumArguments(place->cursor);
    for (int i = 0; i < count; i++) {
        const CXCursor parameter = clang_Cursor_getArgument(place->cursor, (unsigned)i);
        if (parameter_is_raw_address(parameter)) {
            const struct place at = {parameter, place->cursor, place};
            fact_report(&at, FACT_RAW_ADDRESS, cursor_name(parameter));
        }
    }
}

static bool is_in_source(CXCursor cursor)
{
    CXFile file;
    clang_getExpansionLocation(clang_getCursorLocation(cursor), &file, NULL, NULL, NULL);
    return text_ends(file_name(file), ".c");
}

void declaration_look(const struct place *place)
{
    const CXCursor cursor = place->cursor;
    if (kind_is(cursor, CXCursor_FunctionDecl)) {
        parameters_look(place);
    }
    // A declaration of its own can give what is defined elsewhere another type.
    if (!clang_isCursorDefinition(cursor) && clang_getCursorLinkage(cursor) == CXLinkage_External &&
        is_in_source(cursor) && is_in_source(clang_getCanonicalCursor(cursor)) &&
        clang_Cursor_isNull(clang_getCursorDefinition(cursor))) {
        fact_report(place, FACT_DECLARATION, cursor_name(cursor));
    }
}

struct member_search {
    unsigned count;
    bool has_pointer;
    bool has_user_address;
};

static enum CXVisitorResult member_note(CXCursor field, CXClientData data)
{
    struct member_search *search = data;
    search->count++;
    const CXType type = clang_getCursorType(field);
    search->has_pointer = search->has_pointer || type_has_pointer(type);
    search->has_user_address = search->has_user_address || type_has_user_address(type);
    return CXVisit_Continue;
}

void union_look(const struct place *place)
{
    struct member_search search = {.count = 0};
    clang_Type_visitFields(clang_getCursorType(place->cursor), member_note, &search);
    if (search.has_pointer && search.count > 1) {
        fact_report(place, FACT_UNION, "pointers lie where something else does");
    }
    if (search.has_user_address && search.count > 1) {
        fact_report(place, FACT_RAW_WORD, "lies where something else does");
    }
}
