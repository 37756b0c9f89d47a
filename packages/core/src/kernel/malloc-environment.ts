/**
 * How glibc keeps memory for a process with several threads (mallopt(3)). Left to itself it keeps an arena for each
 * thread and raises the size from which it gives memory back: what a large mail took stays with the process. It is read
 * when a process starts, so the process that starts another one passes it on.
 */
export const mallocEnvironment = { MALLOC_ARENA_MAX: '2', MALLOC_TRIM_THRESHOLD_: '131072' }
