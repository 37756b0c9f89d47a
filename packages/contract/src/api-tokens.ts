import { z } from 'zod'
import { me } from './auth.ts'
import { id, isoTime, line } from './ids.ts'
import { scopes } from './scopes.ts'
import { shape } from './shape.ts'

export const scope = z.enum(scopes).meta({ id: 'Scope' })

/** How many days a token works whose creator named no end. */
export const defaultTokenDays = 90

/** A personal API token, without the token: that is shown once, when it is made. `hint`: its last characters. */
export const apiToken = shape('ApiToken', {
  id,
  name: z.string(),
  hint: z.string(),
  scopes: z.array(scope),
  createdAt: isoTime,
  /** Null: until it is revoked. */
  expiresAt: isoTime.nullable(),
  lastUsedAt: isoTime.nullable(),
})
export type ApiToken = z.infer<typeof apiToken>

export const createApiTokenInput = z
  .object({
    name: line(120).describe('What it is for; you see it in the list.'),
    scopes: z
      .array(scope)
      .min(1)
      .max(scopes.length)
      .describe('What it may be used for; never more than you may do yourself.'),
    expiresAt: isoTime
      .nullable()
      .optional()
      .describe('When it expires, at most a year ahead. Left out: in 90 days. null: never, until it is revoked.'),
    password: z.string().min(1).max(128).describe('Your password, asked for again.'),
  })
  .strict()
/** `token` begins with `gotrs_` and is never shown again. */
export const createdApiToken = shape('CreatedApiToken', { ...apiToken.shape, token: z.string() })
export const apiTokenRefInput = z.object({ tokenId: id }).strict()

/** What an API client gets for a password or a refresh token. `expiresIn`: seconds until the access token ends. */
export const tokenPair = shape('TokenPair', {
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresIn: z.number().int(),
  user: me,
})
export type TokenPair = z.infer<typeof tokenPair>
export const refreshTokenInput = z
  .object({ refreshToken: z.string().min(40).max(200).describe('The newest one that a login or refresh answered.') })
  .strict()
