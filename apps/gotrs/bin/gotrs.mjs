#!/usr/bin/env node
// Runs on Node 12 too: if a mail server starts it with an old Node, it starts the Node that `npm start` installed.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

const isDelivery = process.argv[2] === 'mail' && process.argv[3] === 'deliver'
const oldest = 24
const installed = fileURLToPath(new URL('../../../node_modules/node/bin/node', import.meta.url))
const bundle = fileURLToPath(new URL('../../../dist/server/gotrs.mjs', import.meta.url))

function fail(message) {
  process.stderr.write(`${message}\n`)
  // EX_TEMPFAIL of sysexits.h: the mail server keeps the mail and tries again.
  process.exitCode = isDelivery ? 75 : 1
}

function runWithInstalled() {
  const child = spawn(installed, [bundle].concat(process.argv.slice(2)), { stdio: 'inherit' })
  child.on('error', error => fail(`Cannot start Node at ${installed}: ${error.message}`))
  child.on('exit', code => {
    if (code === null) fail('GOTRS was stopped before it finished.')
    else process.exitCode = code
  })
}

if (Number(process.versions.node.split('.')[0]) >= oldest) {
  import('../../../dist/server/gotrs.mjs').catch(error => {
    fail(`Cannot load GOTRS (${error.code || error.message}): run npm start once to build it.`)
  })
} else if (existsSync(installed) && existsSync(bundle)) {
  runWithInstalled()
} else {
  const found = process.versions.node
  fail(`GOTRS needs Node ${oldest} or newer; this is ${found}. Run npm start once to install it.`)
}
