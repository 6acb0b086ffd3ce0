// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The languages of inputs, as lists of names. tools/fuzz/seeds.py reads them, and makes inputs of
 * text with these names.
 *
 * Target `system_calls`: an input is one byte that chooses the protection unit, and records of
 * OPERATION_BYTES bytes:
 *
 *     operation, choice, number, base, offset, base, offset, more
 *
 * A pair of base and offset is a value: what the base stands for when the operation is done, and
 * the signed offset from there. All bytes are good: names count modulo their number.
 *
 * Target `user_access`: the same, with these fields, and operations that are kernel functions:
 *
 *     function, disturbance, number, base, offset, base, offset, length
 *
 * Target `ipc_calls`: the same with IPC_OPERATIONS. Those of the system description count wherever
 * they stand; kinds, rights, flags as numbers, modulo what there is.
 *
 * Target `process_console`: bytes that are typed; from 0xF8 on, happenings.
 */
#pragma once

enum { OPERATION_BYTES = 8 };

#define OPERATIONS(X)                                                 \
    X(YIELD_WAIT)                                                     \
    X(YIELD_NO_WAIT)    /* value: address of the flag */              \
    X(YIELD_WAIT_FOR)   /* choice: driver, number: upcall */          \
    X(SUBSCRIBE)        /* driver, upcall, function, data */          \
    X(COMMAND)          /* driver, command, argument, argument */     \
    X(ALLOW_READ_WRITE) /* driver, buffer, address, length */         \
    X(ALLOW_READ_ONLY)  /* the same */                                \
    X(ALLOW_USER_READABLE)                                            \
    X(MEMOP) /* -, operation, argument, argument */                   \
    X(EXIT)  /* -, -, kind */                                         \
    X(CALL)  /* -, class, argument, argument */                       \
    X(UPCALL_RETURN)                                                  \
    X(FAULT)       /* -, cause */                                     \
    X(STACK_SET)   /* -, -, stack pointer */                          \
    X(MEMORY_FILL) /* byte, -, address, length */                     \
    X(TICK)                                                           \
    X(TIME)         /* more: unit, -, number of units */              \
    X(LINE_SENT)    /* -, bytes that the line can keep from now on */ \
    X(TYPE)         /* six bytes, none of them 0 */                   \
    X(TYPE_COMMAND) /* choice: command, number: program */            \
    X(BUTTON)       /* which */                                       \
    X(ENTROPY_FILL) /* -, bytes */                                    \
    X(ENTROPY_FAIL)                                                   \
    X(ACCESS_REFUSE)    /* -, which access from now on */             \
    X(ACCESS_INTERRUPT) /* -, before which access from now on */      \
    X(CAPSULE_FAIL)     /* which */                                   \
    X(SETTLE)

#define BASES(X)                                                  \
    X(SMALL)  /* 0 */                                             \
    X(MEMORY) /* of the program that runs */                      \
    X(BUFFER) /* 64 bytes above, offset in words */               \
    X(BREAK)                                                      \
    X(EXPOSED)                                                    \
    X(KERNEL_BREAK)                                               \
    X(MEMORY_END)                                                 \
    X(ALLOW_MARK)                                                 \
    X(STACK)                                                      \
    X(IMAGE)                                                      \
    X(CODE)                                                       \
    X(IMAGE_END)                                                  \
    X(ROOM)         /* from the first value to the break */       \
    X(IMAGE_ROOM)   /* from the first value to the image's end */ \
    X(OTHER_MEMORY) /* of the next program */                     \
    X(OTHER_BREAK)                                                \
    X(OTHER_END)                                                  \
    X(OTHER_IMAGE)                                                \
    X(KERNEL)                                                     \
    X(DEVICES)                                                    \
    X(TOP_HALF)   /* 0x80000000 */                                \
    X(NOW)        /* low word of the time */                      \
    X(HUNDREDS)   /* 100 for each of the offset */                \
    X(PAGES)      /* the offset in the top byte */                \
    X(IPC_BUFFER) /* where an IPC buffer can be */

#define DRIVERS(X)     \
    X(ALARM)           \
    X(CONSOLE)         \
    X(LED)             \
    X(BUTTONS)         \
    X(LOW_LEVEL_DEBUG) \
    X(RNG)             \
    X(ABSENT)          \
    X(ABSENT_HIGH)

/// Lines for the process console; those with %s name a program.
#define TYPED(X)                      \
    X(LIST, "list")                   \
    X(STATUS, "status")               \
    X(KERNEL_MAP, "kernel")           \
    X(STOP, "stop %s")                \
    X(START, "start %s")              \
    X(FAULT_IT, "fault %s")           \
    X(TERMINATE, "terminate %s")      \
    X(BOOT, "boot %s")                \
    X(PROCESS, "process %s")          \
    X(FOCUS, "focus %s")              \
    X(CONSOLE_STOP, "console-stop")   \
    X(CONSOLE_START, "console-start") \
    X(HELP, "help")

#define HAPPENINGS(X)                                                            \
    X(TICK)                                                                      \
    X(TIME)                                                                      \
    X(SENT)  /* next byte: room of the line from now on */                       \
    X(PRINT) /* next byte: count of bytes, which the program that runs prints */ \
    X(DEBUG) /* next byte: what the program that runs shows as a number */       \
    X(READ)  /* the program that runs reads what is typed */                     \
    X(YIELD) /* the next program runs */                                         \
    X(END)   /* next byte: the program that runs faults, exits or restarts */

/// How long is `length` + 256 * (`number` / 16) bytes; what else `number` says, it says modulo 16.
#define FUNCTIONS(X)                                                           \
    X(FILL)   /* the program writes letters, number: how often there is a 0 */ \
    X(BREAK)  /* the program moves its break to the first value */             \
    X(SWITCH) /* the next program runs */                                      \
    X(RANGE_CHECK)                                                             \
    X(COPY_IN)                                                                 \
    X(COPY_OUT)                                                                \
    X(CLEAR)                                                                   \
    X(ACROSS) /* from the first value to the second, of the next program */    \
    X(STRING)                                                                  \
    X(TEXT)                                                                    \
    X(ADDRESSES)                                                               \
    X(LOAD)      /* number: width */                                           \
    X(STORE)     /* number: width */                                           \
    X(ARRAY_IN)  /* number: type */                                            \
    X(ARRAY_OUT) /* number: type */                                            \
    X(EXCHANGE)  /* number: whether what is there is expected */

/// Of an IPC call: index, info's length; window's first, window's count and reply slot; word 0;
/// label and capabilities. Words 1 to 3 are base, offset and more.
#define IPC_OPERATIONS(X)                                                       \
    X(ROW)    /* program, rank and flags, reply slots, slots, budget, parent */ \
    X(ENTRY)  /* program, kind, target, rights, channel, badge, watch */        \
    X(SOUGHT) /* program, of which, -, rights, -, badge */                      \
    X(PATCH)  /* -, -, -, place, place, byte */                                 \
    X(CALL)                                                                     \
    X(REPLY_RECEIVE)                                                            \
    X(RECEIVE)                                                                  \
    X(RECEIVE_POLL)                                                             \
    X(SEND)                                                                     \
    X(SEND_POLL)                                                                \
    X(REPLY)                                                                    \
    X(SIGNAL)                                                                   \
    X(SEND_RECEIVE)                                                             \
    X(WAIT)                                                                     \
    X(POLL)                                                                     \
    X(YIELD)                                                                    \
    X(CAPABILITY)                                                               \
    X(OBJECT)                                                                   \
    X(BUFFER_SET)                                                               \
    X(RESERVED)                                                                 \
    X(OFFERS)     /* index, index, index, rights */                             \
    X(NAME)       /* a service's name, to the begin of its memory */            \
    X(TOCK_YIELD) /* -, kind, flag */                                           \
    X(SUBSCRIBE)  /* driver, upcall, function, data */                          \
    X(COMMAND)    /* driver, command, argument, argument */                     \
    X(EXIT)       /* -, -, kind */                                              \
    X(FAULT)      /* -, cause */                                                \
    X(STACK_SET)  /* -, -, stack pointer */                                     \
    X(BREAK_SET)  /* -, -, break */                                             \
    X(TICK)                                                                     \
    X(TIME) /* more: unit, -, number of units */                                \
    X(LINE) /* which */                                                         \
    X(TYPE_COMMAND)                                                             \
    X(ACCESS_REFUSE)                                                            \
    X(CAPSULE_FAIL)                                                             \
    X(SETTLE)
