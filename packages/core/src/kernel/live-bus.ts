import pg from 'pg'
import type { Valkey } from './valkey.ts'
import { liveChannel, type SentHint } from './write-out.ts'

/** A notice between processes: hints of changes, or a person whose sessions each process must check again. */
export type LiveNotice = { hints?: SentHint[]; recheckUserId?: string }

/** Sends notices to every process. A lost one is harmless: clients read again when they reconnect. */
export type LiveBus = {
  kind: 'postgres' | 'valkey'
  publish(notice: LiveNotice): Promise<void>
  /** `onLost` is called after a gap, when notices may be missing. */
  subscribe(onNotice: (notice: LiveNotice) => void, onLost: () => void): Promise<{ stop(): Promise<void> }>
}

export function postgresBus(databaseUrl: string, pool: pg.Pool): LiveBus {
  return {
    kind: 'postgres',
    async publish(notice) {
      await pool.query('select pg_notify($1, $2)', [liveChannel, JSON.stringify(notice)])
    },
    subscribe: (onNotice, onLost) => listenForever(databaseUrl, onNotice, onLost),
  }
}

const reconnectMs = 1_000

/** Fails when the first connection fails; later it reconnects by itself until it is stopped. */
async function listenForever(databaseUrl: string, onNotice: (notice: LiveNotice) => void, onLost: () => void) {
  let stopped = false
  let timer: NodeJS.Timeout | undefined
  const listen = () => listenOnce(databaseUrl, onNotice, again)
  const again = () => {
    if (stopped) return
    timer = setTimeout(() => {
      listen().then(next => {
        client = next
        if (stopped) void next.end()
        else onLost()
      }, again)
    }, reconnectMs)
  }
  let client = await listen()
  return {
    async stop() {
      stopped = true
      clearTimeout(timer)
      await client.end()
    },
  }
}

async function listenOnce(
  databaseUrl: string,
  onNotice: (notice: LiveNotice) => void,
  onEnd: () => void,
): Promise<pg.Client> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    keepAlive: true,
    keepAliveInitialDelayMillis: 10_000,
    connectionTimeoutMillis: 5_000,
  })
  client.on('error', () => client.end().catch(() => {}))
  client.on('notification', message => onNotice(JSON.parse(message.payload ?? '{}')))
  try {
    await client.connect()
    await client.query(`listen ${liveChannel}`)
  } catch (error) {
    await client.end().catch(() => {})
    throw error
  }
  client.once('end', onEnd)
  return client
}

export function valkeyBus(valkey: Valkey): LiveBus {
  return {
    kind: 'valkey',
    async publish(notice) {
      await valkey.publish(liveChannel, JSON.stringify(notice))
    },
    async subscribe(onNotice, onLost) {
      const subscriber = valkey.duplicate()
      let hasBeenReady = false
      subscriber.on('error', () => {})
      subscriber.on('ready', () => {
        if (hasBeenReady) onLost()
        hasBeenReady = true
      })
      subscriber.on('message', (_channel: string, text: string) => onNotice(JSON.parse(text)))
      await subscriber.subscribe(liveChannel).catch(error => {
        // It would reconnect for ever, because nobody has it to stop it.
        subscriber.disconnect()
        throw error
      })
      return { stop: async () => subscriber.disconnect() }
    },
  }
}
