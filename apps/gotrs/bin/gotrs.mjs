#!/usr/bin/env node
// Read by Node 12 too: an old one that a mail server starts must ask for the mail again, instead of sending it back.
const isDelivery = process.argv[2] === 'mail' && process.argv[3] === 'deliver'
const oldest = 24

function fail(message) {
  process.stderr.write(message + '\n')
  // EX_TEMPFAIL of sysexits.h.
  process.exitCode = isDelivery ? 75 : 1
}

if (Number(process.versions.node.split('.')[0]) < oldest) {
  fail('GOTRS runs on Node ' + oldest + ' or newer, and this is ' + process.versions.node + '.')
} else {
  import('../../../dist/server/gotrs.mjs').catch(error => {
    fail(`GOTRS cannot be loaded (${error.code || error.message}): run npm start once, which builds it.`)
  })
}
