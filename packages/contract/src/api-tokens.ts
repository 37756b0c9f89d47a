import { z } from 'zod'
import { me } from './auth.ts'
import { id, isoTime, line } from './ids.ts'
import { scopes } from './scopes.ts'

export const scope = z.enum(scopes)

/** A personal API token, without the token: that is shown once, when it is made. `hint`: its last characters. */
export const apiToken = z.object({
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
    name: line(120),
    scopes: z.array(scope).min(1).max(scopes.length),
    /** At most two years ahead; null: until it is revoked. */
    expiresAt: isoTime.nullable().default(null),
  })
  .strict()
/** `token` begins with `gotrs_` and is never shown again. */
export const createdApiToken = apiToken.extend({ token: z.string() })
export const apiTokenRefInput = z.object({ tokenId: id }).strict()

/** What an API client gets for a password or a refresh token. `expiresIn`: seconds until the access token ends. */
export const tokenPair = z.object({
  accessToken: z.string(),
  refreshToken: z.string(),
  expiresIn: z.number().int(),
  user: me,
})
export type TokenPair = z.infer<typeof tokenPair>
export const refreshTokenInput = z.object({ refreshToken: z.string().min(40).max(200) }).strict()
