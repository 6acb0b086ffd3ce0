// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <stdio.h>

#include <abi/tbf.h>

#include "file.h"
#include "options.h"
#include "plan.h"

static const char help[] =
    "Usage: system build --board FILE --elf FOLDER... -o FOLDER FILE.system\n"
    "Makes what lies in the flash of a board for a system: apps.bin, the images of its programs,\n"
    "and system.bin, the system description. report.txt says for people what the system is. All\n"
    "that is wrong is printed on standard error, and then nothing is made.\n"
    "\n"
    "      --board FILE     facts of the board: system.txt of its build\n"
    "      --elf FOLDER     where programs and files to prefill regions from lie; repeatable\n"
    "  -o, --output FOLDER  where results go; it must exist\n";

enum { BUILD_BOARD = 256, BUILD_ELF, ELF_FOLDERS_MAX = 16 };

static const struct option options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"board", required_argument, NULL, BUILD_BOARD},
    {"elf", required_argument, NULL, BUILD_ELF},
    {"output", required_argument, NULL, 'o'},
    {0},
};

struct request {
    const char *board;
    const char *output;
    const char *folders[ELF_FOLDERS_MAX];
    struct search search;
};

static enum status system_build(const char *path, const struct request *request);
static enum status plan_make(struct plan *plan);
static enum status results_write(const struct plan *plan);

enum status command_build(int count, char **arguments)
{
    struct request request = {0};
    request.search.folders = request.folders;
    int option;
    while ((option = options_next(count, arguments, ":ho:", options)) != OPTION_END) {
        switch (option) {
        case OPTION_HELP:
            fputs(help, stdout);
            return STATUS_OK;
        case 'o':
            request.output = optarg;
            break;
        case BUILD_BOARD:
            request.board = optarg;
            break;
        case BUILD_ELF:
            if (request.search.count == ELF_FOLDERS_MAX) {
                return status_usage(arguments[0], "more than %d folders", ELF_FOLDERS_MAX);
            }
            request.folders[request.search.count++] = optarg;
            break;
        default:
            return STATUS_USAGE;
        }
    }
    char **operands = NULL;
    enum status status = options_operands(count, arguments, 1, 1, "FILE.system", &operands);
    if (status == STATUS_OK) {
        status = options_require(arguments[0], "--board", request.board);
    }
    if (status == STATUS_OK) {
        status = options_require(arguments[0], "-o", request.output);
    }
    return status == STATUS_OK ? system_build(operands[0], &request) : status;
}

static enum status system_build(const char *path, const struct request *request)
{
    struct board board;
    struct buffer text = {0};
    enum status status = board_read(request->board, &board);
    if (status == STATUS_OK) {
        status = file_read(path, &text);
    }
    if (status != STATUS_OK) {
        board_free(&board);
        return status;
    }
    struct remarks remarks = {.path = path};
    struct description description;
    struct plan plan = {
        .board = &board,
        .description = &description,
        .remarks = &remarks,
        .search = &request->search,
        .folder = request->output,
    };
    description_read(buffer_bytes(&text), &board.target, &request->search, &description, &remarks);
    description_check(&description, &board.target, &remarks);
    if (remarks.error_count == 0) {
        status = plan_make(&plan);
    }
    remarks_print(&remarks, stderr);
    if (status == STATUS_OK && remarks.error_count == 0) {
        status = results_write(&plan);
    } else {
        status = STATUS_FAILED;
    }
    if (plan.programs != NULL) {
        plan_free(&plan);
    }
    remarks_free(&remarks);
    description_free(&description);
    buffer_free(&text);
    board_free(&board);
    return status;
}

static enum status plan_make(struct plan *plan)
{
    plan_begin(plan);
    regions_place(plan);
    enum status status = programs_place(plan);
    plan_check(plan);
    if (status == STATUS_OK && plan->remarks->error_count == 0) {
        status = programs_make(plan);
    }
    return status;
}

static enum status result_write(const struct plan *plan, const char *name, struct bytes content)
{
    struct buffer path = {0};
    buffer_print(&path, "%s/%s", plan->folder, name);
    enum status status = file_write(buffer_string(&path), content, FILE_LINK_FOLLOWED);
    buffer_free(&path);
    return status;
}

/// The way from one image to the next is a padding object, which has a size of its own.
static enum status gaps_check(const struct flash_map *map)
{
    uint64_t end = map->flash.base;
    for (size_t index = 0; index < map->placement_count; index++) {
        const struct address_range flash = map->placements[index].flash;
        if (flash.base != end && flash.base - end < TBF_BASE_HEADER_BYTES) {
            return status_fail("apps.bin", "no room for padding between two images, at 0x%llx",
                               (unsigned long long)end);
        }
        end = flash.base + flash.length_bytes;
    }
    return STATUS_OK;
}

static enum status results_write(const struct plan *plan)
{
    struct buffer table = {0};
    struct buffer apps = {0};
    struct buffer report = {0};
    struct flash_map map = {.flash = plan->board->apps, .ram = plan->board->pool};
    system_write(plan, &table);
    report_write(plan, &report);
    for (size_t number = 0; number < plan->description->domain_count; number++) {
        const struct program_plan *program = &plan->programs[number];
        flash_map_place(&map, (struct placement){
                                  .flash = {program->flash.base, program->object.length},
                                  .content = buffer_bytes(&program->object),
                              });
    }
    enum status status = gaps_check(&map);
    if (status == STATUS_OK) {
        flash_map_write(&map, &apps);
    }
    if (status == STATUS_OK && table.length > plan->board->description.length_bytes) {
        status = status_fail(
            plan->board->name, "the system description has %zu bytes, and there is room for %llu",
            table.length, (unsigned long long)plan->board->description.length_bytes);
    }
    if (status == STATUS_OK) {
        status = result_write(plan, "apps.bin", buffer_bytes(&apps));
    }
    if (status == STATUS_OK) {
        status = result_write(plan, "system.bin", buffer_bytes(&table));
    }
    if (status == STATUS_OK) {
        status = result_write(plan, "report.txt", buffer_bytes(&report));
    }
    flash_map_free(&map);
    buffer_free(&apps);
    buffer_free(&table);
    buffer_free(&report);
    return status;
}
