import type { Message } from '@gotrs/contract/messages'
import { type FailedRecipient, failedRecipients } from '../message/delivery-text.ts'

export type Undelivered = { messageId: string; failed: FailedRecipient[] }

/** The latest answer that left by mail, where it failed to reach somebody: its writer takes it for read otherwise. */
export function undeliveredAnswer(messages: readonly Message[]): Undelivered | null {
  const answer = messages.findLast(message => message.kind === 'public' && message.staff?.delivery)
  if (!answer?.staff?.delivery) return null
  const failed = failedRecipients(answer.staff.delivery)
  return failed.length > 0 ? { messageId: answer.id, failed } : null
}
