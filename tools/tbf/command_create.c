// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "command.h"

#include <stdio.h>
#include <string.h>

#include "file.h"
#include "options.h"
#include "tbf_create.h"
#include "tbf_rules.h"
#include "text.h"

static const char help[] =
    "Usage: tbf create ELF --name NAME -o OUT.tbf [OPTION]...\n"
    "Makes a TBF image of a fixed-address executable.\n"
    "\n"
    "      --name NAME            package name\n"
    "  -o, --output FILE          the image to write\n"
    "      --kernel-version M.m   lowest kernel it runs on (2.0)\n"
    "      --protected-end BYTES  from the image's start to the program (0x80)\n"
    "      --heap BYTES           RAM beside what the segments need (1024)\n"
    "      --version N            version of the program (0, none)\n"
    "      --disabled             the kernel shall not start it\n"
    "      --permission DRIVER:OFFSET:MASK\n"
    "                             bit b of MASK permits command 64 * OFFSET + b of DRIVER;\n"
    "                             repeatable; without it every command is permitted\n"
    "\n"
    "Sections named .wfr... become writeable flash regions.\n";

enum {
    CREATE_NAME = 256,
    CREATE_KERNEL_VERSION,
    CREATE_PROTECTED_END,
    CREATE_HEAP,
    CREATE_VERSION,
    CREATE_DISABLED,
    CREATE_PERMISSION,
    PROTECTED_END_BYTES_MAX = 0xFFFC,
};

static const struct option long_options[] = {
    {"help", no_argument, NULL, OPTION_HELP},
    {"name", required_argument, NULL, CREATE_NAME},
    {"output", required_argument, NULL, 'o'},
    {"kernel-version", required_argument, NULL, CREATE_KERNEL_VERSION},
    {"protected-end", required_argument, NULL, CREATE_PROTECTED_END},
    {"heap", required_argument, NULL, CREATE_HEAP},
    {"version", required_argument, NULL, CREATE_VERSION},
    {"disabled", no_argument, NULL, CREATE_DISABLED},
    {"permission", required_argument, NULL, CREATE_PERMISSION},
    {0},
};

static enum status option_take(int option, const char *command, struct tbf_create_options *options,
                               const char **output);
static enum status image_make(const char *path, const struct tbf_create_options *options,
                              const char *output);

enum status command_create(int count, char **arguments)
{
    const char *command = arguments[0];
    const char *output = NULL;
    struct tbf_create_options options = {
        .kernel_major = 2,
        .protected_end = 0x80,
        .heap_bytes = 1024,
        .is_enabled = true,
    };
    enum status status = STATUS_OK;
    int option;
    while ((option = options_next(count, arguments, ":ho:", long_options)) != OPTION_END) {
        if (option == OPTION_HELP) {
            fputs(help, stdout);
            return STATUS_OK;
        }
        status = option_take(option, command, &options, &output);
        if (status != STATUS_OK) {
            return status;
        }
    }

    char **operands = NULL;
    status = options_operands(count, arguments, 1, 1, "ELF", &operands);
    if (status == STATUS_OK) {
        status = options_require(command, "--name", options.name);
    }
    if (status == STATUS_OK) {
        status = options_require(command, "-o", output);
    }
    return status == STATUS_OK ? image_make(operands[0], &options, output) : status;
}

static enum status name_take(const char *command, struct tbf_create_options *options)
{
    struct bytes name = bytes_from_string(optarg);
    if (!text_is_utf8(name) || text_has_controls(name)) {
        return status_usage(command, "--name takes UTF-8 without control characters");
    }
    options->name = optarg;
    return STATUS_OK;
}

static enum status kernel_version_take(const char *command, struct tbf_create_options *options)
{
    struct bytes major;
    struct bytes minor;
    uint64_t major_number;
    uint64_t minor_number;
    if (!text_split(bytes_from_string(optarg), '.', &major, &minor) ||
        !text_to_number(major, UINT16_MAX, &major_number) ||
        !text_to_number(minor, UINT16_MAX, &minor_number)) {
        return status_usage(command, "--kernel-version takes MAJOR.MINOR, not %s", optarg);
    }
    options->kernel_major = (uint16_t)major_number;
    options->kernel_minor = (uint16_t)minor_number;
    return STATUS_OK;
}

static enum status protected_end_take(const char *command, struct tbf_create_options *options)
{
    enum status status =
        options_number(command, "--protected-end", optarg, &options->protected_end);
    if (status == STATUS_OK &&
        (options->protected_end % 4 != 0 || options->protected_end > PROTECTED_END_BYTES_MAX)) {
        status = status_usage(command, "--protected-end takes a multiple of 4 up to 0x%x, not %s",
                              (unsigned)PROTECTED_END_BYTES_MAX, optarg);
    }
    return status;
}

static enum status permission_take(const char *command, struct tbf_create_options *options)
{
    struct bytes driver;
    struct bytes rest;
    struct bytes offset;
    struct bytes mask;
    uint64_t driver_number;
    uint64_t offset_number;
    uint64_t commands;
    if (!text_split(bytes_from_string(optarg), ':', &driver, &rest) ||
        !text_split(rest, ':', &offset, &mask) ||
        !text_to_number(driver, UINT32_MAX, &driver_number) ||
        !text_to_number(offset, UINT32_MAX / 64, &offset_number) ||
        !text_to_number(mask, UINT64_MAX, &commands)) {
        return status_usage(command, "--permission takes DRIVER:OFFSET:MASK, not %s", optarg);
    }
    for (size_t index = 0; index < options->permission_count; index++) {
        if (options->permissions[index].driver == driver_number &&
            options->permissions[index].offset == offset_number) {
            return status_usage(command, "--permission %s names a driver and offset again", optarg);
        }
    }
    if (options->permission_count == TBF_PERMISSIONS_MAX) {
        return status_usage(command, "more than %d times --permission", TBF_PERMISSIONS_MAX);
    }
    options->permissions[options->permission_count++] = (struct tbf_permission){
        .driver = (uint32_t)driver_number,
        .offset = (uint32_t)offset_number,
        .commands = commands,
    };
    return STATUS_OK;
}

static enum status option_take(int option, const char *command, struct tbf_create_options *options,
                               const char **output)
{
    switch (option) {
    case 'o':
        *output = optarg;
        return STATUS_OK;
    case CREATE_NAME:
        return name_take(command, options);
    case CREATE_KERNEL_VERSION:
        return kernel_version_take(command, options);
    case CREATE_PROTECTED_END:
        return protected_end_take(command, options);
    case CREATE_HEAP:
        return options_number(command, "--heap", optarg, &options->heap_bytes);
    case CREATE_VERSION:
        return options_number(command, "--version", optarg, &options->version);
    case CREATE_DISABLED:
        options->is_enabled = false;
        return STATUS_OK;
    case CREATE_PERMISSION:
        return permission_take(command, options);
    default:
        return STATUS_USAGE;
    }
}

static enum status image_make(const char *path, const struct tbf_create_options *options,
                              const char *output)
{
    struct buffer file = {0};
    struct buffer object = {0};
    struct elf_image image;
    enum status status = file_read(path, &file);
    if (status == STATUS_OK) {
        status = elf_image_read(path, buffer_bytes(&file), &image);
    }
    if (status == STATUS_OK) {
        status = tbf_create(path, &image, options, &object);
    }
    if (status == STATUS_OK) {
        // The image as read back must obey the rules that all others are held to.
        struct tbf_image made;
        tbf_image_decode(buffer_bytes(&object), &made);
        status = tbf_rules_require_program(output, &made);
    }
    if (status == STATUS_OK) {
        status = file_write(output, buffer_bytes(&object), FILE_LINK_FOLLOWED);
    }
    buffer_free(&object);
    buffer_free(&file);
    return status;
}
