/**
 * The library writes down how a job ended in a promise that it does not await, so a failure of that is lost. As batches,
 * even of one job, a failure ends the runner, which says so.
 * Upstream would have to await the writing also without batches.
 */
export const awaitedEnds = { worker: { completeJobBatchDelay: 0, failJobBatchDelay: 0 } }
