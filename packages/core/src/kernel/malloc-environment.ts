/**
 * How glibc keeps memory for a process with several threads (mallopt(3)). By default it keeps an arena for each thread and
 * raises the size from which it returns memory to the system, so a process keeps the memory of a large mail. glibc reads
 * these variables when a process starts, so the process that starts another one sets them.
 */
export const mallocEnvironment = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' }
