// Plain JavaScript without dependencies: this runs on Node 20.
import { chmodSync, existsSync, rmSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { run, Trouble } from './workspace.mjs'

/** The tests use a real browser, a real IMAP server and a real Valkey. */
const programs = [
  { debian: 'chromium', isThere: () => onPath('chromium', 'chromium-browser', 'google-chrome') },
  { debian: 'dovecot-imapd', isThere: () => onPath('dovecot') && existsSync('/usr/lib/dovecot/imap') },
  { debian: 'dovecot-lmtpd', isThere: () => existsSync('/usr/lib/dovecot/lmtp') },
  { debian: 'redis-server', isThere: () => onPath('valkey-server', 'redis-server') },
]

/** If they are not required, only the tests that need a missing program fail. */
export async function ensureTestPrograms({ isRequired = true } = {}) {
  const missing = programs.filter(it => !it.isThere()).map(it => it.debian)
  if (missing.length === 0) return
  const canInstall = process.getuid?.() === 0 && onPath('apt-get')
  if (!canInstall && !isRequired) return console.error(`Tests that need ${missing.join(', ')} fail: not installed.`)
  if (!canInstall) {
    throw new Trouble(
      `The tests need ${missing.join(', ')}: install with "sudo apt-get install -y ${missing.join(' ')}" (Debian, Ubuntu), then run npm test again.`,
    )
  }
  console.error(`Installing what the tests need: ${missing.join(', ')} …`)
  await withoutStartingServices(async () => {
    const code = (await apt('update')) || (await apt('install', '-y', '--no-install-recommends', ...missing))
    if (code !== 0) {
      throw new Trouble(
        `Installing ${missing.join(', ')} failed, see above: install them by hand, then run npm test again.`,
      )
    }
  })
}

function apt(...args) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  return run('apt-get', ['-q', ...args], { stdio: ['ignore', 2, 2], env })
}

/** The tests run their own servers on their own ports; Debian would start one for each package. */
async function withoutStartingServices(work) {
  const policy = '/usr/sbin/policy-rc.d'
  const isOurs = !existsSync(policy)
  if (isOurs) {
    writeFileSync(policy, '#!/bin/sh\nexit 101\n')
    chmodSync(policy, 0o755)
  }
  try {
    await work()
  } finally {
    if (isOurs) rmSync(policy)
  }
}

function onPath(...names) {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return names.some(name => folders.some(folder => existsSync(join(folder, name))))
}
