import type { DeskInfo } from '@gotrs/contract/auth'
import { type Db, dbOf } from '@gotrs/db/client'
import type pg from 'pg'
import type { Actor } from './actor.ts'
import type { Blobs } from './blobs.ts'
import { boundedReads, type List, type Read } from './bounded-reads.ts'
import { createConcurrencyLimit, runWithinLimit } from './concurrency-limit.ts'
import type { Dns } from './dns.ts'
import type { ConsumeLimit, Limits } from './limits.ts'
import type { LiveBus } from './live-bus.ts'
import type { Log } from './log.ts'
import type { AddressGuard } from './private-hosts.ts'
import type { Reaction } from './reaction.ts'
import { type RunOptions, runUnitOfWork } from './run-unit-of-work.ts'
import type { UnitOfWork } from './unit-of-work.ts'
import type { Vault } from './vault.ts'

/** The kernel: all work of the desk uses `run` (one transaction) or `read`. */
export type Kernel = {
  /** Opens a transaction, does the work, writes its events and jobs, commits, then sends the live hints. */
  run<T>(actor: Actor, work: (uow: UnitOfWork) => Promise<T>, options?: RunOptions): Promise<T>
  /** For reads by key. */
  read: Read
  /** For lists, counts and searches, whose cost grows with the number of tickets. */
  list: List
  db: Db
  pool: pg.Pool
  blobs: Blobs
  vault: Vault
  limit: ConsumeLimit
  limits: Limits
  /** DNS, for the authentication of mail. */
  dns: Dns
  /** Decides which addresses the desk may connect to. */
  guard: AddressGuard
  bus: LiveBus
  info: DeskInfo
  baseUrl: string
  log: Log
  /** The reactions, in the order in which they run. */
  reactions: readonly Reaction[]
  now(): Date
}

export type KernelParts = Omit<Kernel, 'run' | 'read' | 'list' | 'db'>

export function createKernel(parts: KernelParts): Kernel {
  const db = dbOf(parts.pool)
  const writes = createConcurrencyLimit(writeLimits)
  return {
    ...parts,
    db,
    ...boundedReads(parts, db),
    run: (actor, work, options = {}) => runWithinLimit(writes, actor, () => runUnitOfWork(parts, actor, work, options)),
  }
}

/** Limits the connections of one person's writes, even when many of them wait for the lock of one ticket. */
const writeLimits = { perPerson: 4, total: Number.POSITIVE_INFINITY, maxWaiting: 100, waitMs: 10_000 }
