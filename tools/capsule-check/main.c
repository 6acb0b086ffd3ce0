// SPDX-License-Identifier: Apache-2.0 OR MIT
/** The `capsule-check` tool: refuses capsules that are not written in the subset of C for them. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "limits.h"
#include "published.h"
#include "rules.h"
#include "source.h"
#include "types.h"

enum { STATUS_CLEAN = 0, STATUS_FINDINGS = 1, STATUS_USAGE = 2 };

static const char help[] =
    "usage: capsule-check [--profile capsule|chip] [--trusted FOLDER]...\n"
    "                     (--capsule NAME [--types FOLDER] FILE...)... -- CLANG-OPTION...\n"
    "       capsule-check --list-rules\n"
    "\n"
    "Checks the C files of capsules (or, with --profile chip, of chips), each on its own, parsed\n"
    "with Clang's options behind --, and prints what breaks a rule as FILE:LINE:COLUMN: RULE: "
    "WHY.\n"
    "\n"
    "  --trusted FOLDER  published headers, which are not checked, named as -I names them; what\n"
    "                    -isystem names is trusted, too\n"
    "  --types FOLDER    writes for each file of the capsule a FILE.types.c that GCC refuses "
    "where\n"
    "                    its view of a type differs from Clang's\n"
    "  --rule-off RULE   for tests of this tool: leaves a rule out\n"
    "\n"
    "Exit status: 0 nothing breaks a rule, 1 something does, 2 bad usage, or a file that cannot\n"
    "be parsed, or that takes more stack, memory or time than there is.\n";

struct arguments {
    struct capsule *capsules; ///< at most one for each argument
    int capsule_count;
    char **options; ///< Clang's
    int option_count;
};

static int usage(const char *reason, const char *what)
{
    fprintf(stderr, "capsule-check: %s%s (--help says more)\n", reason, what);
    return STATUS_USAGE;
}

/// The capsule that was named last. Null: none, and the reason was printed.
static struct capsule *capsule_last(const struct arguments *arguments)
{
    if (arguments->capsule_count == 0) {
        usage("needed: ", "--capsule NAME");
        return NULL;
    }
    return &arguments->capsules[arguments->capsule_count - 1];
}

/// Reads one option with its value. False: it is wrong, and the reason was printed.
static bool option_read(struct arguments *arguments, const char *option, const char *value)
{
    if (value == NULL) {
        usage("no value behind ", option);
    } else if (strcmp(option, "--capsule") == 0) {
        arguments->capsules[arguments->capsule_count] = (struct capsule){.name = value};
        arguments->capsule_count++;
        return true;
    } else if (strcmp(option, "--profile") == 0 &&
               (strcmp(value, "capsule") == 0 || strcmp(value, "chip") == 0)) {
        rules_profile_set(strcmp(value, "chip") == 0 ? PROFILE_CHIP : PROFILE_CAPSULE);
        return true;
    } else if (strcmp(option, "--types") == 0) {
        struct capsule *capsule = capsule_last(arguments);
        if (capsule != NULL) {
            capsule->types_folder = value;
        }
        return capsule != NULL;
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

static bool is_option(const char *text)
{
    return strncmp(text, "--", 2) == 0;
}

/// Reads the files from `next` on for the capsule that was named last. False: likewise.
static bool files_read(struct arguments *arguments, int count, char **texts, int *next)
{
    struct capsule *capsule = capsule_last(arguments);
    if (capsule == NULL) {
        return false;
    }
    if (capsule->file_count > 0) {
        usage("files of a capsule stand together: ", texts[*next]);
        return false;
    }
    capsule->files = &texts[*next];
    while (*next < count && !is_option(texts[*next])) {
        capsule->file_count++;
        (*next)++;
    }
    return true;
}

static bool compiler_trust(const struct arguments *arguments)
{
    for (int i = 0; i + 1 < arguments->option_count; i++) {
        if (strcmp(arguments->options[i], "-isystem") == 0 &&
            !source_trust_compiler(arguments->options[i + 1])) {
            usage("too many trusted folders: ", arguments->options[i + 1]);
            return false;
        }
    }
    return true;
}

static bool arguments_read(int count, char **texts, struct arguments *arguments)
{
    int next = 1;
    while (next < count && strcmp(texts[next], "--") != 0) {
        if (!is_option(texts[next])) {
            if (!files_read(arguments, count, texts, &next)) {
                return false;
            }
        } else if (option_read(arguments, texts[next], next + 1 < count ? texts[next + 1] : NULL)) {
            next += 2;
        } else {
            return false;
        }
    }
    if (next < count) {
        arguments->options = &texts[next + 1];
        arguments->option_count = count - next - 1;
    }
    if (capsule_last(arguments) == NULL) {
        return false;
    }
    for (int i = 0; i < arguments->capsule_count; i++) {
        if (arguments->capsules[i].file_count == 0) {
            usage("needed: a file of ", arguments->capsules[i].name);
            return false;
        }
    }
    return compiler_trust(arguments);
}

/// Why Clang did not parse a file.
static const char *reason_not_parsed(const char *file)
{
    errno = 0;
    FILE *stream = fopen(file, "r");
    if (stream != NULL) {
        (void)fgetc(stream); // A folder opens, too.
        const int error = ferror(stream) != 0 ? errno : 0;
        fclose(stream);
        errno = error;
    }
    return errno != 0 ? strerror(errno) : "cannot be parsed";
}

/// False: it cannot be parsed. `*parsed` is null then, or holds what there is.
static bool file_check(CXIndex index, const char *file, const struct arguments *arguments,
                       struct capsule *capsule, CXTranslationUnit *parsed)
{
    limits_file_begin(file);
    const enum CXErrorCode error = clang_parseTranslationUnit2(
        index, file, (const char *const *)arguments->options, arguments->option_count, NULL, 0,
        CXTranslationUnit_DetailedPreprocessingRecord, parsed);
    CXTranslationUnit unit = *parsed;
    if (error != CXError_Success) {
        fprintf(stderr, "capsule-check: %s: %s\n", file, reason_not_parsed(file));
        return false;
    }
    source_begin(unit);
    const bool is_parsed = diagnostics_check(unit);
    if (!is_parsed) {
        fprintf(stderr, "capsule-check: %s: cannot be parsed\n", file);
    }
    capsule->has_header_by_itself |= tokens_check(unit, capsule);
    header_begin(unit, capsule);
    walk_unit(unit, capsule);
    header_end();
    source_end();
    if (is_parsed && capsule->types_folder != NULL) {
        return types_write(unit, file, capsule->types_folder);
    }
    return is_parsed;
}

/// False: a file cannot be parsed.
static bool capsule_check(CXIndex index, const struct arguments *arguments, struct capsule *capsule)
{
    // The units stay to the end, since findings and the call graph name places in them.
    CXTranslationUnit *units = calloc((size_t)capsule->file_count, sizeof units[0]);
    if (units == NULL) {
        abort();
    }
    char *header = header_path(capsule->name, capsule->files[0]);
    capsule->header = header;
    bool is_parsed = true;
    for (int i = 0; i < capsule->file_count; i++) {
        is_parsed &= file_check(index, capsule->files[i], arguments, capsule, &units[i]);
    }
    if (!capsule->has_header_by_itself && units[0] != NULL) {
        header_unseen_report(capsule, units[0]);
    }
    calls_finish(capsule);
    findings_forget();
    for (int i = 0; i < capsule->file_count; i++) {
        if (units[i] != NULL) {
            clang_disposeTranslationUnit(units[i]);
        }
    }
    free(units);
    free(header);
    return is_parsed;
}

/// Returns the exit status.
static int capsules_check(const void *argument)
{
    const struct arguments *arguments = argument;
    CXIndex index = clang_createIndex(0, 0);
    limits_file_begin("published headers");
    // Of chips nothing is compared with them.
    bool is_parsed =
        rules_are_of_chips() || published_read(index, arguments->options, arguments->option_count);
    const int count = is_parsed ? arguments->capsule_count : 0;
    for (int i = 0; i < count; i++) {
        is_parsed &= capsule_check(index, arguments, &arguments->capsules[i]);
    }
    published_forget();
    clang_disposeIndex(index);
    if (fflush(stdout) != 0 || ferror(stdout) != 0) {
        return usage("cannot write the findings", "");
    }
    if (!is_parsed) {
        return STATUS_USAGE;
    }
    return finding_count() == 0 ? STATUS_CLEAN : STATUS_FINDINGS;
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
    struct arguments arguments = {.capsules = calloc((size_t)count, sizeof(struct capsule))};
    if (arguments.capsules == NULL) {
        abort();
    }
    const int status = arguments_read(count, texts, &arguments)
                           ? limits_run(capsules_check, &arguments, STATUS_USAGE)
                           : STATUS_USAGE;
    free(arguments.capsules);
    return status;
}
