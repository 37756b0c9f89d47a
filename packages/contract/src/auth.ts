import { z } from 'zod'
import { email, emailText, id, isoTime, line } from './ids.ts'
import { role } from './roles.ts'
import { shape } from './shape.ts'

/** NIST SP 800-63B, section 3.1.1: long rather than complicated; common ones are rejected by the server. */
export const password = z.string().min(12).max(128)

export const loginInput = z
  .object({
    email: email.describe('The address of the account.'),
    password: z.string().min(1).max(128).describe('The password of the account.'),
  })
  .strict()
export type LoginInput = z.infer<typeof loginInput>

/** Always the same answer, whether the address is known or not; what follows is in the mail. */
export const registerInput = z
  .object({
    name: line(120).describe('The name that others see.'),
    email: email.describe('Where the mail goes that says how it goes on.'),
    password: password.describe('The new password; common ones are rejected.'),
  })
  .strict()
export type RegisterInput = z.infer<typeof registerInput>

/** A one-use token from a mail link: 256 bit, base64url. */
export const mailToken = z.string().regex(/^[A-Za-z0-9_-]{43,80}$/, 'must be the token of the link in the mail')
/** With the password of the registration: the link alone must not activate a password that somebody else chose. */
export const verifyEmailInput = z
  .object({
    token: mailToken.describe('The token of the link in the mail.'),
    password: z.string().min(1).max(128).describe('The password of the registration.'),
  })
  .strict()
export type VerifyEmailInput = z.infer<typeof verifyEmailInput>
export const requestPasswordResetInput = z.object({ email: email.describe('The address of the account.') }).strict()
export const resetPasswordInput = z
  .object({
    token: mailToken.describe('The token of the link in the mail.'),
    password: password.describe('The new password; common ones are rejected.'),
  })
  .strict()
export type ResetPasswordInput = z.infer<typeof resetPasswordInput>
export const changePasswordInput = z
  .object({
    currentPassword: z.string().min(1).max(128).describe('The password as it is now.'),
    password: password.describe('The new password; common ones are rejected.'),
    endTokens: z.boolean().default(true).describe('Also revokes your personal API tokens.'),
  })
  .strict()
export type ChangePasswordInput = z.output<typeof changePasswordInput>
export const updateProfileInput = z.object({ name: line(120).describe('The name that others see.') }).strict()

/** The one who is logged in, with what `can` needs to know. */
export const me = shape('Me', {
  id,
  name: z.string(),
  email: emailText,
  role,
  queueIds: z.array(id),
  sharedOrganisationId: id.nullable(),
})
export type Me = z.infer<typeof me>

/** Where somebody is logged in. A browser's session is named by a digest, so that the id itself never leaves the server. */
export const loginSession = shape('LoginSession', {
  id: z.string(),
  kind: z.enum(['browser', 'api']),
  isCurrent: z.boolean(),
  userAgent: z.string(),
  createdAt: isoTime,
  expiresAt: isoTime,
})
export type LoginSession = z.infer<typeof loginSession>

export const sessionRefInput = z.object({ sessionId: z.string().min(1).max(100) }).strict()

/** What a browser has to know before anybody is logged in. */
export const deskInfo = shape('DeskInfo', {
  businessName: z.string(),
  isDemo: z.boolean(),
  /** Mail is caught and the desk is on loopback: an admin reads caught mails, with their links, in the agent app. */
  hasDevelopmentInbox: z.boolean(),
  maxAttachmentBytes: z.number(),
})
export type DeskInfo = z.infer<typeof deskInfo>
