// SPDX-License-Identifier: Apache-2.0 OR MIT
// Checks of what is not in the tree: words, directives, includes. And what Clang itself says.

#include <ctype.h>
#include <string.h>

#include "check.h"
#include "cursor.h"
#include "published.h"
#include "rules.h"
#include "source.h"

/// So many the standard has compilers read (C17, 5.2.4.1). types.c has room for them.
enum { WORD_CHARACTERS_MAX = 63 };

struct word_rule {
    const char *word;
    enum rule rule;
    const char *text;
};

/// Words that no capsule has, beside all that begin like a reserved name.
static const struct word_rule words[] = {
    {"asm", RULE_ASSEMBLER, "assembler can do anything; trusted code has it"},
    {"__asm", RULE_ASSEMBLER, "assembler can do anything; trusted code has it"},
    {"__asm__", RULE_ASSEMBLER, "assembler can do anything; trusted code has it"},
    {"__attribute__", RULE_ATTRIBUTE,
     "attributes change what code means; use the marks of lib/attributes.h"},
    {"__attribute", RULE_ATTRIBUTE,
     "attributes change what code means; use the marks of lib/attributes.h"},
    {"__declspec", RULE_ATTRIBUTE,
     "attributes change what code means; use the marks of lib/attributes.h"},
    {"_Alignas", RULE_ATTRIBUTE, "where things lie is the compiler's business"},
    {"_Noreturn", RULE_ATTRIBUTE,
     "attributes change what code means; use the marks of lib/attributes.h"},
    {"ANALYSIS", RULE_ATTRIBUTE, "this takes any attribute; use a mark of lib/attributes.h"},
    {"CLEANUP", RULE_ATTRIBUTE, "this calls a function that nobody sees; call it"},
    {"PRINTS", RULE_ATTRIBUTE, "this is for functions with variable arguments"},
    {"SECTION", RULE_ATTRIBUTE, "where things lie is the board's business"},
    {"UNANALYSED", RULE_ATTRIBUTE, "this leaves a function out of Clang's analysis"},
    {"UNTRAPPED", RULE_ATTRIBUTE, "this leaves out tests for null"},
    {"UNINITIALISED", RULE_ATTRIBUTE, "this shows what the stack held before"},
    {"USED", RULE_ATTRIBUTE, "what nobody uses is left out"},
    {"VTABLE", RULE_ATTRIBUTE, "published headers say which types are tables"},
    {"STATIC_ONLY", RULE_ATTRIBUTE, "published headers say which types are tables"},
    {"INT8_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"INT16_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"INT32_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"INT64_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"INTMAX_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"UINT8_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"UINT16_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"UINT32_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"UINT64_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"UINTMAX_C", RULE_TOKEN, "compilers replace this differently; write the number"},
    {"offsetof", RULE_TOKEN, "where a field lies is the compiler's business"},
    {"grant_scope", RULE_PRIVATE, "this is for WITH_GRANT; use that"},
    {"grant_scope_open", RULE_PRIVATE, "this is for WITH_GRANT; use that"},
    {"grant_scope_close", RULE_PRIVATE, "this is for WITH_GRANT; use that"},
    {"_Pragma", RULE_DIRECTIVE, "no directives but #include and #pragma once"},
    {"_Generic", RULE_GENERIC, "_Generic hides what is called; call it by its name"},
    {"_Complex", RULE_FLOAT, "the kernel has no floating point; use integers"},
    {"_Atomic", RULE_VOLATILE, "interrupts are for trusted code"},
    {"volatile", RULE_VOLATILE, "devices and interrupts are for trusted code"},
    {"__volatile__", RULE_VOLATILE, "devices and interrupts are for trusted code"},
    {"union", RULE_UNION, "a union shows one type's bytes as another's; use a structure"},
    {"goto", RULE_GOTO, "jumps hide loops; use a function that returns"},
    {"restrict", RULE_TOKEN, "`restrict` is a promise that nobody checks"},
    {"register", RULE_TOKEN, "`register` means nothing"},
    {"auto", RULE_TOKEN, "name the type"},
    {"typeof", RULE_TOKEN, "name the type"},
};

/// How the constants of <stdint.h> and <limits.h> begin that compilers define differently.
static const char *const fast_words[] = {
    "INT_FAST", "UINT_FAST", "WINT_",    "WCHAR_", "SIG_ATOMIC_",
    "PTRDIFF_", "INTMAX_",   "UINTMAX_", "LONG_",  "ULONG_",
};

static bool word_is_fast(const char *word)
{
    for (size_t i = 0; i < sizeof fast_words / sizeof fast_words[0]; i++) {
        if (strncmp(word, fast_words[i], strlen(fast_words[i])) == 0) {
            return true;
        }
    }
    return false;
}

/// The only reserved words that are part of the subset.
static const char *const words_allowed[] = {"_Static_assert", "_Bool"};

static bool word_is_reserved(const char *word)
{
    for (size_t i = 0; i < sizeof words_allowed / sizeof words_allowed[0]; i++) {
        if (strcmp(word, words_allowed[i]) == 0) {
            return false;
        }
    }
    return word[0] == '_' && (word[1] == '_' || isupper((unsigned char)word[1]));
}

static void word_check(const char *word, CXSourceLocation place)
{
    // What a device reads and writes has its places, and changes.
    if (rules_are_of_chips() && (strcmp(word, "_Atomic") == 0 || strcmp(word, "_Alignas") == 0)) {
        return;
    }
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(word, words[i].word) == 0) {
            finding_at(place, words[i].rule, "%s", words[i].text);
            return;
        }
    }
    if (strlen(word) > WORD_CHARACTERS_MAX) {
        finding_at(place, RULE_TOKEN, "compilers need not read names of more than %d characters",
                   WORD_CHARACTERS_MAX);
    } else if (strncmp(word, "__builtin_", strlen("__builtin_")) == 0 ||
               strncmp(word, "__sync_", strlen("__sync_")) == 0 ||
               strncmp(word, "__atomic_", strlen("__atomic_")) == 0 ||
               strncmp(word, "__c11_", strlen("__c11_")) == 0) {
        finding_at(place, RULE_BUILTIN,
                   "'%s' is the compiler's; trusted headers offer what is safe", word);
    } else if (strchr(word, '$') != NULL) {
        finding_at(place, RULE_TOKEN, "names are made of letters, digits and underscores");
    } else if (word_is_fast(word) && place_is_trusted(place)) {
        finding_at(place, RULE_FAST_TYPE, "'%s' is not the same everywhere; write the number",
                   word);
    } else if (word_is_reserved(word)) {
        finding_at(place, RULE_TOKEN, "'%s' is a reserved name; choose another", word);
    } else if (text_ends(word, "_")) {
        // Also own ones: macros of trusted headers would take them for theirs.
        finding_at(place, RULE_PRIVATE,
                   "names that end in _ are for trusted headers; use what they publish");
    } else if (published_replaces(word) && !place_is_trusted(place)) {
        finding_at(place, RULE_TOKEN,
                   "'%s' is a macro of a published header, which others may include first; choose"
                   " another name, or use it as the macro",
                   word);
    }
}

/// Macros that lay other words beside their argument, which would become operands with them.
static bool word_takes_literals(const char *word)
{
    return strcmp(word, "CAPSULE_LOG") == 0 || strcmp(word, "CONST_SPAN_OF_TEXT") == 0;
}

/// What stands in parentheses behind token `index`.
static void literals_check(CXTranslationUnit unit, CXToken *tokens, unsigned count, unsigned index)
{
    for (unsigned i = index + 1; i < count; i++) {
        const char *text = name_keep(clang_getTokenSpelling(unit, tokens[i]));
        if (strcmp(text, ")") == 0) {
            return;
        }
        if (clang_getTokenKind(tokens[i]) != CXToken_Comment && text[0] != '"' &&
            !(i == index + 1 && strcmp(text, "(") == 0)) {
            finding_at(clang_getTokenLocation(unit, tokens[i]), RULE_CONSTANT_TEXT,
                       "this macro takes a string literal, as it is");
            return;
        }
    }
}

/// A backslash that joins lines, a byte that is no ASCII, or a spelling from the days of small
/// keyboards. Comments may hold other languages.
static void spelling_check(const char *text, bool is_punctuation, CXSourceLocation place)
{
    static const char *const digraphs[] = {"<:", ":>", "<%", "%>", "%:", "%:%:"};
    for (const char *c = text; *c != '\0'; c++) {
        if ((unsigned char)*c >= 0x80) {
            finding_at(place, RULE_TOKEN, "only ASCII outside of comments");
            return;
        }
        if (c[0] == '\\' && (c[1] == '\n' || c[1] == '\r')) {
            finding_at(place, RULE_TOKEN, "a word must not go on in the next line");
            return;
        }
        if (c[0] == '?' && c[1] == '?' && strchr("=/'()!<>-", c[2]) != NULL && c[2] != '\0') {
            finding_at(place, RULE_TOKEN, "trigraphs mean different things to compilers");
            return;
        }
    }
    for (size_t i = 0; is_punctuation && i < sizeof digraphs / sizeof digraphs[0]; i++) {
        if (strcmp(text, digraphs[i]) == 0) {
            finding_at(place, RULE_TOKEN, "write this sign as itself");
        }
    }
}

/// Checks the directive whose sign is token `index`. `is_behind_text`: something that is no
/// directive stands before it.
static void directive_check(CXTranslationUnit unit, CXToken *tokens, unsigned count, unsigned index,
                            bool is_behind_text)
{
    const CXSourceLocation place = clang_getTokenLocation(unit, tokens[index]);
    const char *name =
        index + 1 < count ? name_keep(clang_getTokenSpelling(unit, tokens[index + 1])) : "";
    const char *second =
        index + 2 < count ? name_keep(clang_getTokenSpelling(unit, tokens[index + 2])) : "";
    const bool is_include = strcmp(name, "include") == 0;
    if (!is_include && !(strcmp(name, "pragma") == 0 && strcmp(second, "once") == 0)) {
        finding_at(place, RULE_DIRECTIVE,
                   "compiler and checker must see one text: no directives but #include and"
                   " #pragma once; constants are enums");
    } else if (is_include && is_behind_text) {
        finding_at(place, RULE_INCLUDE,
                   "what stands before it could change what the header means; include it first");
    }
}

static void file_check(CXTranslationUnit unit, CXFile file)
{
    size_t bytes;
    const char *contents = clang_getFileContents(unit, file, &bytes);
    if (contents == NULL) {
        return;
    }
    const CXSourceRange range =
        clang_getRange(clang_getLocationForOffset(unit, file, 0),
                       clang_getLocationForOffset(unit, file, (unsigned)bytes));
    CXToken *tokens;
    unsigned count;
    clang_tokenize(unit, range, &tokens, &count);
    unsigned directive_line = 0;
    bool has_text = false;
    for (unsigned i = 0; i < count; i++) {
        const CXTokenKind kind = clang_getTokenKind(tokens[i]);
        const CXSourceLocation place = clang_getTokenLocation(unit, tokens[i]);
        unsigned line;
        unsigned offset;
        clang_getFileLocation(place, NULL, &line, NULL, &offset);
        if (kind == CXToken_Comment) {
            continue;
        }
        const char *text = name_keep(clang_getTokenSpelling(unit, tokens[i]));
        spelling_check(text, kind == CXToken_Punctuation, place);
        if (line == directive_line) {
            continue;
        }
        if (kind == CXToken_Punctuation && (strcmp(text, "#") == 0 || strcmp(text, "%:") == 0)) {
            directive_line = line;
            directive_check(unit, tokens, count, i, has_text);
            continue;
        }
        has_text = true;
        if (kind == CXToken_Identifier || kind == CXToken_Keyword) {
            word_check(text, place);
            if (word_takes_literals(text)) {
                literals_check(unit, tokens, count, i);
            }
        }
    }
    clang_disposeTokens(unit, tokens, count);

    // What lies between the tokens: joined lines, also within comments of one line, and what one
    // compiler takes for the end of a line.
    bool has_pairs = false;
    for (size_t i = 0; i < bytes; i++) {
        const bool is_pair = contents[i] == '\r' && i + 1 < bytes && contents[i + 1] == '\n';
        if (is_pair && has_pairs) {
            continue; // Said once for all lines.
        }
        has_pairs |= is_pair;
        if (is_pair) {
            finding_at(clang_getLocationForOffset(unit, file, (unsigned)i), RULE_TOKEN,
                       "lines end with CR and LF here; convert the file's CRLF to LF");
        } else if (contents[i] == '\\' && (i + 1 == bytes || contents[i + 1] == '\n')) {
            finding_at(clang_getLocationForOffset(unit, file, (unsigned)i), RULE_TOKEN,
                       "a line must not go on in the next one");
        } else if ((unsigned char)contents[i] < ' ' && contents[i] != '\n') {
            finding_at(clang_getLocationForOffset(unit, file, (unsigned)i), RULE_TOKEN,
                       "no control characters; a line ends with a line feed");
        }
    }
}

/// The folder of a path, with its slash; 0: none.
static size_t folder_length(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? 0 : (size_t)(slash - path) + 1;
}

/// Of the compiler's headers, those with types and limits only.
static void compiler_header_check(CXFile file, CXSourceLocation *stack, unsigned depth)
{
    static const char *const open[] = {"/stdint.h", "/stdbool.h", "/stddef.h", "/limits.h"};
    CXFile from = NULL;
    if (depth > 0) {
        clang_getFileLocation(stack[0], &from, NULL, NULL, NULL);
    }
    if (from == NULL || file_is_trusted(from) || !file_is_of_compiler(file)) {
        return;
    }
    const char *name = file_name(file);
    for (size_t i = 0; i < sizeof open / sizeof open[0]; i++) {
        if (text_ends(name, open[i])) {
            return;
        }
    }
    finding_at(stack[0], RULE_INCLUDE, "'%s' offers what only the compiler should use", name);
}

struct inclusions {
    CXTranslationUnit unit;
    const struct capsule *capsule;
    unsigned count;
    bool begins_with_header; ///< of the capsule
};

static void inclusion_check(CXFile file, CXSourceLocation *stack, unsigned depth, CXClientData data)
{
    struct inclusions *inclusions = data;
    CXTranslationUnit unit = inclusions->unit;
    // So far each file included the next one, and includes come before all else in them.
    inclusions->begins_with_header |=
        inclusions->count == depth && file_is_header_of(file, inclusions->capsule);
    inclusions->count++;
    if (file_is_trusted(file)) {
        compiler_header_check(file, stack, depth);
        return;
    }
    if (depth == 0) {
        file_check(unit, file);
        return;
    }
    CXFile from;
    clang_getFileLocation(stack[0], &from, NULL, NULL, NULL);
    const char *name = file_name(file);
    const char *from_name = file_name(from);
    if (folder_length(from_name) == 0 && strncmp(name, "./", 2) == 0) {
        name += 2;
    }
    const size_t folder = folder_length(from_name);
    const bool is_own = strncmp(name, from_name, folder) == 0 &&
                        strchr(name + folder, '/') == NULL && text_ends(name, ".h");
    if (!is_own && !file_is_shared(file)) {
        finding_at(stack[0], RULE_INCLUDE,
                   "'%s' is neither a published header nor one of this capsule's", name);
    } else {
        file_check(unit, file);
    }
}

bool tokens_check(CXTranslationUnit unit, const struct capsule *capsule)
{
    struct inclusions inclusions = {.unit = unit, .capsule = capsule};
    clang_getInclusions(unit, inclusion_check, &inclusions);
    return inclusions.begins_with_header;
}

bool diagnostics_check(CXTranslationUnit unit)
{
    bool is_parsed = true;
    for (unsigned i = 0; i < clang_getNumDiagnostics(unit); i++) {
        CXDiagnostic diagnostic = clang_getDiagnostic(unit, i);
        const enum CXDiagnosticSeverity severity = clang_getDiagnosticSeverity(diagnostic);
        const char *option = name_keep(clang_getDiagnosticOption(diagnostic, NULL));
        enum rule rule = RULE_WARNING;
        if (strstr(option, "implicit-fallthrough") != NULL) {
            rule = RULE_SWITCH;
        } else if (strstr(option, "implicit-function-declaration") != NULL ||
                   strstr(option, "strict-prototypes") != NULL ||
                   strstr(option, "non-prototype") != NULL ||
                   strstr(option, "old-style-definition") != NULL) {
            rule = RULE_PROTOTYPE;
        }
        if (severity >= CXDiagnostic_Warning) {
            finding_at(clang_getDiagnosticLocation(diagnostic), rule, "Clang says: %s",
                       name_keep(clang_getDiagnosticSpelling(diagnostic)));
        }
        is_parsed &= severity < CXDiagnostic_Fatal;
        clang_disposeDiagnostic(diagnostic);
    }
    return is_parsed;
}
