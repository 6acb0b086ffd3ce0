// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * The part of seL4's header that programs of Microkit use. Names, values and layouts are seL4's;
 * there are no calls to objects of its kernel, since this kernel has none.
 *
 * A fault has the same number in every build: portable programs use the names.
 */
#pragma once

#include <ipc/message.h>
#include <sel4/fault_words.h>
#include <stdint.h>

typedef int8_t seL4_Int8;
typedef uint8_t seL4_Uint8;
typedef int16_t seL4_Int16;
typedef uint16_t seL4_Uint16;
typedef int32_t seL4_Int32;
typedef uint32_t seL4_Uint32;
typedef int64_t seL4_Int64;
typedef uint64_t seL4_Uint64;
typedef uintptr_t seL4_Word; ///< as wide as a register
typedef seL4_Word seL4_CPtr;
typedef seL4_Int8 seL4_Bool;

#define seL4_True 1
#define seL4_False 0
#define seL4_Null 0
#define seL4_WordBits (8 * (int)sizeof(seL4_Word))
enum { seL4_CapNull = 0 };

enum {
    seL4_MsgLengthBits = 7,
    seL4_MsgMaxLength = 120,
    seL4_MsgExtraCapBits = 2,
    seL4_MsgMaxExtraCaps = 3,
};

typedef enum {
    seL4_NoError = 0,
    seL4_InvalidArgument,
    seL4_InvalidCapability,
    seL4_IllegalOperation,
    seL4_RangeError,
    seL4_AlignmentError,
    seL4_FailedLookup,
    seL4_TruncatedMessage,
    seL4_DeleteFirst,
    seL4_RevokeFirst,
    seL4_NotEnoughMemory,
    seL4_NumErrors,
} seL4_Error;

/// Labels of the messages that fault() gets.
typedef enum {
    seL4_Fault_NullFault = 0,
    seL4_Fault_CapFault = 1,
    seL4_Fault_UnknownSyscall = 2,
    seL4_Fault_UserException = 3,
    seL4_Fault_DebugException = 4,
    seL4_Fault_Timeout = 5,
    seL4_Fault_VMFault = 6,
} seL4_FaultType;

/// Words of a memory fault, and of time that was used up. The others have those of the registers:
/// sel4/fault_words.h.
enum {
    seL4_VMFault_IP = 0,
    seL4_VMFault_Addr = 1,
    seL4_VMFault_PrefetchFault = 2,
    seL4_VMFault_FSR = 3,
    seL4_VMFault_Length = 4,
};
enum {
    seL4_Timeout_Data = 0,
    seL4_Timeout_Consumed_HighBits = 1,
    seL4_Timeout_Consumed_LowBits = 2,
    seL4_Timeout_Length = 3,
};

// ---------------------------------------------------------------------------------------------
// Message information: bits 6:0 length, 8:7 extra capabilities, 11:9 unwrapped, then the label.

typedef struct seL4_MessageInfo {
    seL4_Word words[1];
} seL4_MessageInfo_t;

static inline seL4_MessageInfo_t seL4_MessageInfo_new(seL4_Word label, seL4_Word caps_unwrapped,
                                                      seL4_Word extra_caps, seL4_Word length)
{
    return (seL4_MessageInfo_t){
        {ipc_info_offering(label, length, extra_caps) | (caps_unwrapped & 7) << 9}};
}

static inline seL4_Word seL4_MessageInfo_get_label(seL4_MessageInfo_t info)
{
    return ipc_info_label(info.words[0]);
}

static inline seL4_Word seL4_MessageInfo_get_capsUnwrapped(seL4_MessageInfo_t info)
{
    return ipc_info_unwrapped(info.words[0]);
}

static inline seL4_Word seL4_MessageInfo_get_extraCaps(seL4_MessageInfo_t info)
{
    return ipc_info_capabilities(info.words[0]);
}

static inline seL4_Word seL4_MessageInfo_get_length(seL4_MessageInfo_t info)
{
    return ipc_info_length(info.words[0]);
}

static inline seL4_MessageInfo_t seL4_MessageInfo_set_label(seL4_MessageInfo_t info,
                                                            seL4_Word label)
{
    return (seL4_MessageInfo_t){{(info.words[0] & 0xFFF) | label << 12}};
}

static inline seL4_MessageInfo_t seL4_MessageInfo_set_length(seL4_MessageInfo_t info,
                                                             seL4_Word length)
{
    return (seL4_MessageInfo_t){{(info.words[0] & ~(seL4_Word)0x7F) | (length & 0x7F)}};
}

// ---------------------------------------------------------------------------------------------
// Words of the message, 0 to 119. Beyond that the program stops with one line.

static inline seL4_Word seL4_GetMR(int index)
{
    return ipc_word_get_at(ipc_current(), (seL4_Word)index, IPC_PLACE("seL4_GetMR"));
}
#define seL4_GetMR(index) \
    ipc_word_get_at(ipc_current(), (seL4_Word)(index), IPC_PLACE("seL4_GetMR"))

static inline void seL4_SetMR(int index, seL4_Word value)
{
    ipc_word_set_at(ipc_current(), (seL4_Word)index, value, IPC_PLACE("seL4_SetMR"));
}
#define seL4_SetMR(index, value) \
    ipc_word_set_at(ipc_current(), (seL4_Word)(index), (value), IPC_PLACE("seL4_SetMR"))

/// Writes one character to the console.
void seL4_DebugPutChar(char character);
