/** The job that reads a mail of the ledger. */
export const processTask = 'process_inbound_mail'
/** More than a mail is tried: a job that was cut off by a stop of the program counts as well. */
export const processAttempts = 6

export const processJob = (inboundMailId: string) => ({
  task: processTask,
  payload: { inboundMailId },
  key: `inbound:${inboundMailId}`,
  maxAttempts: processAttempts,
})
