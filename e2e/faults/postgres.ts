import { join } from 'node:path'
import { createPool } from '@gotrs/db/client'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gotrs/db/embedded-postgres'
import { within } from './within.ts'

type Row = Record<string, unknown>

/** A Postgres that can be stopped and killed, with tables that record the commits of the desk. */
export type Postgres = {
  url: string
  /** Retries while Postgres is unavailable. */
  ask<T extends Row = Row>(text: string, values?: unknown[]): Promise<T[]>
  /** A fast shutdown: closes the connections and loses no data. */
  stop(): Promise<void>
  kill(): Promise<void>
  start(): Promise<void>
  /** From now on records each new ledger row, and each change of an outgoing mail. */
  watch(): Promise<void>
  remove(): Promise<void>
}

const timeLimitMs = 60_000

export async function openPostgres(folder: string): Promise<Postgres> {
  const options = {
    dataDir: join(folder, 'postgres'),
    // Without fsync only a power failure would lose a commit.
    settings: { track_commit_timestamp: 'on', fsync: 'off' },
    log: () => {},
  }
  let running: EmbeddedPostgres | null = await startEmbeddedPostgres(options)
  const { port, url } = running
  const pool = createPool(url, { max: 4, applicationName: 'fault run', isOwner: true })
  const end = (signal: NodeJS.Signals) => {
    if (running) process.kill(running.pid, signal)
  }
  const onExit = () => end('SIGQUIT')
  process.on('exit', onExit)
  const ended = async (signal: NodeJS.Signals) => {
    end(signal)
    if (running) await within(timeLimitMs, `the end of Postgres after ${signal}`, running.exited)
    running = null
  }
  const ask = async <T extends Row>(text: string, values: unknown[] = []): Promise<T[]> => {
    const deadline = Date.now() + timeLimitMs
    for (;;) {
      try {
        return (await within(timeLimitMs, `the answer of Postgres to: ${text}`, pool.query(text, values))).rows
      } catch (error) {
        const isMistake = /^(42|22|23)/.test(String((error as { code?: unknown }).code ?? ''))
        if (isMistake || Date.now() > deadline) throw error
        await new Promise(resolve => setTimeout(resolve, 100))
      }
    }
  }
  return {
    url,
    ask,
    stop: () => ended('SIGINT'),
    kill: () => ended('SIGKILL'),
    async start() {
      running = await within(timeLimitMs, 'the start of Postgres', startEmbeddedPostgres({ ...options, port }))
    },
    async watch() {
      await ask(witnesses)
    },
    async remove() {
      await pool.end()
      process.off('exit', onExit)
      await running?.stop()
    },
  }
}

/** These rows never change, so `xmin` is the transaction that stored the mail. */
const witnesses = `
  create schema witness;
  create table witness.inbound (id uuid, mailbox_id uuid, rfc_message_id text, sha256 text);
  create table witness.outbound (id uuid, status text, attempts int, at timestamptz default clock_timestamp());
  create function witness.see_inbound() returns trigger language plpgsql security definer as $$ begin
    insert into witness.inbound values (new.id, new.mailbox_id, new.rfc_message_id, new.sha256); return null; end $$;
  create function witness.see_outbound() returns trigger language plpgsql security definer as $$ begin
    insert into witness.outbound values (new.id, new.status::text, new.attempts); return null; end $$;
  create trigger witness after insert on inbound_mails for each row execute function witness.see_inbound();
  create trigger witness after insert or update on outbound_mails for each row execute function witness.see_outbound();`
