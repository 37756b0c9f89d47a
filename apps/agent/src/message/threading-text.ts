import type { Message } from '@gotrs/contract/messages'

type Threading = NonNullable<NonNullable<Message['staff']>['threading']>

const rules: Record<string, string> = {
  reply_address: 'It was sent to the reply address of this ticket.',
  in_reply_to: 'It answers a mail of this ticket.',
  references: 'It belongs to a mail conversation of this ticket.',
  body_marker: "It holds the reference line of one of this ticket's mails.",
  subject_number: "Its subject has this ticket's number, and the sender takes part in it.",
}

/** Why a mail stands in this ticket. A rule of a newer server is told by the server's own sentence. */
export const threadingText = ({ rule, reason }: Threading): string => rules[rule] ?? reason
