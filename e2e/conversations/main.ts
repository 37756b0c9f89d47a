import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

// Files a thousand mails of a hundred conversations, over LMTP and from a folder, on test databases.
const vitest = join(import.meta.dirname, '../../node_modules/vitest/vitest.mjs')
const args = [vitest, 'run', '--config', join(import.meta.dirname, 'vitest.config.ts'), ...process.argv.slice(2)]
const child = spawn(process.execPath, args, { stdio: 'inherit', cwd: join(import.meta.dirname, '../..') })
const [code] = await once(child, 'exit')
process.exitCode = code ?? 1
