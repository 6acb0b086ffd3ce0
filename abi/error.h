// SPDX-License-Identifier: Apache-2.0 OR MIT
/**
 * Error values shared by kernel, capsules and programs.
 *
 * Values 1 to 13 equal the codes of the Tock 2.x system call interface (TRD 104); a program sees
 * only those. Values from 32 on are internal to the kernel and to IPC; error_to_abi() in
 * kernel/error.h is the only conversion between the two. A new value is appended.
 */
#pragma once

enum error {
    ERROR_NONE = 0,
    ERROR_FAILED = 1,
    ERROR_BUSY = 2,
    ERROR_ALREADY = 3,
    ERROR_OFF = 4,
    ERROR_RESERVE = 5,
    ERROR_INVALID = 6,
    ERROR_SIZE = 7,
    ERROR_CANCEL = 8,
    ERROR_NO_MEMORY = 9,
    ERROR_NO_SUPPORT = 10,
    ERROR_NO_DEVICE = 11,
    ERROR_UNINSTALLED = 12,
    ERROR_NO_ACK = 13,

    ERROR_FAULT = 32,           ///< a process address is bad, or the hardware refused it
    ERROR_TEXT = 33,            ///< not UTF-8
    ERROR_FULL = 34,            ///< a kernel table is full
    ERROR_UNREPRESENTABLE = 35, ///< the protection unit cannot cover exactly this range
    ERROR_STALE = 36,           ///< the generation differs: the object named is gone
    ERROR_RIGHT = 37,           ///< the capability lacks a right
    ERROR_PEER_DIED = 38,       ///< the partner of an IPC operation died
    ERROR_UPCALL = 39,          ///< a receive ended because an upcall waits
    ERROR_TRUNCATED = 40,       ///< words or capabilities were left behind
    ERROR_WOULD_BLOCK = 41,     ///< a non-blocking call found no partner
    ERROR_NO_BUDGET = 42,       ///< the process has no time left to pay for it
};
