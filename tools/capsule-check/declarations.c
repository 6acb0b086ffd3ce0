// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of what is declared: variables, functions, structures and their types.

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cursor.h"
#include "published.h"
#include "rules.h"
#include "source.h"

static bool text_starts(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/// Types that differ between compilers and ports, by the name that they were given.
static bool type_is_fast(CXType type)
{
    if (type.kind == CXType_Long || type.kind == CXType_ULong) {
        return true;
    }
    const char *name = cursor_name(clang_getTypeDeclaration(type));
    return text_starts(name, "int_fast") || text_starts(name, "uint_fast") ||
           strcmp(name, "wchar_t") == 0 || strcmp(name, "intmax_t") == 0 ||
           strcmp(name, "uintmax_t") == 0 || strcmp(name, "ptrdiff_t") == 0 ||
           strcmp(name, "max_align_t") == 0;
}

static void fast_type_check(CXCursor cursor, CXType type)
{
    if (type_is_fast(type)) {
        finding(cursor, RULE_FAST_TYPE,
                "the width of '%s' is not the same everywhere; use a type of <stdint.h> with a"
                " width, or size_t",
                type_name(type));
    }
}

static bool type_is_float(CXType type)
{
    const enum CXTypeKind kind = type_canonical(type).kind;
    return kind == CXType_Float || kind == CXType_Double || kind == CXType_LongDouble ||
           kind == CXType_Float16 || kind == CXType_Half || kind == CXType_Float128 ||
           kind == CXType_Complex;
}

/// Interrupt handlers of chips share atomics with the rest of the chip.
static bool type_is_atomic(CXType type)
{
    return type.kind == CXType_Atomic && !rules_are_of_chips();
}

static bool type_is_volatile(CXType type)
{
    const CXType element = type_element(type);
    return clang_isVolatileQualifiedType(type) || clang_isVolatileQualifiedType(element) ||
           type_is_atomic(element) ||
           (type_is_pointer(element) && (clang_isVolatileQualifiedType(type_pointee(element)) ||
                                         type_is_atomic(type_pointee(element))));
}

static bool type_is_constant_text(CXType type)
{
    const CXType pointee = type_pointee(type);
    return (pointee.kind == CXType_Char_S || pointee.kind == CXType_Char_U) &&
           clang_isConstQualifiedType(pointee);
}

static void pointer_type_check(CXCursor cursor, CXType pointer, const char *what)
{
    const CXType pointee = type_pointee(pointer);
    if (pointee.kind == CXType_Void) {
        finding(cursor, RULE_POINTER_TYPE,
                "%s '%s' points to anything; name the structure it points to", what,
                cursor_name(cursor));
    } else if (type_is_pointer(pointee)) {
        finding(cursor, RULE_POINTER_TYPE,
                "%s '%s' points to a pointer, which it could change; pass a structure", what,
                cursor_name(cursor));
    } else if ((type_is_arithmetic(pointee) || type_is_array(pointee)) &&
               !type_is_constant_text(pointer)) {
        finding(cursor, RULE_POINTER_TYPE,
                "%s '%s' points to bare values and does not know how many; use a span (lib/span.h)"
                " or a structure",
                what, cursor_name(cursor));
    }
}

void type_check(CXCursor cursor, CXType type, const char *what)
{
    const CXType canonical = type_canonical(type);
    const CXType element = type_element(type);
    if (type_is_volatile(type)) {
        finding(cursor, RULE_VOLATILE,
                "%s '%s' is volatile or atomic; devices and interrupts are for trusted code", what,
                cursor_name(cursor));
    }
    if ((canonical.kind == CXType_ConstantArray && clang_getArraySize(canonical) <= 0) ||
        canonical.kind == CXType_VariableArray || canonical.kind == CXType_IncompleteArray) {
        finding(cursor, RULE_ARRAY_SIZE,
                "array '%s' has no constant size of at least one; give it one",
                cursor_name(cursor));
    }
    CXType named = type;
    while (named.kind == CXType_ConstantArray) {
        named = clang_getArrayElementType(named);
    }
    fast_type_check(cursor, named);
    if (type_is_float(element)) {
        finding(cursor, RULE_FLOAT, "the kernel has no floating point; use integers");
    }
    if (type_is_function_pointer(element)) {
        finding(cursor, RULE_FUNCTION_POINTER,
                "%s '%s' is a pointer to a function; only constant tables of types from published"
                " headers have them",
                what, cursor_name(cursor));
    } else if (type_is_pointer(element)) {
        pointer_type_check(cursor, element, what);
        if (type_is_array(canonical) && type_is_view(element)) {
            finding(cursor, RULE_POINTER_TYPE, "array '%s' keeps pointers; keep numbers",
                    cursor_name(cursor));
        }
    }
}

static bool is_declared_in_own_header(CXCursor cursor)
{
    const CXCursor canonical = clang_getCanonicalCursor(cursor);
    CXFile file = cursor_file(canonical);
    return file != NULL && text_ends(file_name(file), ".h");
}

/// The functions that compilers call on their own, by a name that a file may give to its own.
static bool name_is_of_compiler(const char *name)
{
    static const char *const names[] = {"memcpy", "memmove", "memset", "memcmp"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (strcmp(name, names[i]) == 0) {
            return true;
        }
    }
    return false;
}

static bool name_is_of_capsule(const char *name, const struct capsule *capsule)
{
    const size_t length = strlen(capsule->name);
    return strncmp(name, capsule->name, length) == 0 &&
           (name[length] == '_' || name[length] == '\0');
}

static void export_check(CXCursor cursor, const struct capsule *capsule)
{
    const char *name = cursor_name(cursor);
    if (name_is_of_compiler(name) && clang_getCursorLinkage(cursor) != CXLinkage_NoLinkage) {
        finding(cursor, RULE_EXPORT,
                "'%s' is what compilers call for copies of their own; choose another name", name);
        return;
    }
    const bool is_external = clang_getCursorLinkage(cursor) == CXLinkage_External;
    const bool is_own =
        clang_isCursorDefinition(cursor) ||
        (kind_is(cursor, CXCursor_VarDecl) && clang_Cursor_getStorageClass(cursor) != CX_SC_Extern);
    if (is_external && is_own && published_links(name)) {
        finding(
            cursor, RULE_EXPORT,
            "other files would take '%s' for what a published header offers; choose another name",
            name);
        return;
    }
    if (is_external && clang_isCursorDefinition(cursor) && !name_is_of_capsule(name, capsule) &&
        !is_declared_in_own_header(cursor)) {
        finding(cursor, RULE_EXPORT,
                "'%s' could replace a symbol of others; make it static, or begin it with '%s_'",
                name, capsule->name);
    }
}

/// Own declarations of what others define belong into headers, and what is published is declared.
static void extern_check(CXCursor cursor, const struct capsule *capsule)
{
    CXFile file = cursor_file(cursor);
    if (declaration_is_trusted(clang_getCanonicalCursor(cursor))) {
        finding(cursor, RULE_EXTERN, "'%s' is declared by a published header; include that",
                cursor_name(cursor));
    } else if (file != NULL && text_ends(file_name(file), ".c") &&
               (clang_Cursor_getStorageClass(cursor) == CX_SC_Extern ||
                (clang_getCursorKind(cursor) == CXCursor_FunctionDecl &&
                 clang_getCursorLinkage(cursor) == CXLinkage_External &&
                 clang_Cursor_isNull(clang_getCursorDefinition(cursor))))) {
        finding(cursor, RULE_EXTERN, "'%s' belongs to somebody else; a header declares it",
                cursor_name(cursor));
    } else if (kind_is(cursor, CXCursor_VarDecl) &&
               clang_Cursor_getStorageClass(cursor) == CX_SC_Extern &&
               !name_is_of_capsule(cursor_name(cursor), capsule)) {
        // It may be a gate, seen as an object. Calls are looked at over all files.
        finding(cursor, RULE_EXTERN,
                "'%s' is not this capsule's; also objects that its files share have names that"
                " begin with '%s_'",
                cursor_name(cursor), capsule->name);
    }
}

static void global_check(CXCursor cursor, bool has_initialiser)
{
    const CXType type = clang_getCursorType(cursor);
    const enum CX_StorageClass storage = clang_Cursor_getStorageClass(cursor);
    if (type_is_constant(type)) {
        return;
    }
    const char *name = cursor_name(cursor);
    if (storage == CX_SC_Extern && !clang_isCursorDefinition(cursor)) {
        if (!text_ends(file_name(cursor_file(cursor)), ".h")) {
            return; // Reported as such.
        }
    } else if (!declaration_has_mark(cursor, "capsule_state")) {
        finding(cursor, RULE_GLOBAL,
                "'%s' outlives a call but not a restart; put it into the structure that is marked"
                " CAPSULE_STATE",
                name);
    } else if (has_initialiser) {
        finding(cursor, RULE_GLOBAL, "state is zero at first; set '%s' in the entry point init",
                name);
    }
    const CXCursor record = clang_getTypeDeclaration(type_element(type));
    // Fields of the capsule's own structures say so themselves.
    if (type_is_view(type) && !type_is_pointer(type_element(type)) &&
        clang_getCursorKind(record) != CXCursor_NoDeclFound &&
        (declaration_is_trusted(record) || declaration_has_mark(record, "borrowed"))) {
        finding(cursor, RULE_STORED_VIEW, "'%s' would keep a view beyond the call", name);
    } else if (type_is_pointer(type_element(type)) && type_is_view(type)) {
        finding(cursor, RULE_STORED_VIEW, "'%s' would keep a pointer beyond the call", name);
    }
}

static void local_check(CXCursor cursor, CXCursor initialiser)
{
    const CXType type = clang_getCursorType(cursor);
    if (!type_is_pointer(type)) {
        return;
    }
    if (clang_Cursor_isNull(initialiser)) {
        finding(cursor, RULE_UNINITIALISED,
                "pointer '%s' is set nowhere; set it where it is declared", cursor_name(cursor));
    } else if (clang_getCursorKind(expression_strip(initialiser)) == CXCursor_UnaryOperator &&
               expression_is_local(initialiser)) {
        finding(cursor, RULE_ESCAPE,
                "'%s' would hold the address of a local; pass the address where it is needed",
                cursor_name(cursor));
    }
}

/// A constant table: which functions it names.
static void table_note(CXCursor cursor, CXType table);

struct table_walk {
    CXType table;
};

static enum CXChildVisitResult table_visit(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    const struct table_walk *walk = data;
    if (clang_getCursorKind(cursor) == CXCursor_DeclRefExpr &&
        clang_getCursorKind(clang_getCursorReferenced(cursor)) == CXCursor_FunctionDecl) {
        calls_table_entry(walk->table, cursor);
    }
    return CXChildVisit_Recurse;
}

static void table_note(CXCursor cursor, CXType table)
{
    struct table_walk walk = {table};
    clang_visitChildren(cursor, table_visit, &walk);
}

/// Every element of a constant table or of an array of such is filled in; initialiser_check() looks
/// at each of them.
static void table_fill_check(CXCursor cursor, CXType type)
{
    const CXCursor definition = clang_getCursorDefinition(cursor);
    if (clang_Cursor_getStorageClass(cursor) == CX_SC_Extern) {
        return;
    }
    // It may be declared first and be filled in further down.
    const CXCursor initialiser =
        clang_Cursor_getVarDeclInitializer(clang_Cursor_isNull(definition) ? cursor : definition);
    struct children values = {.count = 0};
    if (!clang_Cursor_isNull(initialiser)) {
        children_get(initialiser, &values);
    }
    const bool is_short = type_is_array(type)
                              ? (long long)values.count < clang_getArraySize(type_canonical(type))
                              : clang_Cursor_isNull(initialiser);
    if (is_short && table_slots_empty(type_element(type), clang_getNullCursor()) > 0) {
        finding(cursor, RULE_FUNCTION_POINTER,
                "'%s' has functions that are not named, and a call of one would go nowhere",
                cursor_name(cursor));
    }
}

struct grant_search {
    const struct capsule *capsule;
    long long bytes; ///< value of the constant NAME_GRANT_BYTES in NAME.h; -1: there is none
};

static bool name_is_of_grant(const char *name, const char *capsule)
{
    for (; *capsule != '\0'; name++, capsule++) {
        if (*name != toupper((unsigned char)*capsule)) {
            return false;
        }
    }
    return strcmp(name, "_GRANT_BYTES") == 0;
}

static enum CXChildVisitResult grant_look(CXCursor cursor, CXCursor parent, CXClientData data)
{
    (void)parent;
    struct grant_search *search = data;
    if (clang_getCursorKind(cursor) == CXCursor_EnumDecl) {
        return CXChildVisit_Recurse;
    }
    if (clang_getCursorKind(cursor) == CXCursor_EnumConstantDecl &&
        name_is_of_grant(cursor_name(cursor), search->capsule->name) &&
        file_is_header_of(cursor_file(cursor), search->capsule)) {
        search->bytes = clang_getEnumConstantDeclValue(cursor);
        return CXChildVisit_Break;
    }
    return CXChildVisit_Continue;
}

/// The variable of a WITH_MAP or WITH_GRANT. Of the latter: bytes that anybody may have written are
/// shown as its type, and the kernel keeps as many as the capsule's manifest says, by the name of a
/// constant.
static void scope_check(CXCursor cursor, const struct capsule *capsule)
{
    const CXType type = clang_getCursorType(cursor);
    if (!type_is_pointer(type) || place_is_trusted(clang_getCursorLocation(cursor))) {
        return;
    }
    if (strcmp(macro_name(cursor), "WITH_GRANT") != 0) {
        pointer_type_check(cursor, type, "variable");
        return;
    }
    const CXType shown = type_pointee(type);
    // A view in a structure of the capsule's is reported where it is declared.
    const CXCursor record = clang_getTypeDeclaration(shown);
    const bool is_own_view = type_is_view(shown) && shown.kind == CXType_Record &&
                             !declaration_is_trusted(record) &&
                             !declaration_has_mark(record, "borrowed");
    if (shown.kind == CXType_Record && declaration_is_trusted(record)) {
        finding(cursor, RULE_FORGE,
                "'%s' is of a published type; what the grant keeps is a structure of the capsule's",
                cursor_name(cursor));
    } else if (!is_own_view &&
               (type_is_view(shown) || type_has_pointer(shown) || type_has_private(shown))) {
        finding(cursor, RULE_FORGE,
                "'%s' would make views or pointers of bytes; keep numbers there",
                cursor_name(cursor));
    } else {
        pointer_type_check(cursor, type, "variable");
    }
    if (!agreement_holds("the grant", type_name(type_unqualified(shown)))) {
        finding(cursor, RULE_FORGE,
                "bytes of one type would be shown as another; a capsule has one"
                " type for its grants");
    }
    struct grant_search search = {capsule, -1};
    clang_visitChildren(clang_getTranslationUnitCursor(clang_Cursor_getTranslationUnit(cursor)),
                        grant_look, &search);
    if (search.bytes < 0) {
        finding(cursor, RULE_FORGE,
                "'%s.h' itself does not say how large the grant is; give it the constant"
                " %s_GRANT_BYTES, in capitals",
                capsule->name, capsule->name);
    } else if (search.bytes < clang_Type_getSizeOf(shown)) {
        finding(cursor, RULE_FORGE,
                "the type of '%s' has %lld bytes, the grant (the constant %s_GRANT_BYTES, in"
                " capitals, of %s.h) has %lld",
                cursor_name(cursor), clang_Type_getSizeOf(shown), capsule->name, capsule->name,
                search.bytes);
    }
}

/// A pointer to a constant table may be kept, so what it points to lasts, and is never changed.
static void table_refuse(CXCursor cursor, CXType type, enum rule rule)
{
    if (type_is_table(type_element(type))) {
        finding(cursor, rule, "'%s' is of a type whose objects are constant tables",
                cursor_name(cursor));
    }
}

void variable_check(const struct node *node, const struct capsule *capsule)
{
    const CXCursor cursor = node->cursor;
    if (cursor_is_trusted(cursor)) {
        scope_check(cursor, capsule);
        return;
    }
    const CXType type = clang_getCursorType(cursor);
    const CXCursor initialiser = clang_Cursor_getVarDeclInitializer(cursor);
    const bool is_global = clang_Cursor_hasVarDeclGlobalStorage(cursor) != 0;
    type_check(cursor, type, "variable");
    if (is_global) {
        agreement_check(cursor, type_name(type_canonical(type)));
        calls_object(cursor, clang_Cursor_getStorageClass(cursor) != CX_SC_Extern ||
                                 clang_isCursorDefinition(cursor) != 0 ||
                                 file_is_header_of(cursor_file(cursor), capsule));
    }
    export_check(cursor, capsule);
    extern_check(cursor, capsule);
    if (is_global) {
        global_check(cursor, !clang_Cursor_isNull(initialiser));
        const CXType element = type_element(type);
        if (type_is_constant(type) && type_is_table(element)) {
            table_note(cursor, element);
            table_fill_check(cursor, type);
        }
        if (!type_is_constant(type)) {
            table_refuse(cursor, type, RULE_FUNCTION_POINTER);
        }
    } else {
        local_check(cursor, initialiser);
        table_refuse(cursor, type, RULE_FORGE);
    }
}

void function_check(const struct node *node, const struct capsule *capsule)
{
    agreement_check(node->cursor, type_name(type_canonical(clang_getCursorType(node->cursor))));
    const CXCursor cursor = node->cursor;
    const CXType type = clang_getCursorType(cursor);
    const CXType result = clang_getCursorResultType(cursor);
    export_check(cursor, capsule);
    extern_check(cursor, capsule);
    if (type_canonical(type).kind == CXType_FunctionNoProto) {
        finding(cursor, RULE_PROTOTYPE,
                "'%s' does not say what it takes; name the parameters, or void",
                cursor_name(cursor));
    } else if (clang_Cursor_isVariadic(cursor)) {
        finding(cursor, RULE_VARIADIC,
                "'%s' takes arguments whose types nobody checks; name its parameters",
                cursor_name(cursor));
    }
    if (!clang_isCursorDefinition(cursor)) {
        return;
    }
    if (type_is_view(result)) {
        finding(cursor, RULE_STORED_VIEW,
                "'%s' returns a view or pointer, which may outlive what it shows; take a parameter",
                cursor_name(cursor));
    } else if (result.kind != CXType_Void) {
        type_check(cursor, result, "the result of");
    }
}

void parameter_check(const struct node *node)
{
    const struct node *outer = node->parent;
    // Parameters of function pointers are part of their type.
    if (outer == NULL || clang_getCursorKind(outer->cursor) != CXCursor_FunctionDecl ||
        cursor_is_trusted(node->cursor)) {
        return;
    }
    const CXType type = type_canonical(clang_getCursorType(node->cursor));
    if (type_is_array(type)) {
        // It is a pointer, whatever length is written there.
        const CXType element = type_canonical(clang_getArrayElementType(type));
        if (type.kind == CXType_VariableArray) {
            type_check(node->cursor, type, "parameter");
        } else if (type_is_arithmetic(element) || type_is_array(element) ||
                   type_is_pointer(element)) {
            finding(node->cursor, RULE_POINTER_TYPE,
                    "parameter '%s' is a pointer that does not know how many elements there are;"
                    " use a span (lib/span.h) or a structure",
                    cursor_name(node->cursor));
        }
        return;
    }
    table_refuse(node->cursor, type, RULE_FORGE);
    type_check(node->cursor, clang_getCursorType(node->cursor), "parameter");
}

void field_check(const struct node *node)
{
    const CXCursor cursor = node->cursor;
    const CXType type = clang_getCursorType(cursor);
    const CXType element = type_element(type);
    table_refuse(cursor, element, RULE_FUNCTION_POINTER);
    if (cursor_is_trusted(cursor)) {
        // Of a cell, whose type the capsule named.
        if (type_has_pointer(element) || type_is_view(element)) {
            finding(cursor, type_is_pointer(element) ? RULE_POINTER_TYPE : RULE_STORED_VIEW,
                    "a cell keeps what is in it; keep numbers");
        } else {
            type_check(cursor, type, "field");
        }
        return;
    }
    if (clang_Cursor_isBitField(cursor)) {
        finding(cursor, RULE_BIT_FIELD, "where '%s' lies is the compiler's choice; use a uint8_t",
                cursor_name(cursor));
    }
    type_check(cursor, type, "field");
    if (type_is_function_pointer(element)) {
        return;
    }
    if (type_is_pointer(element)) {
        const CXType pointee = type_pointee(element);
        const bool is_text = type_is_constant_text(element);
        if (is_text && !declaration_has_mark(cursor, "constant_text")) {
            finding(cursor, RULE_POINTER_TYPE,
                    "'%s' keeps a pointer; if it is to constant text, mark it CONSTANT_TEXT",
                    cursor_name(cursor));
        } else if (!is_text && type_is_view(element) && !type_is_arithmetic(pointee) &&
                   pointee.kind != CXType_Void && !type_is_pointer(pointee)) {
            finding(cursor, RULE_POINTER_TYPE,
                    "'%s' keeps a pointer; keep a number, and look the thing up",
                    cursor_name(cursor));
        }
    } else if (type_is_view(element) &&
               (declaration_is_trusted(clang_getTypeDeclaration(element)) ||
                declaration_has_mark(clang_getTypeDeclaration(element), "borrowed")) &&
               !(node->parent != NULL && declaration_has_mark(node->parent->cursor, "borrowed"))) {
        finding(cursor, RULE_STORED_VIEW, "'%s' would keep a view; keep places and lengths",
                cursor_name(cursor));
    }
}

void type_reference_check(const struct node *node)
{
    const CXCursor named = clang_getCursorReferenced(node->cursor);
    if (kind_is(named, CXCursor_TypedefDecl) && !cursor_is_trusted(node->cursor)) {
        fast_type_check(node->cursor, clang_getCursorType(named));
    }
}

void attribute_check(const struct node *node)
{
    if (place_is_trusted(clang_getCursorLocation(node->cursor)) ||
        cursor_is_trusted(node->cursor) ||
        (rules_are_of_chips() && kind_is(node->cursor, CXCursor_AlignedAttr))) {
        return;
    }
    finding(node->cursor, RULE_ATTRIBUTE,
            "attributes change what code means; use the marks of lib/attributes.h");
}
