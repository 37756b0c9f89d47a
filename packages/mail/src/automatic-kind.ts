import type { AutomaticKind } from './parsed-mail.ts'

/** Written by a program rather than by a person who waits for an answer. */
export const programKinds: readonly AutomaticKind[] = ['out_of_office', 'auto_replied', 'auto_generated']
export const isWrittenByProgram = (kind: AutomaticKind): boolean => programKinds.includes(kind)

/** An answer that a program sent: it is added to its ticket if it has one, and starts no ticket. */
export const isAutomaticAnswer = (kind: AutomaticKind): boolean => kind === 'out_of_office' || kind === 'auto_replied'
