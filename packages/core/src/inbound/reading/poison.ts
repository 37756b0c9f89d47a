let token: string | null = null

/**
 * For tests: mails that hold this word, and what is to happen, spoil the thread that reads them. Set from the
 * environment by the mail-worker; null in every other process.
 */
export function poisonMails(word: string | null): void {
  token = word
}

export const poisonWord = (): string | null => token

/** In the thread: hangs it, ends it, or uses all of its memory, as `<word>-hang` and the like in `raw` ask. */
export function spoil(raw: Buffer, word: string): void {
  if (raw.includes(`${word}-hang`)) for (;;);
  if (raw.includes(`${word}-exit`)) process.exit(1)
  if (raw.includes(`${word}-throw`)) throw new Error('The mail is poisoned.')
  if (raw.includes(`${word}-memory`)) for (const eaten: object[] = []; ; ) eaten.push({ eaten: [...'eaten'] })
}
