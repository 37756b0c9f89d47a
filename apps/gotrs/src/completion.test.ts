import { execFileSync } from 'node:child_process'
import type { Command } from 'commander'
import { describe, expect, it } from 'vitest'
import { buildCommandLine } from './command-line.ts'
import { completionScript, shells } from './completion.ts'

describe('completion', () => {
  it.each<[string, string[]]>([
    ['', ['start', 'mail', 'user', 'completion', '--version']],
    ['mail de', ['deliver']],
    ['mail deliver --mailbox Support --t', ['--to']],
    ['user create --', ['--email', '--name', '--role', '--password', '--json', '--help']],
    ['user nonsense d', []],
  ])('in bash of "gotrs %s"', (typed, words) => {
    const line = ['gotrs', ...typed.split(' ')]
    const script = `${completionScript(buildCommandLine(), 'bash')}
      COMP_WORDS=("$@"); COMP_CWORD=${line.length - 1}; _gotrs; echo "\${COMPREPLY[*]}"`
    const given = execFileSync('bash', ['-c', script, 'bash', ...line], { encoding: 'utf8' })
      .trim()
      .split(' ')
    const offered = given.filter(it => it !== '')
    if (typed === '') expect(offered).toEqual(expect.arrayContaining(words))
    else expect(offered.toSorted()).toEqual(words.toSorted())
  })

  it.each(shells)('in %s names every command and option that help shows', shell => {
    const script = completionScript(buildCommandLine(), shell)
    const missing = wordsIn(buildCommandLine()).filter(it => !script.includes(it))
    expect(missing).toEqual([])
    expect(script).not.toContain('--dev')
  })
})

describe('docs/cli.md', () => {
  it('has the help text of every command', async () => {
    const page = ['# The command line', intro, ...leavesOf(buildCommandLine()).map(section)].join('\n\n')
    await expect(`${page}\n`).toMatchFileSnapshot('../../../docs/cli.md')
  })
})

const intro = `This page is generated from the commands: \`npx vitest run apps/gotrs/src/completion.test.ts -u\` writes it.
In a clone run \`npm run gotrs --\` instead of \`gotrs\`; in the image \`gotrs\` is the entrypoint.

Exit codes: 0 for success, 1 for a failure, 2 for a wrong command line. \`gotrs mail deliver\` exits with 75 for both, so that a mail server keeps the mail, and with 65 for a mail that is too large. Commands with \`--json\`, and all of \`gotrs mail\`, print one JSON object per line. The licences of the included packages are in \`THIRD-PARTY-NOTICES\` next to the program, and in the folder of each web app.`

function section(command: Command): string {
  const lines: string[] = []
  command.configureOutput({ getOutHelpWidth: () => 100, writeOut: text => lines.push(text) }).outputHelp()
  const path = command.parent?.name() === 'gotrs' ? command.name() : `${command.parent?.name()} ${command.name()}`
  return `## gotrs ${path}\n\`\`\`\n${lines.join('').trim()}\n\`\`\``
}

const leavesOf = (command: Command): Command[] =>
  command.commands.flatMap(it => (it.commands.length > 0 ? leavesOf(it) : [it]))

function wordsIn(command: Command): string[] {
  const own = command.options.filter(it => !it.hidden).map(it => (it.long ?? '').replace('--', ''))
  return [...own, ...command.commands.flatMap(it => [it.name(), ...wordsIn(it)])]
}
