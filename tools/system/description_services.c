// SPDX-License-Identifier: Apache-2.0 OR MIT
/** Who offers which service to whom, and who asks for it. */
#include <inttypes.h>
#include <string.h>

#include "description.h"

static void services_number(struct description *description);
static void offer_check(const struct description *description,
                        const struct protection_domain *domain, struct offer *offer,
                        struct remarks *remarks);
static void seek_check(const struct description *description, struct protection_domain *domain,
                       struct seek *seek, struct remarks *remarks);

void services_check(struct description *description, struct remarks *remarks)
{
    services_number(description);
    for (size_t index = 0; index < description->domain_count; index++) {
        struct protection_domain *domain = &description->domains[index];
        for (size_t number = 0; number < domain->offer_count; number++) {
            offer_check(description, domain, &domain->offers[number], remarks);
        }
    }
    for (size_t index = 0; index < description->domain_count; index++) {
        struct protection_domain *domain = &description->domains[index];
        for (size_t number = 0; number < domain->seek_count; number++) {
            seek_check(description, domain, &domain->seeks[number], remarks);
        }
    }
}

static bool names_are_equal(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcmp(left, right) == 0;
}

/// The first offer of a service, or null; `owner`: whose it is.
static const struct offer *offer_find(const struct description *description, const char *service,
                                      const struct protection_domain **owner)
{
    for (size_t index = 0; index < description->domain_count; index++) {
        *owner = &description->domains[index];
        for (size_t number = 0; number < (*owner)->offer_count; number++) {
            if (names_are_equal((*owner)->offers[number].service, service)) {
                return &(*owner)->offers[number];
            }
        }
    }
    return NULL;
}

static void services_number(struct description *description)
{
    size_t count = 0;
    for (size_t index = 0; index < description->domain_count; index++) {
        const struct protection_domain *domain = &description->domains[index];
        for (size_t number = 0; number < domain->offer_count; number++) {
            struct offer *offer = &domain->offers[number];
            const struct protection_domain *owner;
            const struct offer *first = offer_find(description, offer->service, &owner);
            if (first == offer) {
                offer->service_number = count++;
            } else if (first != NULL) {
                offer->service_number = first->service_number;
            }
        }
    }
}

static bool is_sought(const struct protection_domain *seeker, const char *service)
{
    for (size_t number = 0; number < seeker->seek_count; number++) {
        if (names_are_equal(seeker->seeks[number].service, service)) {
            return true;
        }
    }
    return false;
}

static void offer_check(const struct description *description,
                        const struct protection_domain *domain, struct offer *offer,
                        struct remarks *remarks)
{
    if (offer->service == NULL || offer->pd == NULL) {
        return; // It has its remark.
    }
    offer->seeker = domain_find(description, offer->pd);
    if (offer->seeker == NULL) {
        remark_on(remarks, offer->at, "offer", "invalid PD name '%s'", offer->pd);
        return;
    }
    const struct protection_domain *owner;
    (void)offer_find(description, offer->service, &owner);
    if (owner != domain) {
        remark_error(remarks, offer->at, REMARK_AT,
                     "service '%s' is offered by two protection domains: '%s' and '%s'",
                     offer->service, owner->name == NULL ? "" : owner->name,
                     domain->name == NULL ? "" : domain->name);
    }
    for (const struct offer *former = domain->offers; former < offer; former++) {
        if (names_are_equal(former->service, offer->service) &&
            names_are_equal(former->pd, offer->pd)) {
            remark_error(remarks, offer->at, REMARK_AT,
                         "service '%s' is offered to protection domain '%s' twice", offer->service,
                         offer->pd);
            break;
        }
    }
    const uint64_t from = number_or(offer->seeker->priority, 0);
    const uint64_t to = number_or(domain->priority, 0);
    if (!offer->seeker->priority.is_bad && !domain->priority.is_bad && from >= to) {
        remark_error(remarks, offer->at, REMARK_AT,
                     "PPCs must be to protection domains of strictly higher priorities; service "
                     "'%s' is offered to pd %s (priority: %" PRIu64 ") by pd %s (priority: %" PRIu64
                     ")",
                     offer->service, offer->pd, from, domain->name == NULL ? "" : domain->name, to);
    }
    if (!is_sought(offer->seeker, offer->service)) {
        remark_warning(remarks, offer->at,
                       "service '%s' is offered to protection domain '%s', which does not seek it",
                       offer->service, offer->pd);
    }
}

static void seek_check(const struct description *description, struct protection_domain *domain,
                       struct seek *seek, struct remarks *remarks)
{
    if (seek->service == NULL) {
        return;
    }
    for (const struct seek *former = domain->seeks; former < seek; former++) {
        if (names_are_equal(former->service, seek->service)) {
            remark_error(remarks, seek->at, REMARK_AT,
                         "service '%s' is sought twice in protection domain '%s'", seek->service,
                         domain->name == NULL ? "" : domain->name);
            return;
        }
    }
    const struct protection_domain *owner;
    const bool is_offered = offer_find(description, seek->service, &owner) != NULL;
    for (size_t number = 0; is_offered && number < owner->offer_count; number++) {
        const struct offer *offer = &owner->offers[number];
        if (offer->seeker == domain && names_are_equal(offer->service, seek->service)) {
            seek->offer = offer;
            return;
        }
    }
    remark_warning(remarks, seek->at,
                   "service '%s' is sought by protection domain '%s', to which nobody offers it",
                   seek->service, domain->name == NULL ? "" : domain->name);
}
