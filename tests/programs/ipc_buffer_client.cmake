# SPDX-License-Identifier: Apache-2.0 OR MIT
set(PROGRAM_SOURCES ../ipc_buffer/client.c)
set(PROGRAM_COMPILE_OPTIONS -I${CMAKE_SOURCE_DIR}/tests/ipc_buffer -DCLIENT=ipc_buffer_client
    -DCLIENT_NESTED=ipc_buffer_client_nested "-DPROBE(name)=ipc_buffer_probe_##name")
set(PROGRAM_STACK_BYTES 3072)
set(PROGRAM_MEMORY_BYTES_MIN 8192)
