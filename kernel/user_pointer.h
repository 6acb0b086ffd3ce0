// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Typed pointers into the memory of processes.
 *
 *     USER_POINTER(const struct request) from = {.address = user_address_from_word(word)};
 *     struct request request;
 *     enum error error = user_get(process, &request, from);
 *
 * It is the address with a type, and as large: nothing is checked when it is made, and nothing can
 * be read through it. A pointer to const can only be read from. The macros copy one element, or
 * `count` of them; where the types of the two sides differ, they do not compile, and neither do
 * types that not every pattern of bits is a value of: pointers and bool. A structure is for its
 * owner to choose: numbers only.
 *
 * Checked in this order: null and alignment, range and rights, then by the hardware. Context:
 * kernel.
 *
 * @retval ERROR_FAULT  null, not aligned for the type, or refused; an element read is zero from the
 *                      first byte on that did not arrive.
 * @retval ERROR_SIZE   `count` elements are more than USER_COPY_BYTES_MAX bytes, or than fit a
 *                      number: nothing is touched.
 */
#pragma once

#include "user_copy.h"

#define USER_POINTER(type)           \
    struct {                         \
        struct user_address address; \
        type *user_type_[0];         \
    }

static inline bool user_pointer_is_null_(struct user_address address)
{
    return user_address_to_word(address) == 0;
}

#define user_pointer_is_null(pointer) user_pointer_is_null_((pointer).address)

/// From a process: one element to *to, or `count` to an array.
#define user_get(process, to, pointer) user_get_array((process), (to), (pointer), 1)
#define user_get_array(process, to, pointer, count)                                                \
    (USER_SAME_TYPE_((to), (pointer)), user_array_in_((process), (to), (pointer).address, (count), \
                                                      sizeof *(to), _Alignof(__typeof__(*(to)))))

/// To a process: one element from *from, or `count` from an array.
#define user_put(process, pointer, from) user_put_array((process), (pointer), (from), 1)
#define user_put_array(process, pointer, from, count)                               \
    (USER_SAME_TYPE_((from), (pointer)), USER_WRITABLE_(pointer),                   \
     user_array_out_((process), (from), (pointer).address, (count), sizeof *(from), \
                     _Alignof(__typeof__(*(from)))))

// What follows is for the macros alone. A fact that is not true does not compile.
#define USER_FACT_(fact, text)       \
    ((void)sizeof(struct {           \
        static_assert((fact), text); \
        char none_;                  \
    }))

#define USER_SAME_TYPE_(local, pointer)                                              \
    USER_FACT_(__builtin_types_compatible_p(__typeof__(*(local)),                    \
                                            __typeof__(*(pointer).user_type_[0])) && \
                   !__builtin_types_compatible_p(__typeof__(*(local)), bool) &&      \
                   __builtin_classify_type(*(local)) != USER_CLASS_POINTER_,         \
               "both sides have one type, whose values are all patterns of bits")

#define USER_WRITABLE_(pointer)                                                             \
    USER_FACT_(!__builtin_types_compatible_p(__typeof__((pointer).user_type_[0]),           \
                                             const __typeof__(*(pointer).user_type_[0]) *), \
               "what is const is not written")

enum { USER_CLASS_POINTER_ = 5 }; ///< as compilers number the kinds of types

MUST_CHECK enum error user_array_in_(struct process *process, void *to, struct user_address from,
                                     size_t count, size_t bytes_each, size_t alignment);
MUST_CHECK enum error user_array_out_(struct process *process, const void *from,
                                      struct user_address to, size_t count, size_t bytes_each,
                                      size_t alignment);
