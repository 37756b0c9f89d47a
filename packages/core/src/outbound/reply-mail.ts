import { writtenOutsideRule } from '../conversation/written-outside.ts'
import { reaction } from '../kernel/reaction.ts'
import { loadReply, replyLetter } from './reply-letter.ts'
import { isWritten, writeMail, writeUnsentMail } from './write-mail.ts'

/** Sends a reply of staff as mail. */
export const writeReplyMail = reaction({
  name: 'write_reply_mail',
  on: ['message.sent'],
  async after(uow, event) {
    const dedupeKey = `reply:${event.payload.messageId}`
    if (await isWritten(uow, dedupeKey)) return
    const reply = await loadReply(uow, event.payload.messageId)
    // A note is never sent, whatever the event is.
    if (reply?.message.kind !== 'public' || !reply.message.isFromStaff) return
    if (reply.message.threadingRule === writtenOutsideRule) return
    const letter = await replyLetter(uow, reply, dedupeKey)
    if ('mail' in letter) await writeMail(uow, letter.mail)
    else await writeUnsentMail(uow, letter.unsent, letter.obstacle.reason)
  },
})
