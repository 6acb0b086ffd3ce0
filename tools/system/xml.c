// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "xml.h"

#include <string.h>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>

#include "text.h"

struct reading {
    xmlParserCtxtPtr parser;
    struct bytes text;
    struct arena *arena;
    struct remarks *remarks;
    struct xml_element *root;
    struct xml_element *open; ///< the innermost element that has not ended
    bool has_failed;          ///< a remark says why
    // Elements begin one behind the other, so the way from one to the next is counted only.
    size_t counted_bytes;
    struct location counted_at; ///< of the byte there
};

static void element_begin(void *context, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *space, int space_count, const xmlChar **spaces,
                          int attribute_count, int defaulted_count, const xmlChar **attributes);
static void element_end(void *context, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *space);
static void characters_take(void *context, const xmlChar *characters, int count);
static void declaration_refuse(void *context, const xmlChar *name, const xmlChar *external,
                               const xmlChar *system);
static void problem_take(void *context, xmlErrorPtr problem);
static struct location location_of(int row, int column);
static struct location broken_location(struct bytes text);
static void failure(struct reading *reading, struct location at, const char *text);
static struct location element_location(struct reading *reading);

struct xml_element *xml_read(struct bytes text, struct arena *arena, struct remarks *remarks)
{
    struct reading reading = {
        .text = text,
        .arena = arena,
        .remarks = remarks,
        .counted_at = {1, 1},
    };
    if (text.length > XML_FILE_BYTES_MAX) {
        failure(&reading, (struct location){1, 1}, "the file is larger than 512 KiB");
        return NULL;
    }
    if (text.length == 0) {
        failure(&reading, (struct location){1, 1}, "the file is empty");
        return NULL;
    }
    if (!text_is_utf8(text)) {
        failure(&reading, broken_location(text), "the file is not UTF-8");
        return NULL;
    }

    reading.parser = xmlCreateMemoryParserCtxt((const char *)text.data, (int)text.length);
    if (reading.parser == NULL) {
        failure(&reading, (struct location){1, 1}, "the XML parser does not take the file");
        return NULL;
    }
    // The only entities are those of XML itself, which values hold replaced.
    xmlCtxtUseOptions(reading.parser, XML_PARSE_NONET | XML_PARSE_IGNORE_ENC | XML_PARSE_NOENT);
    *reading.parser->sax = (xmlSAXHandler){
        .initialized = XML_SAX2_MAGIC,
        .startElementNs = element_begin,
        .endElementNs = element_end,
        .characters = characters_take,
        .cdataBlock = characters_take,
        .internalSubset = declaration_refuse,
        .serror = problem_take,
    };
    reading.parser->userData = &reading;
    xmlParseDocument(reading.parser);
    if ((!reading.parser->wellFormed || reading.root == NULL) && !reading.has_failed) {
        failure(&reading, (struct location){1, 1}, "the file is no well-formed XML");
    }
    xmlFreeParserCtxt(reading.parser);
    return reading.has_failed ? NULL : reading.root;
}

const char *xml_attribute_find(const struct xml_element *element, const char *name)
{
    for (size_t index = 0; index < element->attribute_count; index++) {
        if (strcmp(element->attributes[index].name, name) == 0) {
            return element->attributes[index].value;
        }
    }
    return NULL;
}

bool xml_is(const struct xml_element *element, const char *name)
{
    return strcmp(element->name, name) == 0;
}

size_t xml_count(const struct xml_element *element, const char *name)
{
    size_t count = 0;
    for (const struct xml_element *child = element->first; child != NULL; child = child->next) {
        count += xml_is(child, name);
    }
    return count;
}

/// Gives a name as it stands in the file.
static const char *name_text(struct arena *arena, const xmlChar *prefix, const xmlChar *name)
{
    struct buffer text = {0};
    if (prefix != NULL) {
        buffer_print(&text, "%s:", (const char *)prefix);
    }
    buffer_print(&text, "%s", (const char *)name);
    const char *result = arena_text(arena, (const char *)text.data, text.length);
    buffer_free(&text);
    return result;
}

/// Takes over attributes. The parser gives five pointers for each: name, prefix, name space, and
/// begin and end of the value; a declaration of a name space is no attribute to it, but to us.
static void attributes_take(struct reading *reading, struct xml_element *element, int space_count,
                            const xmlChar **spaces, int attribute_count, const xmlChar **attributes)
{
    element->attribute_count = (size_t)space_count + (size_t)attribute_count;
    element->attributes =
        arena_take(reading->arena, element->attribute_count, sizeof *element->attributes);
    struct xml_attribute *next = element->attributes;
    for (int index = 0; index < space_count; index++) {
        const xmlChar *prefix = spaces[2 * index];
        *next++ = (struct xml_attribute){
            .name = prefix == NULL ? "xmlns"
                                   : name_text(reading->arena, (const xmlChar *)"xmlns", prefix),
            .value = "",
        };
    }
    for (int index = 0; index < attribute_count; index++) {
        const xmlChar **const parts = &attributes[5 * index];
        *next++ = (struct xml_attribute){
            .name = name_text(reading->arena, parts[1], parts[0]),
            .value =
                arena_text(reading->arena, (const char *)parts[3], (size_t)(parts[4] - parts[3])),
        };
    }
}

static void element_begin(void *context, const xmlChar *name, const xmlChar *prefix,
                          const xmlChar *space, int space_count, const xmlChar **spaces,
                          int attribute_count, int defaulted_count, const xmlChar **attributes)
{
    (void)space;
    (void)defaulted_count;
    struct reading *reading = context;
    struct xml_element *element = arena_take(reading->arena, 1, sizeof *element);
    element->name = name_text(reading->arena, prefix, name);
    element->at = element_location(reading);
    element->parent = reading->open;
    attributes_take(reading, element, space_count, spaces, attribute_count, attributes);

    if (reading->open == NULL) {
        reading->root = element;
    } else if (reading->open->last == NULL) {
        reading->open->first = element;
        reading->open->last = element;
    } else {
        reading->open->last->next = element;
        reading->open->last = element;
    }
    reading->open = element;
}

static void element_end(void *context, const xmlChar *name, const xmlChar *prefix,
                        const xmlChar *space)
{
    (void)name;
    (void)prefix;
    (void)space;
    struct reading *reading = context;
    if (reading->open != NULL) {
        reading->open = reading->open->parent;
    }
}

static void characters_take(void *context, const xmlChar *characters, int count)
{
    struct reading *reading = context;
    for (int index = 0; index < count; index++) {
        if (strchr(" \t\r\n", characters[index]) == NULL && reading->open != NULL) {
            reading->open->has_text = true;
        }
    }
}

static void declaration_refuse(void *context, const xmlChar *name, const xmlChar *external,
                               const xmlChar *system)
{
    (void)name;
    (void)external;
    (void)system;
    struct reading *reading = context;
    const xmlParserInputPtr input = reading->parser->input;
    failure(reading, location_of(input->line, input->col),
            "a document type declaration is not accepted");
    xmlStopParser(reading->parser);
}

static void problem_take(void *context, xmlErrorPtr problem)
{
    struct reading *reading = context;
    if (reading->has_failed || problem->level == XML_ERR_WARNING) {
        return;
    }
    struct buffer text = {0};
    buffer_print(&text, "failed to parse XML: %s",
                 problem->message == NULL ? "" : problem->message);
    while (text.length != 0 && text.data[text.length - 1] == '\n') {
        text.length--;
    }
    failure(reading, location_of(problem->line, problem->int2), buffer_string(&text));
    buffer_free(&text);
}

/// What the parser says of a place; it does not always know one.
static struct location location_of(int row, int column)
{
    return (struct location){
        .row = row < 1 ? 1 : (uint32_t)row,
        .column = column < 1 ? 1 : (uint32_t)column,
    };
}

/// Gives the first line that is not UTF-8.
static struct location broken_location(struct bytes text)
{
    struct location at = {0, 1};
    struct bytes line = {NULL, 0};
    while (text.length != 0 && text_is_utf8(line)) {
        struct bytes tail;
        (void)text_split(text, '\n', &line, &tail);
        text = tail;
        at.row++;
    }
    return at;
}

static void failure(struct reading *reading, struct location at, const char *text)
{
    if (!reading->has_failed) {
        remark_error(reading->remarks, at, REMARK_COLON, "%s", text);
    }
    reading->has_failed = true;
}

/// Gives the place of the '<' of the element that begins. The parser stands behind its attributes,
/// in whose values no '<' can stand.
static struct location element_location(struct reading *reading)
{
    const long consumed = xmlByteConsumed(reading->parser);
    size_t end = consumed < 0 ? 0 : (size_t)consumed;
    end = end < reading->text.length ? end : reading->text.length - 1;
    while (end > reading->counted_bytes && reading->text.data[end] != '<') {
        end--;
    }
    for (; reading->counted_bytes < end; reading->counted_bytes++) {
        const uint8_t byte = reading->text.data[reading->counted_bytes];
        if (byte == '\n') {
            reading->counted_at.row++;
            reading->counted_at.column = 1;
        } else if ((byte & 0xC0) != 0x80) {
            reading->counted_at.column++;
        }
    }
    return reading->counted_at;
}
