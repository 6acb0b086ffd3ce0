// SPDX-License-Identifier: Apache-2.0 OR MIT
//
// The first instructions of a program, for 32-bit RISC-V. Its addresses are fixed at link time.
//
// The kernel enters at _start with a0 = start of the application, a1 = start of its memory,
// a2 = bytes of its memory, a3 = its break. Perhaps no byte of memory is accessible yet, so the
// stack is used only after the break has moved; system calls need none.

    .section .text.start, "ax", %progbits

// Reached from the kernel only. All registers but a0 to a3 are free.
    .global _start
    .type _start, %function
_start:
    la      t0, __flash_start
    bne     a0, t0, wrong_place
    la      t0, __ram_start
    bne     a1, t0, wrong_place

    // Move the break to the end of what the program has linked: the heap starts there. Every
    // register but the results survives a system call.
    la      s0, __heap_start
    la      s1, __stack_top
    li      a4, 5
    li      a0, 0
    mv      a1, s0
    ecall
    li      t0, 128
    bne     a0, t0, no_memory
    mv      sp, s1

    // Tell the kernel where stack and heap are; it shows them in fault reports.
    li      a0, 10
    mv      a1, s1
    ecall
    li      a0, 11
    mv      a1, s0
    ecall

    // Initialised data from flash, then zeroes. All bounds are multiples of 4.
    la      a0, __data_source
    la      a1, __data_start
    la      a2, __data_end
    j       2f
1:  lw      t0, 0(a0)
    sw      t0, 0(a1)
    addi    a0, a0, 4
    addi    a1, a1, 4
2:  bltu    a1, a2, 1b
    la      a2, __bss_end
    j       4f
3:  sw      zero, 0(a1)
    addi    a1, a1, 4
4:  bltu    a1, a2, 3b

    // errno and its like are thread-local in picolibc. The thread pointer is where they start.
    la      tp, __tls_base
    call    __libc_init_array
    call    main
    call    exit
    unimp

// Reached from _start if the program was not loaded where it was linked. Low-level debug, alert 2.
wrong_place:
    li      a2, 2
    j       give_up

// Reached from _start if the kernel refused the memory. Low-level debug, alert 1.
no_memory:
    li      a2, 1

// Reached from the two above with the alert code in a2. Ends with code 1.
give_up:
    li      a0, 8
    li      a1, 1
    li      a3, 0
    li      a4, 2
    ecall
    li      a0, 0
    li      a1, 1
    li      a4, 6
    ecall
    unimp

    .size _start, . - _start
