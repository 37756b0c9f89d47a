import type { GotrsError } from './errors.ts'

export type CallOptions = {
  /** Ends the call, also while it waits to retry. */
  signal?: AbortSignal | undefined
  /** These three replace the limits of the client for this call. */
  retries?: number | undefined
  maxWaitMs?: number | undefined
  timeoutMs?: number | undefined
}

export type MutationOptions = CallOptions & {
  /**
   * The server runs a mutation once for each key, however often it gets it within a day. The client makes a key for each
   * call. Give your own if another process may repeat the call.
   */
  idempotencyKey?: string | undefined
}

export type SubscribeOptions<Item> = {
  onData(item: Item): void
  /** The stream ended and does not come back: the token expired, for example (`not_logged_in`). */
  onError?(error: GotrsError): void
  /** The stream is open; called again after each reconnect. */
  onStarted?(): void
  /** The server or the signal ended the stream. */
  onComplete?(): void
  signal?: AbortSignal | undefined
}

export type Unsubscribable = { unsubscribe(): void }

export type Query<I, O> = { query(input: I, options?: CallOptions): Promise<O> }
export type Mutation<I, O> = { mutate(input: I, options?: MutationOptions): Promise<O> }
export type Subscription<I, Item> = { subscribe(input: I, options: SubscribeOptions<Item>): Unsubscribable }

type Run = (verb: string, path: string, input: unknown, options: unknown) => unknown

/** `desk.tickets.get.query(input, options)` becomes `run('query', 'tickets.get', input, options)`. */
export function callsOf(run: Run, path: readonly string[] = []): object {
  const target = () => undefined
  return new Proxy(target, {
    get: (_target, name) =>
      // `await client` and `console.log(client)` read these names, and mean no procedure.
      typeof name !== 'string' || name === 'then' || name === 'toJSON' ? undefined : callsOf(run, [...path, name]),
    apply: (_target, _this, [input, options]) => run(path.at(-1) ?? '', path.slice(0, -1).join('.'), input, options),
  })
}
