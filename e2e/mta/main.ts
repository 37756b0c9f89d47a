import { parseArgs } from 'node:util'
import { type Check, checks } from './checks.ts'
import { openMailbox } from './mailbox.ts'
import { unpackPackages } from './packages.ts'
import { startWorld, type World } from './world.ts'

const { values } = parseArgs({ options: { only: { type: 'string', default: '' } } })

process.on('SIGINT', () => process.exit(130)).on('SIGTERM', () => process.exit(130))
process.exitCode = await main().catch(error => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
process.exit()

async function main(): Promise<number> {
  const packages = unpackPackages()
  const world = await startWorld(packages)
  try {
    await openMailbox(world, 'open', { port: world.ports.open })
    console.log('| what a mail server does | expected | result | |\n|---|---|---|---|')
    let failed = 0
    for (const check of checks.filter(it => it.name.includes(values.only)))
      failed += (await passes(check, world)) ? 0 : 1
    if (failed > 0) console.log(`\n${failed} checks failed.\n${logsOf(world)}`)
    else console.log('\nEvery check passed.')
    return failed === 0 ? 0 : 1
  } finally {
    await world.remove()
  }
}

async function passes({ name, expected, run }: Check, world: World): Promise<boolean> {
  const result = await run(world).catch(error => String(error))
  console.log(`| ${name} | ${expected} | ${result} | ${result === expected ? 'passed' : 'FAILED'} |`)
  return result === expected
}

function logsOf({ desk, postfix, exim }: World): string {
  const logs = [desk.log(), postfix.log(), exim.log()]
  return logs.map(it => it.split('\n').slice(-40).join('\n')).join('\n---\n')
}
