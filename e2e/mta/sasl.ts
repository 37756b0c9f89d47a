import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

export type Sasl = { start(): void; stop(): Promise<void> }

/** Dovecot as the login service of Postfix: it accepts any user with the password `secret`. */
export function createSasl(folder: string, port: number): Sasl {
  mkdirSync(folder)
  const config = join(folder, 'dovecot.conf')
  writeFileSync(
    config,
    `base_dir = ${folder}/run
state_dir = ${folder}/state
log_path = ${folder}/log
protocols =
ssl = no
disable_plaintext_auth = no
listen = 127.0.0.1
auth_mechanisms = plain login
passdb {
  driver = static
  args = password=secret
}
userdb {
  driver = static
  args = uid=65534 gid=65534 home=/nonexistent
}
service auth {
  inet_listener {
    address = 127.0.0.1
    port = ${port}
  }
}
`,
  )
  let child: ReturnType<typeof spawn> | null = null
  return {
    start() {
      child = spawn('/usr/sbin/dovecot', ['-F', '-c', config], { stdio: 'ignore' })
      process.on('exit', () => child?.kill('SIGTERM'))
    },
    async stop() {
      if (!child || child.exitCode !== null) return
      const gone = once(child, 'exit')
      child.kill('SIGTERM')
      await gone
    },
  }
}
