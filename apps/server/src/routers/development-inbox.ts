import { developmentMail } from '@gotrs/contract/outbox'
import { listDevelopmentMails } from '@gotrs/core/outbound/development-inbox'
import { z } from 'zod'
import { allowed, router } from '../trpc.ts'

export const developmentInboxRouter = router({
  /** The newest 50 caught mails with their links, for an admin in a browser. @throws not_found unless mail is caught and the desk is on loopback */
  list: allowed('developmentInbox.read')
    .output(z.array(developmentMail))
    .query(({ ctx }) => ctx.desk.read(ctx.actor, reader => listDevelopmentMails(reader, ctx.desk))),
})
