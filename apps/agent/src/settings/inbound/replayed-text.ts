const mails = (count: number) => (count === 1 ? '1 mail' : `${count} mails`)

/** What comes of reading mails again, where some of them can be. */
export function replayedText(count: number, failed: number, why: string): string {
  if (failed === 0) return count === 1 ? 'Mail reprocessed' : `${mails(count)} reprocessed`
  return `${mails(count - failed)} reprocessed, ${mails(failed)} failed: ${why}`
}
