// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Reads XML into a tree of elements that know where they stand.
 *
 * Only what system files need: elements, attributes, and whether there is other text. Comments and
 * processing instructions are skipped. A document type declaration is refused, so no entity but
 * the five of XML itself exists, and a small file cannot become a large tree.
 *
 * Source: Extensible Markup Language (XML) 1.0, fifth edition.
 */
#pragma once

#include <stdbool.h>

#include "arena.h"
#include "buffer.h"
#include "remarks.h"

enum { XML_FILE_BYTES_MAX = 512 * 1024 };

struct xml_attribute {
    const char *name;
    const char *value; ///< references replaced
};

struct xml_element {
    const char *name;
    struct location at; ///< of its '<'
    bool has_text;      ///< characters other than white space stand directly in it
    struct xml_attribute *attributes;
    size_t attribute_count;
    struct xml_element *first; ///< child
    struct xml_element *last;
    struct xml_element *next; ///< sibling
    struct xml_element *parent;
};

/**
 * Reads a document.
 *
 * @param text   borrow.
 * @param arena  holds the tree.
 * @return the root element; null when it is no such document: the reason is a remark.
 */
struct xml_element *xml_read(struct bytes text, struct arena *arena, struct remarks *remarks);

/** Gives the value of an attribute, null when it is not there. */
const char *xml_attribute_find(const struct xml_element *element, const char *name);

/** Says whether the element has this name. */
bool xml_is(const struct xml_element *element, const char *name);

/** Counts the children with this name. */
size_t xml_count(const struct xml_element *element, const char *name);
