import { setImmediate as turn } from 'node:timers/promises'
import { DeskError } from '@gotrs/contract/errors'
import type { LiveHint } from '@gotrs/contract/live'
import type { Credential } from '../accounts/credentials.ts'
import type { Sessions } from '../accounts/sessions.ts'
import type { UserActor } from '../kernel/actor.ts'
import type { Kernel } from '../kernel/kernel.ts'
import type { LiveNotice } from '../kernel/live-bus.ts'
import { requireGrant } from '../kernel/require-grant.ts'
import { type AudienceFacts, isKnownTo, readAudienceFacts } from './audience.ts'
import { type Checks, createChecks } from './checks.ts'
import { missedHints } from './missed.ts'
import { type Connect, oneByOne } from './one-by-one.ts'
import { openStream, type Receiver, type Stream } from './stream.ts'
import { createWatchers, type Watchers } from './watchers.ts'

/** The live hints of this process: one subscription to the bus for any number of open streams. */
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
  /** How many streams are open. */
  size(): number
  stop(): Promise<void>
}

/**
 * `listening`: from then on nothing is missed, though nobody has begun to read; rejects as reading would. Either `connect`
 * or the iterator reads.
 */
export type Watching = AsyncIterable<LiveHint> & { listening: Promise<void>; connect: Connect }

/**
 * Notices report revoked sessions and changed roles at once. This is for lost notices: before a hint, a person is
 * checked again whose last check is older. A stream without hints is checked every minute, because its session may have
 * expired.
 */
const trustedForMs = 4_000
const idleCheckMs = 60_000
const sweepMs = 1_000
const maxSweptAtOnce = 500
/** Hints whose facts one statement reads. */
const batchSize = 200
/** While Postgres or this process is slow, hints wait. With more than this, all streams end and clients open them again. */
const maxWaitingHints = 20_000
const retryMs = 1_000
/** After this time the streams end too, so that clients read again what they may have missed. */
const longestOutageMs = 30_000
const maxStreamsPerUser = 30
/** Clients that all have to reconnect do so spread over this time, because each of them reads its screens again. */
const returnsPerSecond = 50

/** All streams send the very object `hint`, with no field beside those of the contract. */
type Waiting = { hint: LiveHint; onlyFor: string | undefined }

type Feed = {
  kernel: Kernel
  checks: Checks
  watchers: Watchers
  waiting: Waiting[]
  isDelivering: boolean
  isStopped: boolean
  subscription: Promise<{ stop(): Promise<void> }> | null
  timer: NodeJS.Timeout | undefined
}

export function createLiveFeed(kernel: Kernel, sessions: Sessions): LiveFeed {
  const feed: Feed = {
    kernel,
    checks: createChecks(kernel, sessions),
    watchers: createWatchers(),
    waiting: [],
    isDelivering: false,
    isStopped: false,
    subscription: null,
    timer: undefined,
  }
  return {
    watch: (actor, credential, signal, lastEventId) => watch(feed, actor, credential, signal, lastEventId ?? null),
    size: () => feed.watchers.size,
    async stop() {
      feed.isStopped = true
      clearInterval(feed.timer)
      endAll(feed)
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
  const stream: Stream = openStream(actor, credential, () => feed.watchers.delete(stream))
  const begun = begin(feed, stream, signal)
  const listening = begun.then(() => {})
  // Wakes the reader.
  listening.catch(() => {})
  const connect: Connect = receiver => connectTo(feed, begun, lastEventId, receiver)
  return { listening, connect, [Symbol.asyncIterator]: () => oneByOne(connect, () => stream.end('left')) }
}

/**
 * The subscription misses a revocation between the check of the request and its own start, so the first hint waits for
 * another check.
 */
async function begin(feed: Feed, stream: Stream, signal: AbortSignal | undefined): Promise<Stream> {
  if (feed.isStopped) throw new DeskError('unavailable')
  if (feed.watchers.of(stream.actor.id).length >= maxStreamsPerUser) {
    throw new DeskError('too_many_requests', { retryAfter: 30 })
  }
  feed.watchers.add(stream)
  signal?.addEventListener('abort', () => stream.end('left'), { once: true })
  try {
    await subscribed(feed)
  } catch (error) {
    stream.end('left')
    throw error
  }
  if (signal?.aborted) stream.end('left')
  if (feed.isStopped) stream.end('again')
  return stream
}

/** First the missed hints, which are bounded, then new ones. */
function connectTo(
  feed: Feed,
  begun: Promise<Stream>,
  lastEventId: string | null,
  receiver: Receiver,
): { resume(): void } {
  const connected = begun.then(async stream => {
    try {
      const missed = lastEventId === null ? null : await missedHints(feed.kernel.db, stream.actor, lastEventId)
      for (const hint of missed ?? []) receiver.take(hint)
    } catch (error) {
      stream.end('left')
      throw error
    }
    stream.connect(receiver)
    return stream
  })
  connected.catch(error => receiver.end(error))
  return {
    resume: () =>
      void connected.then(
        stream => stream.resume(),
        () => {},
      ),
  }
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
  feed.timer ??= setInterval(() => sweep(feed), sweepMs).unref()
  return subscription
}

function take(feed: Feed, { recheckUserId, hints }: LiveNotice): void {
  if (recheckUserId) {
    const own = feed.watchers.of(recheckUserId)
    for (const stream of own) stream.distrust()
    void check(feed, own)
  }
  if (!hints || feed.watchers.size === 0) return
  feed.waiting.push(
    ...hints.map(({ onlyFor, type, ticketId, eventId }) => ({ hint: { type, ticketId, eventId }, onlyFor })),
  )
  if (feed.waiting.length > maxWaitingHints) {
    feed.kernel.log.warn({ hints: feed.waiting.length }, 'too many live hints wait; the open streams end')
    feed.waiting.length = 0
    endAll(feed)
  } else if (!feed.isDelivering) void deliverAll(feed)
}

/** Hints wait while Postgres does not answer, because nobody knows who may see them; after a while the streams end. */
async function deliverAll(feed: Feed): Promise<void> {
  feed.isDelivering = true
  let answeredAt = performance.now()
  while (feed.waiting.length > 0 && !feed.isStopped) {
    try {
      await deliver(feed, feed.waiting.slice(0, batchSize))
      answeredAt = performance.now()
    } catch (err) {
      feed.kernel.log.warn({ err }, 'live hints wait, because Postgres does not answer')
      await new Promise(resolve => setTimeout(resolve, retryMs).unref())
      if (performance.now() - answeredAt < longestOutageMs) continue
      feed.waiting.length = 0
      endAll(feed)
    }
  }
  feed.isDelivering = false
}

/** One statement for each kind reads the facts of the hints; then each stream gets what its person may know of. */
async function deliver(feed: Feed, batch: readonly Waiting[]): Promise<void> {
  const hints = batch.filter(({ onlyFor }) => onlyFor === undefined).map(({ hint }) => hint)
  const facts = await readAudienceFacts(feed.kernel.db, hints)
  for (const waiting of batch) {
    for (const stream of await checkedAudience(feed, waiting, facts)) stream.push(waiting.hint)
    if (feed.waiting[0] === waiting) feed.waiting.shift()
    // The streams write between two hints, however many wait.
    if (feed.waiting.length > 0) await turn()
  }
}

async function checkedAudience(feed: Feed, waiting: Waiting, facts: AudienceFacts): Promise<Stream[]> {
  const trustedSince = performance.now() - trustedForMs
  for (;;) {
    const found = audience(feed, waiting, facts)
    const unsure = found.filter(stream => !stream.isEnded && stream.checkedAt < trustedSince)
    if (unsure.length === 0) return found
    await feed.checks.check(unsure)
  }
}

function audience(feed: Feed, { hint, onlyFor }: Waiting, facts: AudienceFacts): Stream[] {
  if (onlyFor !== undefined) return [...feed.watchers.of(onlyFor)]
  const found: Stream[] = []
  for (const own of feed.watchers.people()) {
    const [stream] = own
    if (stream && isKnownTo(stream.actor, hint, facts)) found.push(...own)
  }
  return found
}

/** Those that were not checked for a minute, some at a time. */
function sweep(feed: Feed): void {
  const before = performance.now() - idleCheckMs
  const idle = feed.watchers.all().filter(({ checkedAt, openedAt }) => Math.max(checkedAt, openedAt) < before)
  if (idle.length > 0) void check(feed, idle.slice(0, maxSweptAtOnce))
}

/** A check that fails leaves the streams as they are: the next hint waits for another one. */
const check = (feed: Feed, streams: readonly Stream[]) =>
  feed.checks
    .check(streams)
    .catch(err => feed.kernel.log.warn({ err }, 'the people behind open streams could not be read'))

function endAll({ watchers }: Feed): void {
  const spread = Math.ceil(watchers.size / returnsPerSecond)
  for (const stream of watchers.all()) stream.end('again', 1 + Math.floor(Math.random() * spread))
}
