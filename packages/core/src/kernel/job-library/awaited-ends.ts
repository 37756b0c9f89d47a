/**
 * The library records the end of a job in a promise that it does not await, so an error of that write is lost. With
 * batches, even of one job, such an error ends the runner, which reports it.
 * Upstream would have to await the write without batches too.
 */
export const awaitedEnds = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
