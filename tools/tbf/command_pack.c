// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <inttypes.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include <abi/tbf.h>

#include "file.h"
#include "options.h"
#include "pack.h"
#include "tbf_create.h"
#include "text.h"

static const char pack_help[] =
    "Usage: tbf pack -o OUT.bin --arch ARCH --flash BASE:BYTES --ram BASE:BYTES [OPTION]...\n"
    "                FILE...\n"
    "Places images in the application flash of a board, in order, with padding between them.\n"
    "\n"
    "  -o, --output FILE       the flash content to write\n"
    "      --arch ARCH         processor of the board, such as cortex-m4 or rv32imac\n"
    "      --flash BASE:BYTES  application flash\n"
    "      --ram BASE:BYTES    RAM of programs\n"
    "      --raw               append the files as they are; --arch and --ram are not needed\n"
    "      --verbose           print NAME FLASH_BASE BYTES of each image\n"
    "\n"
    "A FILE ends in .tbf or .tab; of a TAB the image that fits the board is taken. An invalid TBF\n"
    "is placed too, for the kernel to refuse it. Exit code 2: something does not fit the board.\n";

static const char pad_help[] =
    "Usage: tbf pad --bytes N -o OUT\n"
    "Writes one padding object of N bytes: a bare header, the rest erased.\n";

enum {
    PACK_ARCHITECTURE = 256,
    PACK_FLASH,
    PACK_RAM,
    PACK_RAW,
    PACK_VERBOSE,
    PAD_BYTES,
};

static const struct option pack_options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"output", required_argument, NULL, 'o'},
    {"arch", required_argument, NULL, PACK_ARCHITECTURE},
    {"flash", required_argument, NULL, PACK_FLASH},
    {"ram", required_argument, NULL, PACK_RAM},
    {"raw", no_argument, NULL, PACK_RAW},
    {"verbose", no_argument, NULL, PACK_VERBOSE},
    {0},
};

static const struct option pad_options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"output", required_argument, NULL, 'o'},
    {"bytes", required_argument, NULL, PAD_BYTES},
    {0},
};

struct pack_request {
    const char *output;
    const char *architecture_name;
    const char *flash;
    const char *ram;
    bool is_raw;
    bool is_verbose;
};

static enum status request_check(const char *command, const struct pack_request *request,
                                 const struct architecture **architecture, struct flash_map *map);
static enum status files_pack(char **paths, size_t path_count, const struct pack_request *request,
                              const struct architecture *architecture, struct flash_map *map);

enum status command_pack(int count, char **arguments)
{
    struct pack_request request = {0};
    int option;
    while ((option = options_next(count, arguments, ":ho:", pack_options)) != OPTION_END) {
        switch (option) {
        case OPTION_HELP:
            fputs(pack_help, stdout);
            return STATUS_OK;
        case 'o':
            request.output = optarg;
            break;
        case PACK_ARCHITECTURE:
            request.architecture_name = optarg;
            break;
        case PACK_FLASH:
            request.flash = optarg;
            break;
        case PACK_RAM:
            request.ram = optarg;
            break;
        case PACK_RAW:
            request.is_raw = true;
            break;
        case PACK_VERBOSE:
            request.is_verbose = true;
            break;
        default:
            return STATUS_USAGE;
        }
    }
    char **paths = NULL;
    const struct architecture *architecture = NULL;
    struct flash_map map = {0};
    enum status status = options_operands(count, arguments, 1, INT_MAX, "FILE", &paths);
    if (status == STATUS_OK) {
        status = request_check(arguments[0], &request, &architecture, &map);
    }
    if (status == STATUS_OK) {
        status = files_pack(paths, (size_t)(count - optind), &request, architecture, &map);
    }
    flash_map_free(&map);
    return status;
}

enum status command_pad(int count, char **arguments)
{
    const char *command = arguments[0];
    const char *output = NULL;
    const char *bytes_text = NULL;
    int option;
    while ((option = options_next(count, arguments, ":ho:", pad_options)) != OPTION_END) {
        switch (option) {
        case OPTION_HELP:
            fputs(pad_help, stdout);
            return STATUS_OK;
        case 'o':
            output = optarg;
            break;
        case PAD_BYTES:
            bytes_text = optarg;
            break;
        default:
            return STATUS_USAGE;
        }
    }
    char **operands = NULL;
    uint32_t object_bytes = 0;
    enum status status = options_operands(count, arguments, 0, 0, "", &operands);
    if (status == STATUS_OK) {
        status = options_require(command, "--bytes", bytes_text);
    }
    if (status == STATUS_OK) {
        status = options_require(command, "-o", output);
    }
    if (status == STATUS_OK) {
        status = options_number(command, "--bytes", bytes_text, &object_bytes);
    }
    if (status != STATUS_OK) {
        return status;
    }
    if (object_bytes < TBF_BASE_HEADER_BYTES || object_bytes > FILE_BYTES_MAX) {
        return status_usage(command, "--bytes takes %d to %d, not %s", TBF_BASE_HEADER_BYTES,
                            FILE_BYTES_MAX, bytes_text);
    }
    struct buffer object = {0};
    tbf_padding_append(&object, object_bytes);
    status = file_write(output, buffer_bytes(&object), FILE_LINK_FOLLOWED);
    buffer_free(&object);
    return status;
}

static enum status request_check(const char *command, const struct pack_request *request,
                                 const struct architecture **architecture, struct flash_map *map)
{
    enum status status = options_require(command, "-o", request->output);
    if (status == STATUS_OK) {
        status = options_require(command, "--flash", request->flash);
    }
    if (status == STATUS_OK) {
        status = options_range(command, "--flash", request->flash, &map->flash);
    }
    if (status == STATUS_OK && map->flash.length_bytes > FILE_BYTES_MAX) {
        status = status_usage(command, "--flash of more than %d bytes", FILE_BYTES_MAX);
    }
    if (status != STATUS_OK || request->is_raw) {
        return status;
    }

    status = options_require(command, "--arch", request->architecture_name);
    if (status == STATUS_OK) {
        status = options_require(command, "--ram", request->ram);
    }
    if (status == STATUS_OK) {
        status = options_range(command, "--ram", request->ram, &map->ram);
    }
    if (status == STATUS_OK) {
        *architecture = architecture_find(request->architecture_name);
        if (*architecture == NULL) {
            status = status_usage(command, "unknown architecture %s", request->architecture_name);
        }
    }
    return status;
}

static void placement_print(struct bytes name, const struct placement *placement)
{
    struct buffer text = {0};
    text_escape(&text, name);
    // One word, so that a line has three, whatever the name is.
    for (size_t index = 0; index < text.length; index++) {
        if (text.data[index] == ' ') {
            text.data[index] = '_';
        }
    }
    printf("%s 0x%08" PRIx64 " %" PRIu64 "\n", text.length == 0 ? "-" : buffer_string(&text),
           placement->flash.base, placement->flash.length_bytes);
    buffer_free(&text);
}

static enum status tab_pack(const char *path, struct bytes file,
                            const struct architecture *architecture, struct flash_map *map,
                            struct placement *placement)
{
    struct tab tab;
    enum status status = tab_read(path, file, &tab);
    if (status == STATUS_OK) {
        status = pack_tab(path, &tab, architecture, map, placement);
        tab_free(&tab);
    }
    return status;
}

static enum status file_pack(const char *path, struct bytes file,
                             const struct pack_request *request,
                             const struct architecture *architecture, struct flash_map *map)
{
    struct placement placement = {0};
    struct bytes path_text = bytes_from_string(path);
    enum status status = STATUS_OK;
    if (request->is_raw) {
        status = pack_raw(path, file, map, &placement);
    } else if (text_ends_with(path_text, ".tab")) {
        status = tab_pack(path, file, architecture, map, &placement);
    } else if (text_ends_with(path_text, ".tbf")) {
        status = pack_image(path, file, architecture, map, &placement);
    } else {
        status = status_usage(path, "neither a .tbf nor a .tab file");
    }
    if (status == STATUS_OK && request->is_verbose) {
        struct tbf_image image = {0};
        if (!request->is_raw) {
            tbf_image_decode(placement.content, &image);
        }
        placement_print(image.name, &placement);
    }
    return status;
}

static enum status files_pack(char **paths, size_t path_count, const struct pack_request *request,
                              const struct architecture *architecture, struct flash_map *map)
{
    struct buffer *files = calloc(path_count, sizeof(*files));
    if (files == NULL) {
        status_out_of_memory();
    }
    enum status status = STATUS_OK;
    for (size_t index = 0; index < path_count && status == STATUS_OK; index++) {
        status = file_read(paths[index], &files[index]);
        if (status == STATUS_OK) {
            status =
                file_pack(paths[index], buffer_bytes(&files[index]), request, architecture, map);
        }
    }
    if (status == STATUS_OK) {
        struct buffer content = {0};
        flash_map_write(map, &content);
        status = file_write(request->output, buffer_bytes(&content), FILE_LINK_FOLLOWED);
        buffer_free(&content);
    }
    for (size_t index = 0; index < path_count; index++) {
        buffer_free(&files[index]);
    }
    free(files);
    return status;
}
