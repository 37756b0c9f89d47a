import type {
  AnyTRPCMutationProcedure,
  AnyTRPCQueryProcedure,
  AnyTRPCSubscriptionProcedure,
  inferProcedureInput,
  inferProcedureOutput,
  TrackedEnvelope,
} from '@trpc/server'
import type { GotrsError } from './errors.ts'

export type CallOptions = {
  signal?: AbortSignal | undefined
  /** For this call, instead of those of the client. */
  retries?: number | undefined
  timeoutMs?: number | undefined
}

export type MutationOptions = CallOptions & {
  /**
   * The name of this one change: under it, it is done once, however often it is asked for within a day. Made up for each
   * call; give one of your own where the call may be made again later, by another process say.
   */
  idempotencyKey?: string | undefined
  /** The same, as tRPC hands it on. */
  context?: { idempotencyKey?: string | undefined } | undefined
}

export type WatchOptions<T> = {
  onData(value: T): void
  /** The stream is over and does not come back by itself: the credential has ended, say (`not_logged_in`). */
  onError?(error: GotrsError): void
  /** The stream stands; again after each break. */
  onStarted?(): void
  /** The server or the signal has ended it. */
  onComplete?(): void
  signal?: AbortSignal | undefined
}

export type Watching = { unsubscribe(): void }

export type Query<I, O> = { query(input: I, options?: CallOptions): Promise<O> }
export type Mutation<I, O> = { mutate(input: I, options?: MutationOptions): Promise<O> }
export type Subscription<I, O> = { subscribe(input: I, options: WatchOptions<Heard<O>>): Watching }

/** What one item of a stream looks like here. */
export type Heard<O> =
  O extends AsyncIterable<infer Item>
    ? Item extends TrackedEnvelope<infer Data>
      ? { id: string; data: Data }
      : Item
    : never

/** Every procedure of a router, as it is called. */
export type Calls<Procedures> = {
  [Name in keyof Procedures]: Procedures[Name] extends AnyTRPCQueryProcedure
    ? Query<inferProcedureInput<Procedures[Name]>, inferProcedureOutput<Procedures[Name]>>
    : Procedures[Name] extends AnyTRPCMutationProcedure
      ? Mutation<inferProcedureInput<Procedures[Name]>, inferProcedureOutput<Procedures[Name]>>
      : Procedures[Name] extends AnyTRPCSubscriptionProcedure
        ? Subscription<inferProcedureInput<Procedures[Name]>, inferProcedureOutput<Procedures[Name]>>
        : Calls<Procedures[Name]>
}

type Run = (verb: string, path: string, input: unknown, options: unknown) => unknown

/** `desk.tickets.get.query(input, options)` becomes `run('query', 'tickets.get', input, options)`. */
export function callsOf(run: Run, path: readonly string[] = []): object {
  const target = () => undefined
  return new Proxy(target, {
    get: (_target, name) =>
      // A client that is awaited or printed is not called.
      typeof name !== 'string' || name === 'then' || name === 'toJSON' ? undefined : callsOf(run, [...path, name]),
    apply: (_target, _this, [input, options]) => run(path.at(-1) ?? '', path.slice(0, -1).join('.'), input, options),
  })
}
