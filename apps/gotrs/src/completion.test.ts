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

describe('the page of the command line', () => {
  it('says what help says', async () => {
    const page = ['# The command line', intro, ...leavesOf(buildCommandLine()).map(section)].join('\n\n')
    await expect(`${page}\n`).toMatchFileSnapshot('../../../docs/cli.md')
  })
})

const intro = `Made from the commands themselves: \`npm test -- apps/gotrs/src/completion.test.ts -u\` writes it again.
\`gotrs\` is \`npm run gotrs --\` in a clone, and the entrypoint of the image.

A wrong command line ends with exit code 2, a failure with 1. \`gotrs mail deliver\` ends with 75 for both, so that a mail server keeps the mail; with 65 for a mail that is too large. Commands with \`--json\`, and all of \`gotrs mail\`, print one JSON object a line. The licences of the packages that are part of the program are in \`THIRD-PARTY-NOTICES\` beside it, and in each web app's folder.`

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
