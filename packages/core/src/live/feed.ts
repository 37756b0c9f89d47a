import { DeskError } from '@gotrs/contract/errors'
import type { LiveHint } from '@gotrs/contract/live'
import type { Credential } from '../accounts/credentials.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { UserActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { LiveNotice } from '../kernel/live-bus.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import { mayKnow, readHintFacts } from './audience.ts'
import { missedHints } from './missed.ts'
import { refreshStreams } from './refresh.ts'
import { openStream, type Stream } from './stream.ts'

/** The live hints of this process: one subscription to the bus, any number of streams of people who watch. */
export type LiveFeed = {
  /**
   * The hints that `actor` may see, until `signal`: first those since `lastEventId`, if it is known. @throws DeskError `not_logged_in` when the session ends, `unavailable`
   * when hints were lost or the process stops, and the client must open the stream again, `too_many_requests`
   */
  watch(
    actor: UserActor,
    credential: Credential | null,
    signal: AbortSignal | undefined,
    lastEventId?: string | null,
  ): Watching
  stop(): Promise<void>
}

/** `listening`: from then on nothing is missed, though nobody has begun to read; rejects as reading would. */
type Watching = AsyncIterable<LiveHint> & { listening: Promise<void> }

/**
 * Sessions end and roles change at once by notice. This is for notices that were lost: a stream that nobody could look at
 * for so long ends, which together with the tick is less than five seconds.
 */
const trustedForMs = 4_400
const tickMs = 500
const lookEveryMs = 1_500
/** A look that takes so long holds up those who come: they are turned away without asking Postgres for more. */
const lateAfterMs = 2_000
/** Hints that wait for their facts. With more than this, hints would be lost: all streams end and clients open them again. */
const maxWaitingHints = 2_000
const maxStreamsPerUser = 30

type Feed = {
  kernel: Kernel
  sessions: Sessions
  streams: Set<Stream>
  waiting: LiveHint[]
  isPumping: boolean
  isStopped: boolean
  /** Streams for the next look; there is one at a time, on one connection, however many come. */
  due: Set<Stream>
  nextLook: Promise<void> | null
  look: Promise<void>
  lookSince: number | null
  lookedAtAll: number
  /** Streams before their first look. */
  newcomers: Map<Stream, { since: number; turnAway(): void }>
  subscription: Promise<{ stop(): Promise<void> }> | null
  timer: NodeJS.Timeout | undefined
}

export function createLiveFeed(kernel: Kernel, sessions: Sessions): LiveFeed {
  const feed: Feed = {
    kernel,
    sessions,
    streams: new Set(),
    waiting: [],
    isPumping: false,
    isStopped: false,
    due: new Set(),
    nextLook: null,
    look: Promise.resolve(),
    lookSince: null,
    lookedAtAll: 0,
    newcomers: new Map(),
    subscription: null,
    timer: undefined,
  }
  return {
    watch: (actor, credential, signal, lastEventId) => watch(feed, actor, credential, signal, lastEventId ?? null),
    async stop() {
      feed.isStopped = true
      clearInterval(feed.timer)
      endAll(feed)
      for (const { turnAway } of feed.newcomers.values()) turnAway()
      const subscription = await feed.subscription?.catch(() => null)
      await subscription?.stop()
    },
  }
}

/** Begins at once; what comes before somebody reads is kept for them. */
function watch(
  feed: Feed,
  actor: UserActor,
  credential: Credential | null,
  signal: AbortSignal | undefined,
  lastEventId: string | null,
): Watching {
  requireGrant({ actor }, 'live.watch')
  const begun = begin(feed, openStream(actor, credential), signal)
  const listening = begun.then(() => {})
  // Wakes the reader.
  listening.catch(() => {})
  return { listening, [Symbol.asyncIterator]: () => read(feed, begun, lastEventId) }
}

async function begin(feed: Feed, stream: Stream, signal: AbortSignal | undefined): Promise<Stream> {
  if (feed.isStopped || isLate(feed.lookSince)) throw new DeskError('unavailable')
  const own = [...feed.streams].filter(({ actor }) => actor.id === stream.actor.id)
  if (own.length >= maxStreamsPerUser) throw new DeskError('too_many_requests', { retryAfter: 30 })
  feed.streams.add(stream)
  signal?.addEventListener('abort', () => leave(feed, stream), { once: true })
  try {
    await subscribed(feed)
  } catch (error) {
    leave(feed, stream)
    throw error
  }
  // What was revoked between the request's check and the subscription had no stream to end yet.
  await firstLook(feed, stream)
  if (signal?.aborted) leave(feed, stream)
  if (feed.isStopped) stream.end('again')
  return stream
}

const isLate = (since: number | null) => since !== null && performance.now() - since >= lateAfterMs

/** @throws DeskError `unavailable` when the check of the person takes too long. */
async function firstLook(feed: Feed, stream: Stream): Promise<void> {
  const { promise: turnedAway, resolve: turnAway } = Promise.withResolvers<void>()
  feed.newcomers.set(stream, { since: performance.now(), turnAway })
  await Promise.race([recheck(feed, [stream]), turnedAway])
  feed.newcomers.delete(stream)
  if (stream.lookedAt !== null || !feed.streams.has(stream)) return
  leave(feed, stream)
  throw new DeskError('unavailable')
}

async function* read(feed: Feed, begun: Promise<Stream>, lastEventId: string | null): AsyncGenerator<LiveHint> {
  const stream = await begun
  try {
    if (lastEventId !== null) yield* (await missedHints(feed.kernel.db, stream.actor, lastEventId)) ?? []
    yield* stream.hints()
  } finally {
    leave(feed, stream)
  }
}

function leave(feed: Feed, stream: Stream): void {
  stream.end('left')
  feed.streams.delete(stream)
}

/** The one subscription of the process, made when the first stream opens. */
async function subscribed(feed: Feed): Promise<void> {
  feed.subscription ??= subscribe(feed)
  try {
    await feed.subscription
  } catch (cause) {
    const error = new DeskError('unavailable')
    error.cause = cause
    throw error
  }
}

function subscribe(feed: Feed): Promise<{ stop(): Promise<void> }> {
  let isCurrent = true
  const subscription = feed.kernel.bus.subscribe(
    notice => {
      if (isCurrent) take(feed, notice)
    },
    // Notices may be missing: every client opens its stream again and reads everything again.
    () => {
      if (isCurrent) endAll(feed)
    },
  )
  subscription.catch(() => {
    isCurrent = false
    feed.subscription = null
  })
  feed.timer ??= setInterval(() => tick(feed), tickMs).unref()
  return subscription
}

function take(feed: Feed, notice: LiveNotice): void {
  const { recheckUserId } = notice
  if (recheckUserId) {
    void recheck(
      feed,
      [...feed.streams].filter(stream => stream.actor.id === recheckUserId),
    )
  }
  if (!notice.hints || feed.streams.size === 0) return
  feed.waiting.push(...notice.hints)
  if (feed.waiting.length > maxWaitingHints) {
    feed.waiting.length = 0
    endAll(feed)
  } else if (!feed.isPumping) void pump(feed)
}

/** One statement reads the facts of all hints that wait; then each stream gets what its person may know of. */
async function pump(feed: Feed): Promise<void> {
  feed.isPumping = true
  try {
    while (feed.waiting.length > 0) {
      const hints = feed.waiting.splice(0, 200)
      const facts = await readHintFacts(feed.kernel.db, hints)
      for (const stream of feed.streams) {
        for (const hint of hints) if (mayKnow(stream.actor, hint, facts.get(hint.eventId))) stream.push(hint)
      }
    }
  } catch (err) {
    feed.kernel.log.warn({ err }, 'live hints were lost; the open streams end')
    feed.waiting.length = 0
    endAll(feed)
  } finally {
    feed.isPumping = false
  }
}

/** Where nobody can be asked in time, nobody knows who may still watch. */
function tick(feed: Feed): void {
  const now = performance.now()
  for (const { since, turnAway } of feed.newcomers.values()) if (isLate(since)) turnAway()
  const stale = [...feed.streams].filter(({ lookedAt }) => lookedAt !== null && now - lookedAt >= trustedForMs)
  if (stale.length > 0) {
    feed.kernel.log.warn({ streams: stale.length }, 'the people behind open streams could not be read in time')
  }
  for (const stream of stale) {
    stream.end('again')
    feed.streams.delete(stream)
  }
  if (feed.lookSince !== null || feed.streams.size === 0 || now - feed.lookedAtAll < lookEveryMs) return
  feed.lookedAtAll = now
  void recheck(feed, feed.streams)
}

/** Checks these streams, and all others that are due, after the current check. */
function recheck(feed: Feed, streams: Iterable<Stream>): Promise<void> {
  for (const stream of streams) feed.due.add(stream)
  feed.nextLook ??= feed.look.then(() => {
    feed.nextLook = null
    feed.look = lookAt(feed)
    return feed.look
  })
  return feed.nextLook
}

async function lookAt(feed: Feed): Promise<void> {
  const streams = [...feed.due].filter(stream => feed.streams.has(stream))
  feed.due.clear()
  if (streams.length === 0) return
  const since = performance.now()
  feed.lookSince = since
  try {
    await refreshStreams(feed.kernel, feed.sessions, streams)
    for (const stream of streams) stream.lookedAt = since
  } catch (err) {
    // Whether they may still watch is unknown: those that wait to begin do not, the others end if the next look is too late.
    feed.kernel.log.warn({ err }, 'the people behind open streams could not be read')
  } finally {
    feed.lookSince = null
  }
}

function endAll(feed: Feed): void {
  for (const stream of feed.streams) stream.end('again')
}
