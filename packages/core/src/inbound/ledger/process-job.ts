/** The job that reads a mail of the ledger. */
export const processTask = 'process_inbound_mail'
/** More than the attempts of a mail: a job that a stop of the program interrupts counts as well. */
export const processAttempts = 6

export const processJob = (inboundMailId: string) => ({
  task: processTask,
  payload: { inboundMailId },
  key: `inbound:${inboundMailId}`,
  maxAttempts: processAttempts,
})
