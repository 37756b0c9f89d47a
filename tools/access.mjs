// npm run access: calls everything as everybody, and compares the answers with the recorded table.
// npm run access -- tickets.take             calls one procedure, row by hand or endpoint, and prints its block
// npm run access -- --record tickets.take    records it, or says why it must not; without a name, everything
import { parseArgs } from 'node:util'
import { startVitest } from 'vitest/node'

const { positionals: names, values } = parseArgs({
  allowPositionals: true,
  options: { record: { type: 'boolean', default: false } },
})
const say = text => process.stdout.write(`${text}\n\n`)
const isRecordedCall = test => test.name === 'answers every caller as recorded'

const reporter = {
  onTestCaseResult(test) {
    const { block } = test.meta()
    if (names.length > 0 && isRecordedCall(test) && block) say(block)
    for (const { message } of test.result().errors ?? []) say(message)
  },
}

const vitest = await startVitest('test', ['apps/server/src/access/access.test.ts'], {
  ...{ run: true, reporters: [reporter] },
  provide: { access: { names, isRecording: values.record } },
})
const modules = vitest.state.getTestModules()
const errors = [...modules.flatMap(it => it.errors()), ...vitest.state.getUnhandledErrors()]
for (const { message } of errors) say(message)
const isGreen = modules.length > 0 && modules.every(it => it.ok()) && errors.length === 0
const done = values.record
  ? 'Recorded. Read the diff of apps/server/src/access/access.golden.txt, line by line.'
  : 'As recorded.'
if (isGreen) say(done)
await vitest.close()
