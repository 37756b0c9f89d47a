import type { Me, TokenPair } from './api.ts'
import { createClient } from './client.ts'
import { GotrsError } from './errors.ts'

export type SessionOptions = {
  /** Where GOTRS is reached. */
  url: string
  fetch?: typeof globalThis.fetch | undefined
  /** Called with each new refresh token before it is needed: keep it where only you can read it, to resume later. */
  onRefresh?(refreshToken: string): void | Promise<void>
}

/** A login of an API client, which keeps itself alive. `token` goes into `createClient`. */
export type Session = {
  readonly user: Me
  /** Works once, and changes with every refresh. */
  readonly refreshToken: string
  /** One that is good now. @throws GotrsError `not_logged_in` when the login is over */
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
  return keepAlive(options, pair)
}

/** Goes on with a refresh token that was kept. @throws GotrsError `not_logged_in` when it was used before or has expired */
export async function resumeSession({
  refreshToken,
  ...options
}: SessionOptions & { refreshToken: string }): Promise<Session> {
  const pair = await refresh(options, refreshToken)
  await options.onRefresh?.(pair.refreshToken)
  return keepAlive(options, pair)
}

/** Renewed with a minute left, or a fifth of its time where that is less. */
const marginOf = (seconds: number) => Math.min(60_000, (seconds * 1000) / 5)

function keepAlive(options: SessionOptions, first: TokenPair): Session {
  let pair = first
  let endsAt = endOf(first)
  let over: GotrsError | null = null
  let renewing: Promise<void> | null = null
  const renew = async () => {
    try {
      pair = await refresh(options, pair.refreshToken)
      endsAt = endOf(pair)
    } catch (error) {
      if (error instanceof GotrsError && error.code === 'not_logged_in') over = error
      // The server is away for a moment: the token at hand serves as long as it lasts.
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
      if (over) throw over
      if (Date.now() < endsAt - marginOf(pair.expiresIn)) return pair.accessToken
      // A refresh token works once: whoever comes meanwhile waits for the same refresh.
      renewing ??= renew().finally(() => {
        renewing = null
      })
      await renewing
      return pair.accessToken
    },
    async logout() {
      if (over) return
      await createClient({ ...options, token: session.token }).auth.logout.mutate()
      over = new GotrsError('not_logged_in', { params: { reason: 'logged_out' } })
    },
  }
  return session
}

const endOf = ({ expiresIn }: TokenPair) => Date.now() + expiresIn * 1000

const refresh = (options: SessionOptions, refreshToken: string): Promise<TokenPair> =>
  createClient(options).auth.refreshTokens.mutate({ refreshToken })
