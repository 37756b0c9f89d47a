import { createHash } from 'node:crypto'
import type { Duplex } from 'node:stream'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'
import { takeAppRole } from './app-role.ts'
import { lastUsed } from './last-used.ts'

export type Db = NodePgDatabase & { $client: pg.Pool | pg.PoolClient }

export type PoolOptions = {
  max?: number
  applicationName?: string
  onError?: (error: Error) => void
  /** Keeps the rights of the login. Only for tests, which break tables on purpose. */
  isOwner?: boolean
}

/**
 * A bounded pool in the role that cannot change events: no wait without an end, and an idle connection that breaks never
 * ends the process.
 */
export function createPool(databaseUrl: string, options: PoolOptions = {}): pg.Pool {
  const pool = new pg.Pool({
    connectionString: databaseUrl,
    Client: isPrepared(databaseUrl) ? DeskClient : ClientWithoutNames,
    max: options.max ?? 12,
    application_name: options.applicationName ?? 'gotrs',
    // A statement is sent without waiting for the answer to the one before it on its connection.
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    idleTimeoutMillis: 30_000,
    statement_timeout: 30_000,
    idle_in_transaction_session_timeout: 60_000,
    // Without a delay of its own the system asks after two hours first whether the other side is still there.
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    // Once for each connection, before its first statement. The pool waits for it, whatever its type says.
    onConnect: client => (options.isOwner ? undefined : takeAppRole(client)),
  })
  const onError = (error: Error) => options.onError?.(error)
  pool.on('error', onError)
  // A client that is lent out must not end the process either.
  pool.on('connect', client => client.on('error', onError))
  return pool
}

const isPrepared = (databaseUrl: string) => new URL(databaseUrl).searchParams.get('prepared_statements') !== 'off'

/** Prepared under this name, a statement gets a name made of its text. For statements whose text depends on the call. */
export const byItsText = 'by its text'

/** A connection keeps the plans of so many texts, those that were used last: saved views have as many as people think of. */
export const mostTextsKept = 200
const nameOf = lastUsed<string>(2_000)
const named = (text: string) => nameOf(text, () => createHash('sha1').update(text).digest('base64url'))

type Config = { text: string; name?: string | undefined }
const isConfig = (first: unknown): first is Config =>
  typeof first === 'object' && first !== null && 'name' in first && !('submit' in first)

/** What the driver does not declare. */
type Insides = {
  connection: {
    stream: Duplex
    parsedStatements: Record<string, string | undefined>
    close(statement: { type: 'S'; name: string }): void
  }
}

/** What is sent in one turn of the event loop leaves in one write, which saves the time of a system call for each statement. */
class DeskClient extends pg.Client {
  #isCorked = false
  readonly #keep = lastUsed<true>(mostTextsKept, name => this.#close(name))

  override query = ((first: unknown, ...rest: unknown[]) => {
    this.#cork()
    return Reflect.apply(super.query, this, [isConfig(first) ? this.named(first) : first, ...rest])
  }) as pg.Client['query']

  protected named(config: Config): Config {
    if (config.name !== byItsText) return config
    const name = named(config.text)
    this.#keep(name, () => true)
    return { ...config, name }
  }

  /** Ends the prepared statement by a message of its own, which Postgres takes in a failed transaction too. */
  #close(name: string): void {
    const { connection } = this.#insides()
    if (connection.parsedStatements[name] === undefined) return
    delete connection.parsedStatements[name]
    connection.close({ type: 'S', name })
  }

  #insides(): Insides {
    return this as unknown as Insides
  }

  #cork(): void {
    if (this.#isCorked) return
    this.#isCorked = true
    const { stream } = this.#insides().connection
    stream.cork()
    process.nextTick(() => {
      this.#isCorked = false
      stream.uncork()
    })
  }
}

/** For a pooler that does not keep prepared statements apart: it sends no names, so that each statement is planned when it runs. */
class ClientWithoutNames extends DeskClient {
  protected override named(config: Config): Config {
    return { ...config, name: undefined }
  }
}

const known = new WeakMap<pg.Pool | pg.PoolClient, Db>()

/** The same one for the same connection, so that a statement that is prepared on it is built once. */
export function dbOf(client: pg.Pool | pg.PoolClient): Db {
  const db = known.get(client) ?? drizzle(client)
  known.set(client, db)
  return db
}
