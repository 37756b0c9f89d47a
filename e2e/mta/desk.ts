import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { GotrsClient } from '@gotrs/client/client'
import { admin, logIn } from '../faults/desk.ts'
import { openPostgres, type Postgres } from '../faults/postgres.ts'
import { createProgram, runCommand } from '../faults/program.ts'
import { until } from '../setup/wait.ts'

/** The desk has its own user: Postfix runs no pipe as root, and only the user of the desk can open its socket. */
export const deskUser = { name: 'games', uid: 5 }

export type Desk = {
  dataDir: string
  client: GotrsClient
  postgres: Postgres
  queueId: string
  log(): string
  remove(): Promise<void>
}

export type DeskPorts = { http: number; smtp: number; lmtp: number }

/** The built server and mail-worker on their own Postgres. */
export async function startDesk(folder: string, ports: DeskPorts, smtpUrl: string): Promise<Desk> {
  const dataDir = join(folder, 'desk')
  mkdirSync(dataDir)
  const postgres = await openPostgres(folder)
  const url = `http://127.0.0.1:${ports.http}`
  const env = {
    PATH: process.env.PATH,
    HOST: '127.0.0.1',
    PORT: String(ports.http),
    BASE_URL: url,
    DATA_DIR: dataDir,
    DATABASE_URL: postgres.url,
    SECRET_KEY: randomBytes(33).toString('base64'),
    SMTP_URL: smtpUrl,
    SMTP_IN_PORT: String(ports.smtp),
    LMTP_IN_PORT: String(ports.lmtp),
    PRIVATE_HOSTS: '127.0.0.0/8',
    LOG_LEVEL: 'warn',
  }
  const name = ['--name', 'Admin', '--role', 'admin', '--email', admin.email, '--password', admin.password]
  for (const args of [['migrate'], ['user', 'create', ...name]]) {
    const { code, output } = await runCommand(args, env)
    if (code !== 0) throw new Error(`gotrs ${args.join(' ')} ended with ${code}: ${output}`)
  }
  execFileSync('chown', ['-R', deskUser.name, dataDir])
  const programs = ['server', 'mail-worker'].map(it =>
    createProgram(it, it, { env, logFolder: folder, uid: deskUser.uid }),
  )
  await Promise.all(programs.map(it => it.start()))
  const client = (await logIn(url))()
  const queue = await until('the first queue', async () => (await client.queues.list.query())[0])
  return {
    dataDir,
    client,
    postgres,
    queueId: queue.id,
    log: () => programs.map(it => it.log()).join('\n'),
    async remove() {
      for (const program of programs) await program.kill()
      await postgres.remove()
    },
  }
}
