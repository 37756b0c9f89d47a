import type { LiveHint } from '@gotrs/contract/live'
import pg from 'pg'
import { liveChannel } from './unit-of-work.ts'
import type { Valkey } from './valkey.ts'

/** What travels between processes: hints of changes, or that a person's sessions have to be looked at again. */
export type LiveNotice = { hints?: LiveHint[]; recheckUserId?: string }

/** Carries notices to every process. Lost ones are harmless: clients read again when they reconnect. */
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
    async subscribe(onNotice, onLost) {
      let stopped = false
      let client: pg.Client | null = null
      let timer: NodeJS.Timeout | undefined
      const listen = async (): Promise<void> => {
        const next = new pg.Client({ connectionString: databaseUrl, keepAlive: true, connectionTimeoutMillis: 5_000 })
        next.on('notification', message => onNotice(JSON.parse(message.payload ?? '{}')))
        next.on('error', () => next.end().catch(() => {}))
        next.on('end', () => {
          if (!stopped) timer = setTimeout(() => void listen().then(onLost, () => {}), 1_000)
        })
        client = next
        await next.connect().catch(error => {
          next.emit('end')
          throw error
        })
        await next.query(`listen ${liveChannel}`)
      }
      await listen()
      return {
        async stop() {
          stopped = true
          clearTimeout(timer)
          await client?.end()
        },
      }
    },
  }
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
      await subscriber.subscribe(liveChannel)
      return { stop: async () => subscriber.disconnect() }
    },
  }
}
