// SPDX-License-Identifier: Apache-2.0 OR MIT
/** The `capsule-check` tool: refuses capsules that are not written in the subset of C for them. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "rules.h"
#include "source.h"
#include "types.h"

enum { STATUS_CLEAN = 0, STATUS_FINDINGS = 1, STATUS_USAGE = 2 };

static const char help[] =
    "usage: capsule-check --capsule NAME [--profile capsule|chip] [--trusted FOLDER]... FILE...\n"
    "                     -- CLANG-OPTION...\n"
    "       capsule-check --list-rules\n"
    "\n"
    "Checks the C files of one capsule (or, with --profile chip, of one chip), parsed with "
    "Clang's\n"
    "options behind --, and prints what breaks a rule as FILE:LINE:COLUMN: RULE: WHY.\n"
    "\n"
    "  --trusted FOLDER  published headers, which are not checked; folders named by -isystem are\n"
    "                    trusted, too\n"
    "  --types FOLDER    writes for each file a FILE.types.c that GCC refuses where its view of a "
    "type\n"
    "                    differs from Clang's\n"
    "  --rule-off RULE   for tests of this tool: leaves a rule out\n"
    "\n"
    "Exit status: 0 nothing breaks a rule, 1 something does, 2 bad usage or a file that cannot be\n"
    "parsed.\n";

struct arguments {
    struct capsule capsule;
    const char *types_folder; ///< or null
    char **files;
    int file_count;
    char **options; ///< Clang's
    int option_count;
};

static int usage(const char *reason, const char *what)
{
    fprintf(stderr, "capsule-check: %s%s (--help says more)\n", reason, what);
    return STATUS_USAGE;
}

/// Reads one option with its value. False: it is wrong, and the reason was printed.
static bool option_read(struct arguments *arguments, const char *option, const char *value)
{
    if (value == NULL) {
        usage("no value behind ", option);
    } else if (strcmp(option, "--capsule") == 0) {
        arguments->capsule.name = value;
        return true;
    } else if (strcmp(option, "--profile") == 0 &&
               (strcmp(value, "capsule") == 0 || strcmp(value, "chip") == 0)) {
        rules_profile_set(strcmp(value, "chip") == 0 ? PROFILE_CHIP : PROFILE_CAPSULE);
        return true;
    } else if (strcmp(option, "--types") == 0) {
        arguments->types_folder = value;
        return true;
    } else if (strcmp(option, "--trusted") == 0) {
        if (source_trust(value)) {
            return true;
        }
        usage("too many trusted folders: ", value);
    } else if (strcmp(option, "--rule-off") == 0) {
        if (rule_switch_off(value)) {
            return true;
        }
        usage("no rule ", value);
    } else {
        usage("bad option or value: ", option);
    }
    return false;
}

static bool arguments_read(int count, char **texts, struct arguments *arguments)
{
    int next = 1;
    while (next < count && strncmp(texts[next], "--", 2) == 0 && texts[next][2] != '\0') {
        if (!option_read(arguments, texts[next], next + 1 < count ? texts[next + 1] : NULL)) {
            return false;
        }
        next += 2;
    }
    arguments->files = &texts[next];
    while (next < count && strcmp(texts[next], "--") != 0) {
        arguments->file_count++;
        next++;
    }
    if (next < count) {
        arguments->options = &texts[next + 1];
        arguments->option_count = count - next - 1;
    }
    if (arguments->capsule.name == NULL || arguments->file_count == 0) {
        usage("needed: ", arguments->capsule.name == NULL ? "--capsule NAME" : "a file");
        return false;
    }
    for (int i = 0; i + 1 < arguments->option_count; i++) {
        if (strcmp(arguments->options[i], "-isystem") == 0 &&
            !source_trust_compiler(arguments->options[i + 1])) {
            usage("too many trusted folders: ", arguments->options[i + 1]);
            return false;
        }
    }
    return true;
}

/// False: it cannot be parsed. `*parsed` is null then, or holds what there is.
static bool file_check(CXIndex index, const char *file, const struct arguments *arguments,
                       CXTranslationUnit *parsed)
{
    const enum CXErrorCode error = clang_parseTranslationUnit2(
        index, file, (const char *const *)arguments->options, arguments->option_count, NULL, 0,
        CXTranslationUnit_DetailedPreprocessingRecord, parsed);
    CXTranslationUnit unit = *parsed;
    if (error != CXError_Success) {
        fprintf(stderr, "capsule-check: %s: cannot be parsed\n", file);
        return false;
    }
    source_begin(unit);
    const bool is_parsed = diagnostics_check(unit);
    if (!is_parsed) {
        fprintf(stderr, "capsule-check: %s: cannot be parsed\n", file);
    }
    tokens_check(unit);
    walk_unit(unit, &arguments->capsule);
    source_end();
    if (is_parsed && arguments->types_folder != NULL) {
        return types_write(unit, file, arguments->types_folder);
    }
    return is_parsed;
}

int main(int count, char **texts)
{
    if (count == 2 && strcmp(texts[1], "--help") == 0) {
        fputs(help, stdout);
        return STATUS_CLEAN;
    }
    if (count == 2 && strcmp(texts[1], "--list-rules") == 0) {
        rules_print();
        return STATUS_CLEAN;
    }
    struct arguments arguments = {.file_count = 0};
    if (!arguments_read(count, texts, &arguments)) {
        return STATUS_USAGE;
    }
    CXIndex index = clang_createIndex(0, 0);
    // The units stay to the end, since findings and the call graph name places in them.
    CXTranslationUnit *units = calloc((size_t)arguments.file_count, sizeof units[0]);
    if (units == NULL) {
        abort();
    }
    bool is_parsed = true;
    for (int i = 0; i < arguments.file_count; i++) {
        is_parsed &= file_check(index, arguments.files[i], &arguments, &units[i]);
    }
    calls_finish(&arguments.capsule);
    const bool is_clean = finding_count() == 0;
    findings_forget();
    for (int i = 0; i < arguments.file_count; i++) {
        if (units[i] != NULL) {
            clang_disposeTranslationUnit(units[i]);
        }
    }
    free(units);
    clang_disposeIndex(index);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        return usage("cannot write the findings", "");
    }
    if (!is_parsed) {
        return STATUS_USAGE;
    }
    return is_clean ? STATUS_CLEAN : STATUS_FINDINGS;
}
