// SPDX-License-Identifier: Apache-2.0 OR MIT
#include "neighbour.h"

#include <lib/checked_index.h>

#include "address.h"

// RFC 4861, 10.
enum {
    QUESTIONS_MAX = 3,
    QUESTION_MILLISECONDS = 1000,
    REACHABLE_MILLISECONDS = 30000,
    DELAY_MILLISECONDS = 5000,
};

size_t ipv6_neighbour_find(const struct ipv6_address *address)
{
    size_t found = IPV6_NEIGHBOURS_MAX;
    for (size_t i = 0; i < IPV6_NEIGHBOURS_MAX; i++) {
        if (AT(ipv6_state.neighbour, i).state != IPV6_NEIGHBOUR_NONE &&
            ipv6_address_equal(&AT(ipv6_state.neighbour, i).address, address)) {
            found = i;
        }
    }
    return found;
}

static void state_set(size_t place, enum ipv6_neighbour_state state)
{
    AT(ipv6_state.neighbour, place).state = (uint8_t)state;
    AT(ipv6_state.neighbour, place).questions = 0;
    AT(ipv6_state.neighbour, place).is_question_due =
        state == IPV6_NEIGHBOUR_INCOMPLETE || state == IPV6_NEIGHBOUR_PROBE;
    uint32_t milliseconds = 0;
    switch (state) {
    case IPV6_NEIGHBOUR_REACHABLE:
        milliseconds = REACHABLE_MILLISECONDS;
        break;
    case IPV6_NEIGHBOUR_DELAY:
        milliseconds = DELAY_MILLISECONDS;
        break;
    case IPV6_NEIGHBOUR_NONE:
    case IPV6_NEIGHBOUR_INCOMPLETE:
    case IPV6_NEIGHBOUR_STALE:
    case IPV6_NEIGHBOUR_PROBE:
        break;
    }
    AT(ipv6_state.neighbour, place).at = time_now() + ipv6_ticks(milliseconds);
}

/// Whether a packet waits for the neighbour.
static bool is_wanted(size_t place)
{
    bool is_wanted = false;
    for (size_t i = 0; i < IPV6_SENDS_MAX; i++) {
        is_wanted = is_wanted || (AT(ipv6_state.sending, i).is_used &&
                                  ipv6_address_equal(&AT(ipv6_state.sending, i).next_hop,
                                                     &AT(ipv6_state.neighbour, place).address));
    }
    return is_wanted;
}

/// How easily an entry is given up: 0 for not at all. Anybody may have those given up that nobody
/// has heard of for long; only this board's own packets may have the others.
static uint32_t easiness(size_t place, bool is_for_own)
{
    switch (AT(ipv6_state.neighbour, place).state) {
    case IPV6_NEIGHBOUR_NONE:
        return 3;
    case IPV6_NEIGHBOUR_STALE:
        return is_wanted(place) ? 0 : 2;
    default:
        return is_for_own && !is_wanted(place) ? 1 : 0;
    }
}

/// The place for one more: of those that are given up most easily, that used longest ago.
/// IPV6_NEIGHBOURS_MAX: none.
static size_t place_find(bool is_for_own)
{
    size_t found = IPV6_NEIGHBOURS_MAX;
    uint32_t best = 0;
    uint64_t used_at = 0;
    for (size_t i = 0; i < IPV6_NEIGHBOURS_MAX; i++) {
        const uint32_t value = easiness(i, is_for_own);
        const uint64_t at = AT(ipv6_state.neighbour, i).used_at;
        if (value > best || (value > 0 && value == best && at < used_at)) {
            found = i;
            best = value;
            used_at = at;
        }
    }
    return found;
}

/// Makes an entry, if there is room. IPV6_NEIGHBOURS_MAX: there is none.
static size_t entry_make(const struct ipv6_address *address, bool is_for_own)
{
    const size_t place = place_find(is_for_own);
    if (place < IPV6_NEIGHBOURS_MAX) {
        AT(ipv6_state.neighbour, place).address = ipv6_address_at(address);
        AT(ipv6_state.neighbour, place).used_at = time_now();
    }
    return place;
}

void ipv6_neighbour_want(const struct ipv6_address *address)
{
    if (ipv6_neighbour_find(address) < IPV6_NEIGHBOURS_MAX) {
        return;
    }
    const size_t place = entry_make(address, true);
    if (place < IPV6_NEIGHBOURS_MAX) {
        state_set(place, IPV6_NEIGHBOUR_INCOMPLETE);
    }
}

enum error ipv6_neighbour_use(const struct ipv6_address *address)
{
    const size_t place = ipv6_neighbour_find(address);
    if (place >= IPV6_NEIGHBOURS_MAX) {
        return ERROR_NO_ACK;
    }
    AT(ipv6_state.neighbour, place).used_at = time_now();
    if (AT(ipv6_state.neighbour, place).state == IPV6_NEIGHBOUR_INCOMPLETE) {
        return ERROR_BUSY;
    }
    if (AT(ipv6_state.neighbour, place).state == IPV6_NEIGHBOUR_STALE) {
        state_set(place, IPV6_NEIGHBOUR_DELAY);
    }
    return ERROR_NONE;
}

struct ipv6_link ipv6_neighbour_link(const struct ipv6_address *address)
{
    const size_t place = ipv6_neighbour_find(address);
    return place < IPV6_NEIGHBOURS_MAX ? AT(ipv6_state.neighbour, place).link
                                       : (struct ipv6_link){.bytes = {0}};
}

static bool is_link_equal(const struct ipv6_link *one, const struct ipv6_link *other)
{
    uint8_t difference = 0;
    for (size_t i = 0; i < ETHERNET_ADDRESS_BYTES; i++) {
        difference |= AT(one->bytes, i) ^ AT(other->bytes, i);
    }
    return difference == 0;
}

void ipv6_neighbour_heard(const struct ipv6_address *address, const struct ipv6_link *link)
{
    size_t place = ipv6_neighbour_find(address);
    if (place >= IPV6_NEIGHBOURS_MAX) {
        place = entry_make(address, false);
    } else if (AT(ipv6_state.neighbour, place).state != IPV6_NEIGHBOUR_INCOMPLETE &&
               is_link_equal(&AT(ipv6_state.neighbour, place).link, link)) {
        return; // Nothing new.
    }
    if (place < IPV6_NEIGHBOURS_MAX) {
        (void)span_copy(SPAN_IN(AT(ipv6_state.neighbour, place).link.bytes),
                        CONST_SPAN_IN(link->bytes));
        state_set(place, IPV6_NEIGHBOUR_STALE);
    }
}

void ipv6_neighbour_answered(const struct ipv6_neighbour_answer *answer)
{
    const size_t place = ipv6_neighbour_find(&answer->address);
    if (place >= IPV6_NEIGHBOURS_MAX) {
        return; // Nobody has asked.
    }
    const bool is_incomplete = AT(ipv6_state.neighbour, place).state == IPV6_NEIGHBOUR_INCOMPLETE;
    if (is_incomplete && !answer->has_link) {
        return;
    }
    const bool is_other =
        answer->has_link &&
        (is_incomplete || !is_link_equal(&AT(ipv6_state.neighbour, place).link, &answer->link));
    if (is_other && !is_incomplete && !answer->is_override) {
        // Another one claims the address: the one that is known has to answer for it.
        if (AT(ipv6_state.neighbour, place).state == IPV6_NEIGHBOUR_REACHABLE) {
            state_set(place, IPV6_NEIGHBOUR_STALE);
        }
        return;
    }
    if (is_other) {
        AT(ipv6_state.neighbour, place).link = answer->link;
    }
    if (answer->is_solicited) {
        state_set(place, IPV6_NEIGHBOUR_REACHABLE);
    } else if (is_other) {
        state_set(place, IPV6_NEIGHBOUR_STALE);
    }
}

void ipv6_neighbour_asked(size_t place)
{
    AT(ipv6_state.neighbour, place).is_question_due = false;
    AT(ipv6_state.neighbour, place).questions++;
    AT(ipv6_state.neighbour, place).at = time_now() + ipv6_ticks(QUESTION_MILLISECONDS);
}

/// The time of an entry has come.
static void entry_step(size_t place)
{
    switch (AT(ipv6_state.neighbour, place).state) {
    case IPV6_NEIGHBOUR_REACHABLE:
        state_set(place, IPV6_NEIGHBOUR_STALE);
        break;
    case IPV6_NEIGHBOUR_DELAY:
        state_set(place, IPV6_NEIGHBOUR_PROBE);
        break;
    case IPV6_NEIGHBOUR_INCOMPLETE:
    case IPV6_NEIGHBOUR_PROBE:
        if (AT(ipv6_state.neighbour, place).questions < QUESTIONS_MAX) {
            AT(ipv6_state.neighbour, place).is_question_due = true;
        } else {
            state_set(place, IPV6_NEIGHBOUR_NONE);
        }
        break;
    default:
        break;
    }
}

uint64_t ipv6_neighbour_time(uint64_t now)
{
    uint64_t next = UINT64_MAX;
    for (size_t i = 0; i < IPV6_NEIGHBOURS_MAX; i++) {
        const uint8_t state = AT(ipv6_state.neighbour, i).state;
        if (state == IPV6_NEIGHBOUR_NONE || state == IPV6_NEIGHBOUR_STALE ||
            AT(ipv6_state.neighbour, i).is_question_due) {
            continue; // Nothing is due, or something that is being sent.
        }
        if (AT(ipv6_state.neighbour, i).at <= now) {
            entry_step(i);
        }
        const bool is_waiting = AT(ipv6_state.neighbour, i).at > now;
        next = is_waiting && AT(ipv6_state.neighbour, i).at < next ? AT(ipv6_state.neighbour, i).at
                                                                   : next;
    }
    return next;
}
