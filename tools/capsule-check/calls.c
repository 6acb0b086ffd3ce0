// SPDX-License-Identifier: Apache-2.0 OR MIT
// The call graph of a capsule. Functions are known by what libclang makes of name and file, which
// is the same in all units.

#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "cursor.h"
#include "rules.h"
#include "source.h"

struct edge {
    unsigned from;
    unsigned to;
};

enum mark { UNSEEN, OPEN, DONE };

/// A function, or a type of tables, which calls all functions that stand in such tables. In chips
/// there is one more: a pointer, which calls all functions that are named elsewhere than in calls.
struct vertex {
    char *key;
    char *name;
    CXSourceLocation place; ///< of the first call; of the definition, once it was seen
    bool is_object;         ///< declared, not called
    bool is_defined;
    bool is_called;
    bool is_of_board;        ///< declared where the board sees it
    CXSourceLocation tabled; ///< where a table of the capsule's names it; null: none does
    enum mark mark;
};

static struct vertex *vertices;
static unsigned vertex_count;
static struct edge *edges;
static unsigned edge_count;

enum { NOBODY = -1 };
static int caller = NOBODY;

static void *grown(void *array, size_t bytes)
{
    void *larger = realloc(array, bytes);
    if (larger == NULL) {
        abort();
    }
    return larger;
}

static char *text_copy(const char *text)
{
    char *copy = grown(NULL, strlen(text) + 1);
    strcpy(copy, text);
    return copy;
}

static unsigned vertex_find(const char *key, const char *name, CXSourceLocation place)
{
    for (unsigned i = 0; i < vertex_count; i++) {
        if (strcmp(vertices[i].key, key) == 0) {
            return i;
        }
    }
    vertices = grown(vertices, (vertex_count + 1) * sizeof vertices[0]);
    vertices[vertex_count] = (struct vertex){
        .key = text_copy(key),
        .name = text_copy(name),
        .place = place,
        .tabled = clang_getNullLocation(),
    };
    vertex_count++;
    return vertex_count - 1;
}

static unsigned function_vertex(CXCursor function, CXSourceLocation place)
{
    return vertex_find(name_keep(clang_getCursorUSR(function)), cursor_name(function), place);
}

static unsigned table_vertex(CXType table)
{
    const char *key = type_name(type_unqualified(table));
    return vertex_find(key, key, clang_getNullLocation());
}

static unsigned pointer_vertex(void)
{
    return vertex_find("a pointer", "a pointer", clang_getNullLocation());
}

static void edge_add(unsigned from, unsigned to)
{
    edges = grown(edges, (edge_count + 1) * sizeof edges[0]);
    edges[edge_count] = (struct edge){from, to};
    edge_count++;
}

void calls_function(CXCursor function)
{
    const CXSourceLocation place = clang_getCursorLocation(function);
    const unsigned vertex = function_vertex(function, place);
    vertices[vertex].is_defined = true;
    vertices[vertex].place = place;
    caller = (int)vertex;
}

void calls_function_end(void)
{
    caller = NOBODY;
}

void calls_note(CXCursor call, CXCursor function)
{
    if (caller == NOBODY) {
        return;
    }
    if (declaration_is_trusted(function)) {
        // It may call what it is given.
        calls_note_pointer();
        for (int i = 0; i < clang_Cursor_getNumArguments(function); i++) {
            const CXType type =
                clang_getCursorType(clang_Cursor_getArgument(function, (unsigned)i));
            if (type_is_pointer(type) && type_is_table(type_pointee(type))) {
                calls_note_table(type_pointee(type));
            }
        }
        return;
    }
    const unsigned vertex = function_vertex(function, clang_getCursorLocation(call));
    vertices[vertex].is_called = true;
    edge_add((unsigned)caller, vertex);
}

void calls_note_table(CXType table)
{
    if (caller != NOBODY) {
        edge_add((unsigned)caller, table_vertex(table));
    }
}

void calls_note_pointer(void)
{
    if (caller != NOBODY && rules_are_of_chips()) {
        edge_add((unsigned)caller, pointer_vertex());
    }
}

void calls_address(CXCursor function)
{
    if (rules_are_of_chips()) {
        edge_add(pointer_vertex(), function_vertex(function, clang_getCursorLocation(function)));
    }
}

void calls_object(CXCursor object, bool is_known)
{
    const char *key = name_keep(clang_getCursorUSR(object));
    const unsigned vertex = vertex_find(key, cursor_name(object), clang_getCursorLocation(object));
    vertices[vertex].is_object = true;
    vertices[vertex].is_called = true;
    vertices[vertex].is_defined |= is_known;
}

void calls_table_entry(CXType table, CXCursor name)
{
    const CXCursor function = clang_getCursorReferenced(name);
    const unsigned vertex = function_vertex(function, clang_getCursorLocation(function));
    vertices[vertex].tabled = clang_getCursorLocation(name);
    edge_add(table_vertex(table), vertex);
}

void calls_of_board(CXCursor function)
{
    const unsigned vertex = function_vertex(function, clang_getCursorLocation(function));
    vertices[vertex].is_of_board = true;
}

/// What names stand for, in all files.
struct agreement {
    char *name;
    char *meaning;
};

static struct agreement *agreements;
static unsigned agreement_count;

bool agreement_holds(const char *name, const char *meaning)
{
    for (unsigned i = 0; i < agreement_count; i++) {
        if (strcmp(agreements[i].name, name) == 0) {
            return strcmp(agreements[i].meaning, meaning) == 0;
        }
    }
    agreements = grown(agreements, (agreement_count + 1) * sizeof agreements[0]);
    agreements[agreement_count] = (struct agreement){text_copy(name), text_copy(meaning)};
    agreement_count++;
    return true;
}

static void agreements_forget(void)
{
    for (unsigned i = 0; i < agreement_count; i++) {
        free(agreements[i].name);
        free(agreements[i].meaning);
    }
    free(agreements);
    agreements = NULL;
    agreement_count = 0;
}

/// In depth first. Its own depth is bounded by the number of functions.
static void cycle_look(unsigned vertex)
{
    vertices[vertex].mark = OPEN;
    for (unsigned i = 0; i < edge_count; i++) {
        const unsigned to = edges[i].to;
        if (edges[i].from != vertex) {
            continue;
        }
        if (vertices[to].mark == OPEN) {
            finding_at(vertices[vertices[vertex].is_defined ? vertex : to].place, RULE_RECURSION,
                       "'%s' reaches itself through '%s', so nobody knows how deep the stack gets;"
                       " use a loop",
                       vertices[to].name, vertices[vertex].name);
        } else if (vertices[to].mark == UNSEEN) {
            cycle_look(to);
        }
    }
    vertices[vertex].mark = DONE;
}

/// What the linker would find, if at all, at others, without looking at its type.
static void missing_report(const struct vertex *vertex, const struct capsule *capsule)
{
    if (vertex->is_object) {
        finding_at(vertex->place, RULE_EXTERN,
                   "'%s' is defined by no file of the capsule, so the board has to; declare it in"
                   " '%s.h' itself",
                   vertex->name, capsule->name);
    } else {
        finding_at(
            vertex->place, RULE_CALL,
            "'%s' is neither this capsule's nor published; use what capsule.h and hal/ offer",
            vertex->name);
    }
}

void calls_finish(const struct capsule *capsule)
{
    for (unsigned i = 0; i < vertex_count; i++) {
        if (vertices[i].is_called && !vertices[i].is_defined) {
            missing_report(&vertices[i], capsule);
        }
        // The board says who calls it; through the table, it would lie deeper on the stack.
        if (vertices[i].is_of_board &&
            !clang_equalLocations(vertices[i].tabled, clang_getNullLocation())) {
            finding_at(vertices[i].tabled, RULE_FUNCTION_POINTER,
                       "'%s' is for the board, by '%s.h', and calls of it through a table are not"
                       " seen there; name a function that only the capsule has",
                       vertices[i].name, capsule->name);
        }
    }
    for (unsigned i = 0; i < vertex_count; i++) {
        if (vertices[i].mark == UNSEEN) {
            cycle_look(i);
        }
    }
    for (unsigned i = 0; i < vertex_count; i++) {
        free(vertices[i].key);
        free(vertices[i].name);
    }
    agreements_forget();
    free(vertices);
    free(edges);
    vertices = NULL;
    edges = NULL;
    vertex_count = 0;
    edge_count = 0;
}
