import type { Message } from '@gotrs/contract/messages'
import { InvitationCard } from '@gotrs/web/mail/invitation-card.tsx'
import { Attachments } from './attachments.tsx'
import { Copies } from './copies.tsx'
import { EncryptionNotice } from './encryption-notice.tsx'
import { MessageBody } from './message-body.tsx'

/** What a message says and brings, the same for one of the conversation and for a held one. */
export const MessageContent = ({ message }: { message: Message }) => (
  <>
    <Copies message={message} />
    {message.invitation && <InvitationCard invitation={message.invitation} />}
    <EncryptionNotice message={message} />
    <MessageBody message={message} />
    <Attachments message={message} />
  </>
)
