// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The checks, one file for each kind of construct. walk.c goes through a unit and calls them; each
 * looks at one cursor and reports what breaks a rule.
 */
#pragma once

#include <stdbool.h>

#include <clang-c/Index.h>

/// A cursor with what it stands in.
struct node {
    CXCursor cursor;
    const struct node *parent; ///< null: the unit
};

/// A capsule (or chip) that is checked.
struct capsule {
    const char *name;
    const char *types_folder; ///< or null
    char **files;
    int file_count;
    const char *header;        ///< the path of its NAME.h, which may not be there
    bool has_header_by_itself; ///< a file that was checked begins with NAME.h
};

/// Goes through everything of a unit that is not a trusted header's. `capsule`: borrow.
void walk_unit(CXTranslationUnit unit, const struct capsule *capsule);

void variable_check(const struct node *node, const struct capsule *capsule);
void function_check(const struct node *node, const struct capsule *capsule);
void parameter_check(const struct node *node);
void field_check(const struct node *node);
void record_check(const struct node *node);
void enum_check(const struct node *node);
void enum_constant_check(const struct node *node);

void attribute_check(const struct node *node);
void type_reference_check(const struct node *node); ///< the name of a type

void loop_check(const struct node *node);
void switch_check(const struct node *node);
void case_check(const struct node *node);
void declared_in_switch_check(const struct node *node);
void return_check(const struct node *node);

void conversion_check(const struct node *node); ///< implicit
void cast_check(const struct node *node);

void sizeof_check(const struct node *node);
void unary_check(const struct node *node);
void binary_check(const struct node *node);
void subscript_check(const struct node *node);
void call_check(const struct node *node);
void name_check(const struct node *node); ///< of a variable, function or enum constant
void member_check(const struct node *node);
void initialiser_check(const struct node *node);
void compound_literal_check(const struct node *node);
void literal_check(const struct node *node);

/// How many functions of a constant table its initialiser leaves out. `values`: null for none.
unsigned table_slots_empty(CXType table, CXCursor values);

/// Checks that all files of a capsule see the same under one name.
void agreement_check(CXCursor cursor, const char *what);

/// Checks the type of something declared: what the rules say of every type.
void type_check(CXCursor cursor, CXType type, const char *what);

/// What is around a node, parentheses and implicit conversions aside; null: the unit.
const struct node *node_outer(const struct node *node);

/// Whether the value of a node is an argument of a call, as it is.
bool node_is_argument(const struct node *node);

/// The operand number `index` of an expression, or the null cursor.
CXCursor expression_operand(CXCursor expression, unsigned index);

/// Whether an expression is the literal 0.
bool expression_is_zero(CXCursor expression);

/// Whether an expression, or a designator, is the number by which a struct process_id names one.
bool names_process(CXCursor expression);

/// The variable that an expression is a part of. `is_through_pointer`: by way of a pointer.
CXCursor expression_root(CXCursor expression, bool *is_through_pointer);

/// Whether an expression is (a part of) `p[n]` with a pointer.
bool expression_is_in_element(CXCursor expression);

/// Whether an expression is a part of an automatic variable or of a temporary.
bool expression_is_local(CXCursor expression);

// ---------------------------------------------------------------------------------------------
// The call graph of a capsule, over all its files.

/// Notes a function that is defined; calls noted until the next one are its calls.
void calls_function(CXCursor function);
void calls_function_end(void);

/// Notes a call that names its function, or one of a table with a type.
void calls_note(CXCursor call, CXCursor function);
void calls_note_table(CXType table);

/// Notes that a function, by its name, stands in a constant table of a type.
void calls_table_entry(CXType table, CXCursor name);

/// Notes a function that NAME.h, or what it includes, declares.
void calls_of_board(CXCursor function);

/// Notes an object that is declared. `is_known`: it is defined there, or others know it by that.
void calls_object(CXCursor object, bool is_known);

/// In chips, which may keep pointers to functions: notes a call through one, and a function that is
/// named without being called.
void calls_note_pointer(void);
void calls_address(CXCursor function);

/// Notes what a name stands for in one file of the capsule. False: it stood for something else
/// before.
bool agreement_holds(const char *name, const char *meaning);

/// Reports recursion, and functions and objects that nobody defines or publishes.
void calls_finish(const struct capsule *capsule);

// ---------------------------------------------------------------------------------------------
// The header NAME.h, by which a board knows a capsule.

/// The path of the header that is named after the capsule whose file `file` is: give.
char *header_path(const char *name, const char *file);

/// Whether a file is that header.
bool file_is_header_of(CXFile file, const struct capsule *capsule);

/// Reports, if there is such a header, that no file includes it as the board does: with nothing
/// before it.
void header_unseen_report(const struct capsule *capsule, CXTranslationUnit unit);

/// Looks for what that header includes. Between begin and end the function below is about the unit.
void header_begin(CXTranslationUnit unit, const struct capsule *capsule);
void header_end(void);

/// Checks that a declaration, if the board includes it, defines nothing there.
void header_declaration_check(CXCursor cursor, const struct capsule *capsule);

// ---------------------------------------------------------------------------------------------
// What is not in the tree.

/// Checks tokens, directives and includes of the files of a unit. Says whether the first thing that
/// it includes is the header that is named after the capsule.
bool tokens_check(CXTranslationUnit unit, const struct capsule *capsule);

/// Reports what Clang has to say. False: it could not make sense of the file.
bool diagnostics_check(CXTranslationUnit unit);
