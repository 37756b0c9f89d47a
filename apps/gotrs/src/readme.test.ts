import { existsSync, globSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { expect, it } from 'vitest'
import { buildCommandLine } from './command-line.ts'
import { knownSettings } from './env.ts'

const root = new URL('../../../', import.meta.url)
const read = (file: string) => readFileSync(new URL(file, root), 'utf8')
const readme = read('README.md')

/** The texts in backquotes in the first column of the table under this heading. */
function firstColumn(heading: string): string[] {
  const [, section = ''] = readme.split(`## ${heading}\n`)
  const rows = (section.split('\n## ')[0] ?? '').split('\n').filter(line => line.startsWith('| `'))
  return rows.flatMap(row => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)].map(([, name = '']) => name))
}

it('has every setting in its table, and no other', () => {
  // Worked out by the program itself, or for the tests.
  const inner = /^(WEB_DIR|GOTRS_TEST_\w+)$/
  const known = knownSettings().filter(it => !inner.test(it))
  expect(firstColumn('Settings').sort()).toEqual(known.sort())
})

it('names every command and every script that is there, and links to files that are', () => {
  const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
  for (const command of firstColumn('Commands')) {
    const script = command.replace(/^npm (run )?/, '').split(' ')[0] ?? ''
    expect(scripts, command).toHaveProperty(script)
  }
  const leaves = buildCommandLine().commands.flatMap(it =>
    it.commands.length > 0 ? it.commands.map(leaf => `${it.name()} ${leaf.name()}`) : [it.name()],
  )
  for (const leaf of leaves) expect(readme).toContain(`\`${leaf}\``)
  for (const [, link = ''] of readme.matchAll(/\]\(([^):]+)\)/g)) {
    expect(existsSync(fileURLToPath(new URL(link, root))), link).toBe(true)
  }
})

const pages = globSync(['*.md', 'docs/**/*.md', 'docker/**/*.md'], { cwd: fileURLToPath(root) })

it.each(pages)('%s names only commands that exist', page => {
  expect(wrongCommands(read(page))).toEqual([])
})

it('finds a planted command that does not exist', () => {
  expect(wrongCommands('`gotrs mail parse FILE`, `npm run gotrs -- seed --demo`, `gotrs …`, `gotrs mail …`')).toEqual(
    [],
  )
  expect(wrongCommands('`gotrs mail prase` or\n```sh\nnpm run gotrs -- bakcup FILE\n```')).toEqual([
    'mail prase',
    'bakcup',
  ])
})

/** The commands behind `gotrs` in code that the command line does not have. */
function wrongCommands(text: string): string[] {
  const known = new Map(buildCommandLine().commands.map(it => [it.name(), it.commands.map(leaf => leaf.name())]))
  const written = [...text.matchAll(/(?:npm run gotrs -- |`gotrs )([a-z][a-z-]*)(?: ([a-z][a-z-]*))?/g)]
  return written.flatMap(([, group = '', leaf = '']) => {
    const leaves = known.get(group)
    const isKnown = group === 'help' || (leaves && (leaves.length === 0 || leaf === '' || leaves.includes(leaf)))
    return isKnown ? [] : [`${group} ${leaf}`.trim()]
  })
}

it('agrees with the compose file on what Valkey does when its memory is full', () => {
  expect(readme).toContain('`maxmemory-policy noeviction`')
  expect(read('docker-compose.yml')).toContain('--maxmemory-policy, noeviction]')
})
