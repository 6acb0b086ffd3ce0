// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "options.h"

#include <stdlib.h>
#include <string.h>

bool range_list_contains(const struct range_list *list, uint64_t address)
{
    for (size_t i = 0; i < list->count; i++) {
        if (address >= list->items[i].base && address < list->items[i].end) {
            return true;
        }
    }
    return false;
}

/// Reads a number that ends at `terminator`; *rest is what follows it.
static bool number_parse(const char *text, char terminator, uint64_t *value, const char **rest)
{
    char *end = NULL;
    if (*text < '0' || *text > '9') {
        return false;
    }
    *value = strtoull(text, &end, 0);
    if (*end != terminator) {
        return false;
    }
    *rest = terminator == '\0' ? end : end + 1;
    return true;
}

static bool range_parse(const char *text, struct range_list *list)
{
    if (list->count == RANGES_MAX) {
        return false;
    }
    struct address_range *range = &list->items[list->count];
    const char *rest = NULL;
    if (!number_parse(text, ':', &range->base, &rest) ||
        !number_parse(rest, '\0', &range->end, &rest) || range->end < range->base) {
        return false;
    }
    list->count++;
    return true;
}

static bool place_parse(const char *text, enum place_kind kind, struct options *options)
{
    if (options->place_count == PLACES_MAX) {
        return false;
    }
    struct place *place = &options->places[options->place_count];
    const char *name = "";
    const char terminator = kind == PLACE_VECTOR ? ':' : '\0';
    if (!number_parse(text, terminator, &place->address, &name) || strlen(name) >= NAME_BYTES_MAX) {
        return false;
    }
    place->kind = kind;
    // Bit 0 of a Thumb function's address says that it is Thumb.
    place->address &= ~UINT64_C(1);
    strcpy(place->name, name);
    options->place_count++;
    return true;
}

/// Reads one argument whose value starts behind the equals sign.
static bool option_parse(const char *key, const char *value, struct options *options)
{
    if (strcmp(key, "log") == 0) {
        options->log_file = fopen(value, "w");
        return options->log_file != NULL;
    }
    if (strcmp(key, "mode") == 0) {
        options->is_longest_only = strcmp(value, "longest") == 0;
        return options->is_longest_only || strcmp(value, "events") == 0;
    }
    if (strcmp(key, "trace") == 0) {
        options->is_traced = strcmp(value, "on") == 0;
        return options->is_traced;
    }
    if (strcmp(key, "user") == 0) {
        return range_parse(value, &options->user);
    }
    if (strcmp(key, "capsule") == 0) {
        return range_parse(value, &options->capsule);
    }
    if (strcmp(key, "exclude") == 0) {
        return range_parse(value, &options->excluded);
    }
    if (strcmp(key, "vector") == 0) {
        return place_parse(value, PLACE_VECTOR, options);
    }
    if (strcmp(key, "look") == 0) {
        return place_parse(value, PLACE_LOOK, options);
    }
    if (strcmp(key, "panic") == 0) {
        return place_parse(value, PLACE_PANIC, options);
    }
    if (strcmp(key, "reset") == 0) {
        return place_parse(value, PLACE_RESET, options);
    }
    return false;
}

bool options_parse(int argument_count, char **arguments, struct options *options)
{
    memset(options, 0, sizeof *options);
    for (int i = 0; i < argument_count; i++) {
        char key[NAME_BYTES_MAX] = "";
        const char *equals = strchr(arguments[i], '=');
        const size_t key_length = equals == NULL ? 0 : (size_t)(equals - arguments[i]);
        if (key_length < sizeof key) {
            memcpy(key, arguments[i], key_length);
        }
        if (equals == NULL || !option_parse(key, equals + 1, options)) {
            fprintf(stderr, "count: bad argument %s\n", arguments[i]);
            return false;
        }
    }
    if (options->log_file == NULL || options->user.count == 0) {
        fprintf(stderr, "count: log=FILE and user=BASE:END are required\n");
        return false;
    }
    return true;
}
