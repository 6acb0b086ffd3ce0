// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "limits.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

/// Of the tree, a file takes some tens of milliseconds, and all of it some hundred megabytes.
enum { SECONDS_PER_FILE = 5, MEGABYTE = 1 << 20, STACK_MEGABYTES = 16, MEGABYTES = 2048 };

/// The file that is looked at, for both processes: its name lies at one address in both.
static const char **current;

/// No more than what somebody else allows.
static struct rlimit limited(struct rlimit limit, rlim_t wanted)
{
    limit.rlim_cur = limit.rlim_max < wanted ? limit.rlim_max : wanted;
    return limit;
}

static void limits_set(void)
{
    struct rlimit stack;
    struct rlimit memory;
    if (getrlimit(RLIMIT_STACK, &stack) != 0 || getrlimit(RLIMIT_AS, &memory) != 0) {
        abort();
    }
    stack = limited(stack, (rlim_t)STACK_MEGABYTES * MEGABYTE);
    memory = limited(memory, (rlim_t)MEGABYTES * MEGABYTE);
    const struct rlimit core = {0}; // The end of the process is an answer, and no mistake of its.
    if (setrlimit(RLIMIT_STACK, &stack) != 0 || setrlimit(RLIMIT_AS, &memory) != 0 ||
        setrlimit(RLIMIT_CORE, &core) != 0 ||
        // Else libclang parses in threads, with a stack of its own choice.
        setenv("LIBCLANG_NOTHREADS", "1", 1) != 0) {
        abort();
    }
}

void limits_file_begin(const char *file)
{
    *current = file;
    const struct itimerval time = {.it_value.tv_sec = SECONDS_PER_FILE};
    if (setitimer(ITIMER_PROF, &time, NULL) != 0) {
        abort();
    }
}

int limits_run(check_fn *check, const void *argument, int failure)
{
    current =
        mmap(NULL, sizeof *current, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (current == MAP_FAILED) {
        abort();
    }
    *current = "no file";
    const pid_t child = fork();
    if (child == 0) {
        limits_set();
        setvbuf(stdout, NULL, _IOLBF, 0); // What was found is not lost if the process ends.
        exit(check(argument));
    }
    int status;
    if (child < 0 || waitpid(child, &status, 0) != child) {
        abort();
    }
    if (WIFEXITED(status)) {
        return WEXITSTATUS(status);
    }
    if (WTERMSIG(status) == SIGPROF) {
        fprintf(stderr, "capsule-check: %s: takes more than %d s; write it in parts\n", *current,
                SECONDS_PER_FILE);
    } else {
        fprintf(stderr,
                "capsule-check: %s: too deep or too large to be checked (%s); write it in parts\n",
                *current, strsignal(WTERMSIG(status)));
    }
    return failure;
}
