import { createClient } from './client.ts'
import type { Me, TokenPair } from './contract.ts'
import { GotrsError } from './errors.ts'

export type SessionOptions = {
  /** The address of the desk. */
  url: string
  fetch?: typeof globalThis.fetch | undefined
  /** Called with each new refresh token: store it where only you can read it, to resume the login later. */
  onRefresh?(refreshToken: string): void | Promise<void>
}

/** A login of a program, which renews its tokens by itself. `token` goes into `createClient`. */
export type Session = {
  readonly user: Me
  /** Works once: every refresh replaces it. */
  readonly refreshToken: string
  /** A valid access token. @throws GotrsError `not_logged_in` when the login has ended */
  token(): Promise<string>
  /** Ends the login on the server. */
  logout(): Promise<void>
}

/** @throws GotrsError `wrong_credentials`, `too_many_requests`, `unreachable` */
export async function login({
  email,
  password,
  ...options
}: SessionOptions & { email: string; password: string }): Promise<Session> {
  const pair = await createClient(options).auth.issueTokens.mutate({ email, password })
  await options.onRefresh?.(pair.refreshToken)
  return openSession(options, pair)
}

/** Resumes a login by a stored refresh token. @throws GotrsError `not_logged_in` if it was used before or has expired */
export async function resumeSession({
  refreshToken,
  ...options
}: SessionOptions & { refreshToken: string }): Promise<Session> {
  const pair = await refresh(options, refreshToken)
  await options.onRefresh?.(pair.refreshToken)
  return openSession(options, pair)
}

/** A token is renewed a minute before it expires, or when a fifth of its time is left if that is less. */
const marginOf = (seconds: number) => Math.min(60_000, (seconds * 1000) / 5)

function openSession(options: SessionOptions, first: TokenPair): Session {
  let pair = first
  let endsAt = endOf(first)
  let ended: GotrsError | null = null
  let renewing: Promise<void> | null = null
  const renew = async () => {
    try {
      pair = await refresh(options, pair.refreshToken)
      endsAt = endOf(pair)
    } catch (error) {
      if (error instanceof GotrsError && error.code === 'not_logged_in') ended = error
      // The server is unavailable for a moment: use the current token until it expires.
      else if (Date.now() < endsAt) return
      throw error
    }
    await options.onRefresh?.(pair.refreshToken)
  }
  const session: Session = {
    get user() {
      return pair.user
    },
    get refreshToken() {
      return pair.refreshToken
    },
    async token() {
      if (ended) throw ended
      if (Date.now() < endsAt - marginOf(pair.expiresIn)) return pair.accessToken
      // A refresh token works once, so concurrent calls share one refresh.
      renewing ??= renew().finally(() => {
        renewing = null
      })
      await renewing
      return pair.accessToken
    },
    async logout() {
      if (ended) return
      await createClient({ ...options, token: session.token }).auth.logout.mutate()
      ended = new GotrsError('not_logged_in', { params: { reason: 'logged_out' } })
    },
  }
  return session
}

const endOf = ({ expiresIn }: TokenPair) => Date.now() + expiresIn * 1000

const refresh = (options: SessionOptions, refreshToken: string): Promise<TokenPair> =>
  createClient(options).auth.refreshTokens.mutate({ refreshToken })
