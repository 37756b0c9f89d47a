import { tokens } from '@gotrs/db/tables/accounts'
import { apiTokens } from '@gotrs/db/tables/api-tokens'
import { users } from '@gotrs/db/tables/people'
import { textToHtml } from '@gotrs/mail/body/text-to-html'
import { eq } from 'drizzle-orm'
import { secretOfToken, type Token } from '../accounts/tokens.ts'
import { reaction } from '../kernel/reaction.ts'
import type { UnitOfWork } from '../kernel/unit-of-work.ts'
import { mailboxOfDesk } from '../mailboxes/mailbox-of.ts'
import { mayMailAboutAccount } from './caps.ts'
import { isWritten, type MailToWrite, newMessageId, writeMail } from './write-mail.ts'

/** The mails with which people make an account and get back into it. Links are made from the configured base URL alone. */
export const writeAccountMail = reaction({
  name: 'write_account_mail',
  on: ['user.registrationRequested', 'user.registrationRepeated', 'user.passwordResetRequested', 'apiToken.created'],
  async after(uow, event) {
    const dedupeKey = `account:${event.id}`
    if (await isWritten(uow, dedupeKey)) return
    const letter = await letterFor(uow, event)
    if (!letter) return
    // Strangers can ask for the others. A notice is always sent: they must not be able to suppress it.
    const isAllowed = letter.purpose === 'account_notice' || (await mayMailAboutAccount(uow, letter.address))
    if (isAllowed) await write(uow, letter, dedupeKey)
  },
})

type Letter = { purpose: MailToWrite['purpose']; address: string; subject: string; lines: string[]; isSecret: boolean }
type About = Parameters<typeof writeAccountMail.after>[1]

async function letterFor(uow: UnitOfWork, event: About): Promise<Letter | null> {
  switch (event.type) {
    case 'user.registrationRequested':
      return verifyLetter(uow, event.payload.tokenId)
    case 'user.passwordResetRequested':
      return resetLetter(uow, event.payload.tokenId)
    case 'user.registrationRepeated':
      return knownLetter(uow, event.payload.userId)
    case 'apiToken.created':
      return newTokenLetter(uow, event.payload.tokenId)
    default:
      return null
  }
}

async function verifyLetter(uow: UnitOfWork, tokenId: string): Promise<Letter | null> {
  const token = await usableToken(uow, tokenId)
  if (!token?.payload) return null
  return {
    purpose: 'verify_email',
    address: token.payload.email,
    subject: 'Confirm your address',
    isSecret: true,
    lines: [
      'Somebody, probably you, registered an account with this address. To confirm the address, open this link within one hour:',
      '',
      linkOf(uow, 'verify-email', token),
      '',
      'If this was not you, ignore this mail. Without the link, no account is created.',
    ],
  }
}

async function resetLetter(uow: UnitOfWork, tokenId: string): Promise<Letter | null> {
  const token = await usableToken(uow, tokenId)
  const address = token?.userId ? await addressOf(uow, token.userId) : null
  if (!token || !address) return null
  return {
    purpose: 'password_reset',
    address,
    subject: 'Set a new password',
    isSecret: true,
    lines: [
      'To set a new password, open this link within one hour:',
      '',
      linkOf(uow, 'reset-password', token),
      '',
      'If you did not request this, ignore this mail. Your password does not change.',
    ],
  }
}

async function knownLetter(uow: UnitOfWork, userId: string): Promise<Letter | null> {
  const address = await addressOf(uow, userId)
  if (!address) return null
  return {
    purpose: 'account_exists',
    address,
    subject: 'You already have an account',
    isSecret: false,
    lines: [
      'Somebody, probably you, tried to register with this address, but it already has an account.',
      '',
      `Log in: ${uow.baseUrl}/login`,
      `Reset a forgotten password: ${uow.baseUrl}/forgot-password`,
      '',
      'If this was not you, ignore this mail.',
    ],
  }
}

/** So that the owner learns of a token that somebody else made at an unlocked computer. It shows nothing of the token. */
async function newTokenLetter(uow: UnitOfWork, tokenId: string): Promise<Letter | null> {
  const [token] = await uow.db.select().from(apiTokens).where(eq(apiTokens.id, tokenId))
  const address = token ? await addressOf(uow, token.userId) : null
  if (!token || !address) return null
  return {
    purpose: 'account_notice',
    address,
    subject: 'New API token for your account',
    isSecret: false,
    lines: [
      'Somebody with your password, probably you, created an API token. Programs that have it can act in your name.',
      '',
      `Scopes: ${token.scopes.join(', ')}`,
      `Expires: ${token.expiresAt ? token.expiresAt.toISOString().slice(0, 10) : 'never'}`,
      '',
      'If this was not you, reset your password. This revokes all your tokens and sessions:',
      `${uow.baseUrl}/forgot-password`,
    ],
  }
}

const linkOf = (uow: UnitOfWork, page: string, token: Token) =>
  `${uow.baseUrl}/${page}?token=${secretOfToken(uow.vault, token)}`

async function usableToken(uow: UnitOfWork, tokenId: string) {
  const [token] = await uow.db.select().from(tokens).where(eq(tokens.id, tokenId))
  return token && token.usedAt === null && token.expiresAt > uow.now ? token : null
}

async function addressOf(uow: UnitOfWork, userId: string): Promise<string | null> {
  const [user] = await uow.db
    .select({ email: users.email, isActive: users.isActive })
    .from(users)
    .where(eq(users.id, userId))
  return user?.isActive ? user.email : null
}

/** The mail contains no name: anybody can enter one in the form, and could send text of their choice to somebody else. */
async function write(uow: UnitOfWork, letter: Letter, dedupeKey: string): Promise<void> {
  const mailbox = await mailboxOfDesk(uow)
  const text = [...letter.lines, '', mailbox.displayName, ''].join('\n')
  await writeMail(uow, {
    purpose: letter.purpose,
    dedupeKey,
    mailbox,
    ticketId: null,
    aboutMessageId: null,
    messageId: newMessageId(uow, mailbox),
    from: { name: mailbox.displayName, address: mailbox.address },
    reply: null,
    to: [{ name: '', address: letter.address }],
    subject: letter.subject,
    text,
    html: textToHtml(text),
    inReplyTo: null,
    references: [],
    autoSubmitted: 'auto-generated',
    // A bounce repeats the mail it is about (RFC 3462): of a link none must come back into the ledger (RFC 5321, 4.5.5).
    envelopeFrom: letter.isSecret ? '' : mailbox.address,
    isSecret: letter.isSecret,
    attachments: [],
    date: uow.now,
  })
}
