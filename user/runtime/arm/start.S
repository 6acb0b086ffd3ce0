// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The first instructions of a program, for Armv7-M. Its addresses are fixed at link time.
//
// The kernel enters at _start with r0 = start of the application, r1 = start of its memory,
// r2 = bytes of its memory, r3 = its break. Nothing but a frame's worth of memory is accessible
// and sp points at its end, which is enough for system calls but not for C.

    .syntax unified
    .thumb

    .section .text.start, "ax", %progbits

// Reached from the kernel only. r4 to r11 are free.
    .global _start
    .type _start, %function
    .thumb_func
_start:
    ldr     r4, =__flash_start
    cmp     r0, r4
    bne     wrong_place
    ldr     r4, =__ram_start
    cmp     r1, r4
    bne     wrong_place

    // Move the break to the end of what the program has linked: the heap starts there.
    ldr     r4, =__heap_start
    movs    r0, #0
    mov     r1, r4
    svc     #5
    cmp     r0, #128
    bne     no_memory
    ldr     r5, =__stack_top
    mov     sp, r5

    // Tell the kernel where stack and heap are; it shows them in fault reports.
    movs    r0, #10
    mov     r1, r5
    svc     #5
    movs    r0, #11
    mov     r1, r4
    svc     #5

    // Initialised data from flash, then zeroes. All bounds are multiples of 4.
    ldr     r0, =__data_source
    ldr     r1, =__data_start
    ldr     r2, =__data_end
    b       2f
1:  ldr     r3, [r0], #4
    str     r3, [r1], #4
2:  cmp     r1, r2
    blo     1b
    ldr     r2, =__bss_end
    movs    r3, #0
    b       4f
3:  str     r3, [r1], #4
4:  cmp     r1, r2
    blo     3b

    // errno and its like are thread-local in picolibc.
    ldr     r0, =__tls_base
    bl      _set_tls
    bl      __libc_init_array
    bl      main
    bl      exit
    udf     #0

// Reached from _start if the program was not loaded where it was linked. Low-level debug, alert 2.
wrong_place:
    movs    r2, #2
    b       give_up

// Reached from _start if the kernel refused the memory. Low-level debug, alert 1.
no_memory:
    movs    r2, #1

// Reached from the two above with the alert code in r2. Ends with code 1.
give_up:
    movs    r0, #8
    movs    r1, #1
    movs    r3, #0
    svc     #2
    movs    r0, #0
    movs    r1, #1
    svc     #6
    udf     #0

    .size _start, . - _start
    .pool
