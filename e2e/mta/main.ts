import { parseArgs } from 'node:util'
import { openMailbox } from './mailbox.ts'
import { unpackPackages } from './packages.ts'
import { type Row, rows } from './rows.ts'
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
    console.log('| what a mail server does | wanted | came of it | |\n|---|---|---|---|')
    let wrong = 0
    for (const row of rows.filter(it => it.name.includes(values.only))) wrong += (await isRight(row, world)) ? 0 : 1
    if (wrong > 0) console.log(`\n${wrong} rows are wrong.\n${endOf(world)}`)
    else console.log('\nEvery row is as wanted.')
    return wrong === 0 ? 0 : 1
  } finally {
    await world.remove()
  }
}

async function isRight({ name, wanted, run }: Row, world: World): Promise<boolean> {
  const came = await run(world).catch(error => String(error))
  console.log(`| ${name} | ${wanted} | ${came} | ${came === wanted ? 'right' : 'WRONG'} |`)
  return came === wanted
}

function endOf({ desk, postfix, exim }: World): string {
  const logs = [desk.log(), postfix.log(), exim.log()]
  return logs.map(it => it.split('\n').slice(-40).join('\n')).join('\n---\n')
}
