// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * A ring: up to so many values, oldest first. trusted
 *
 *     RING(uint8_t, 16) typed;
 *
 * A ring that is all zero is empty. Context: kernel.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include <lib/attributes.h>
#include <lib/checked_index.h>

struct ring_places {
    size_t first_;
    size_t count_;
};

#define RING(type, capacity)        \
    struct {                        \
        struct ring_places places_; \
        type entry_[capacity];      \
    }

#define RING_COUNT(ring) (+(ring).places_.count_)

/// Adds a value. False: the ring is full, and stays as it is.
#define RING_PUT(ring, value)                              \
    ((ring).places_.count_ < ARRAY_COUNT((ring).entry_) && \
     (AT((ring).entry_, ring_put_(&(ring).places_, ARRAY_COUNT((ring).entry_))) = (value), true))

/// Moves the oldest value to a variable. False: the ring is empty, and the variable as it was.
#define RING_TAKE(ring, variable)                                                              \
    ((ring).places_.count_ > 0 &&                                                              \
     ((variable) = AT((ring).entry_, ring_take_(&(ring).places_, ARRAY_COUNT((ring).entry_))), \
      true))

static ALWAYS_INLINE size_t ring_put_(struct ring_places *places, size_t capacity)
{
    const size_t place = (places->first_ + places->count_) % capacity;
    places->count_++;
    return place;
}

static ALWAYS_INLINE size_t ring_take_(struct ring_places *places, size_t capacity)
{
    const size_t place = places->first_;
    places->first_ = (place + 1u) % capacity;
    places->count_--;
    return place;
}
