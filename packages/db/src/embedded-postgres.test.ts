import { chmod, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type EmbeddedPostgres, findRunningPostgres, startEmbeddedPostgres } from './embedded-postgres.ts'

const throwAway = { fsync: 'off', shared_buffers: '16MB' }
const lines: string[] = []
const log = (line: string) => void lines.push(line)

describe('embedded Postgres', () => {
  let home: string
  let dataDir: string
  let running: EmbeddedPostgres

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'gotrs-postgres-'))
    // What a clone below /root is like: nobody else may enter.
    await chmod(home, 0o700)
    dataDir = join(home, 'data', 'postgres')
    running = await startEmbeddedPostgres({ dataDir, settings: throwAway, log })
  }, 60_000)

  afterAll(async () => {
    await running?.stop()
    await rm(home, { recursive: true, force: true })
  })

  it('is a Postgres 18 with the extensions that the application may create itself', async () => {
    const version = await ask(running.url, 'show server_version_num')
    expect(Number(version)).toBeGreaterThanOrEqual(180_000)
    await ask(running.url, 'create extension citext')
    await ask(running.url, 'create extension pg_trgm')
    await ask(running.url, 'create extension unaccent')
    expect(await ask(running.url, `select show_trgm('Привет') <> '{}'`)).toBe(true)
  })

  it('gives the application a role that is no superuser, and listens on the loopback only', async () => {
    expect(await ask(running.url, 'select usesuper from pg_user where usename = current_user')).toBe(false)
    expect(await ask(running.adminUrl, 'show listen_addresses')).toBe('127.0.0.1')
    await expect(ask(running.url.replace(/gotrs:[^@]+@/, 'gotrs:wrong@'), 'select 1')).rejects.toThrow(/password/)
  })

  it('prints neither what was written nor the statement, whatever fails', async () => {
    const printed = lines.length
    await expect(ask(running.url, `select 'kanarienvogel'::int`)).rejects.toThrow('kanarienvogel')
    const raise = `do $$ begin raise exception 'kanarienvogel' using detail = 'kanarienvogel'; end $$`
    await expect(ask(running.url, raise)).rejects.toThrow('kanarienvogel')
    // A line that is printed after theirs would have been.
    await expect(ask(running.url.replace(/gotrs:[^@]+@/, 'gotrs:wrong@'), 'select 1')).rejects.toThrow(/password/)
    await expect.poll(() => lines.slice(printed).join('\n')).toContain('password authentication failed')
    expect(lines.join('\n')).not.toContain('kanarienvogel')
  })

  it('keeps the password where only its owner reads it', async () => {
    expect((await stat(join(dataDir, 'password'))).mode & 0o077).toBe(0)
    expect((await stat(join(dataDir, 'cluster'))).mode & 0o077).toBe(0)
  })

  it('can be found by a command beside it', async () => {
    expect(await findRunningPostgres(dataDir)).toEqual({ url: running.url, adminUrl: running.adminUrl })
    expect(await findRunningPostgres(join(home, 'elsewhere'))).toBeNull()
  })

  it('takes over from a Postgres that a killed parent left behind, and keeps what was committed', async () => {
    await ask(running.url, 'create table kept (word text)')
    await ask(running.url, `insert into kept values ('here')`)
    const orphan = running
    running = await startEmbeddedPostgres({ dataDir, settings: throwAway, log })
    await orphan.exited
    expect(running.pid).not.toBe(orphan.pid)
    expect(await ask(running.url, 'select word from kept')).toBe('here')
  }, 60_000)

  it('recovers after kill -9, also where the stale process id now belongs to a stranger', async () => {
    process.kill(running.pid, 'SIGKILL')
    await running.exited
    const pidFile = join(dataDir, 'cluster', 'postmaster.pid')
    const text = await readFile(pidFile, 'utf8')
    await writeFile(pidFile, text.replace(/^\d+/, String(process.ppid)))
    running = await startEmbeddedPostgres({ dataDir, settings: throwAway, log })
    expect(await ask(running.url, 'select word from kept')).toBe('here')
  }, 60_000)

  it('says which port is taken', async () => {
    const other = startEmbeddedPostgres({ dataDir: join(home, 'other'), port: running.port, settings: throwAway, log })
    await expect(other).rejects.toThrow(`Port ${running.port} is taken by another program`)
  }, 60_000)

  it('says what is wrong with a folder that is not a Postgres 18 cluster', async () => {
    const foreign = join(home, 'foreign')
    await mkdir(join(foreign, 'cluster'), { recursive: true })
    await writeFile(join(foreign, 'cluster', 'PG_VERSION'), '14\n')
    const attempt = startEmbeddedPostgres({ dataDir: foreign, log })
    await expect(attempt).rejects.toThrow(/not a whole Postgres 18 data folder \(it says version 14\)/)
  })

  it('starts over what was killed while being made', async () => {
    const half = join(home, 'half')
    await mkdir(join(half, 'cluster.draft', 'cluster'), { recursive: true })
    await writeFile(join(half, 'cluster.draft', 'cluster', 'PG_VERSION'), '18\n')
    const started = await startEmbeddedPostgres({ dataDir: half, settings: throwAway, log })
    await started.stop()
    await started.exited
    expect(await findRunningPostgres(half)).toBeNull()
  }, 60_000)
})

async function ask(url: string, query: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query({ text: query, rowMode: 'array' })
    return rows[0]?.[0]
  } finally {
    await client.end()
  }
}
