import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { eventTypes } from '../../packages/contract/src/events.ts'
import { apiTypes, procedures } from './api-types.ts'
import { docComments } from './doc-comments.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const text = apiTypes()

test('every procedure of the router is there, with its kind and the words above it', () => {
  const kinds = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }
  const comments = docComments()
  expect(procedures.length).toBeGreaterThan(70)
  for (const [path, { _def }] of procedures) {
    const [noun = '', name] = path.split('.')
    const members = text.slice(text.indexOf(`\n  ${noun}: {`)).split('\n  }\n')[0] ?? ''
    expect(members, path).toContain(`\n    ${name}: TRPC${kinds[_def.type]}Procedure<`)
    const words = comments.get(path)?.split(/ ?@throws /)[0]
    if (words) expect(members, path).toContain(`     * ${words}\n`)
  }
  expect(comments.get('tickets.get')).toBe(
    'One ticket with its latest messages and timeline; by id or number. @throws not_found',
  )
  expect(comments.get('messages.reply')).toMatch(/^A public answer, .* follow-up: .* @throws ticket_changed, /)
  expect(comments.size).toBe(commentsInSource())
  expect([...comments.keys()].every(path => procedures.some(([known]) => known === path))).toBe(true)
})

test('nothing is left open but what is open by intent', () => {
  const open = text
    .replaceAll(/"[^"]*"|\/\*\*[\s\S]*?\*\/|meta: unknown/g, '')
    .split('\n')
    .filter(line => /\bunknown\b/.test(line))
    .map(line => /export type (\w+)/.exec(line)?.[1] ?? line)
  expect(open).toEqual(['TimelineEvent', 'WebhookPayload'])
  expect(text).toContain(
    `export type EventType = ${eventTypes
      .map(type => `'${type}'`)
      .join(' | ')
      .replaceAll("'", '"')}`,
  )
  expect(text).toMatch(/get: TRPCQueryProcedure<\{ input: \{ ticketId: string \| number \}; output: TicketDetail;/)
})

test('it says the same as the router: what compiles with one compiles with the other', () => {
  const folder = mkdtempSync(join(root, 'packages/client/node_modules/.api-types-'))
  try {
    mkdirSync(join(folder, 'node_modules/@gotrs'), { recursive: true })
    for (const name of ['@gotrs/server', '@trpc'])
      symlinkSync(join(root, 'packages/client/node_modules', name), join(folder, 'node_modules', name))
    writeFileSync(join(folder, 'made.ts'), text)
    writeFileSync(join(folder, 'compare.ts'), comparison)
    const config = {
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
      files: ['compare.ts'],
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    expect(complaintsOf(folder)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 180_000)

const comparison = `
import type { inferRouterInputs, inferRouterOutputs } from '@trpc/server'
import type { AppRouter as Real } from '@gotrs/server/router'
import type { AppRouter as Made } from './made.ts'

type Flat<T> = { [N in keyof T & string as N extends 'live' ? never : N]: T[N] }
type Goes<From, To> = [From] extends [To] ? never : 'differs'
type Differing<A, B> = {
  [N in keyof A & keyof B & string]: { [P in keyof A[N] & keyof B[N] & string]: Goes<A[N][P], B[N][P]> extends never ? never : \`\${N}.\${P}\` }[keyof A[N] & keyof B[N] & string]
}[keyof A & keyof B & string]
type Names<T> = { [N in keyof T & string]: \`\${N}.\${keyof T[N] & string}\` }[keyof T & string]
type MadeIn = Flat<inferRouterInputs<Made>>
type MadeOut = Flat<inferRouterOutputs<Made>>
type RealIn = Flat<inferRouterInputs<Real>>
type RealOut = Flat<inferRouterOutputs<Real>>
declare function none<T extends never>(): T
none<Exclude<Names<RealIn>, Names<MadeIn>>>()
none<Exclude<Names<MadeIn>, Names<RealIn>>>()
none<Differing<MadeIn, RealIn>>()
none<Differing<MadeOut, RealOut>>()
none<Differing<RealOut, MadeOut>>()
`

/** Counted another way than they are read. */
function commentsInSource(): number {
  const routers = join(root, 'apps/server/src/routers')
  const texts = readdirSync(routers).map(file => readFileSync(join(routers, file), 'utf8'))
  return texts.join('\n').split('\n  /**').length - 1
}

function complaintsOf(folder: string): string[] {
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' })
    return []
  } catch (error) {
    // Whatever stands somewhere else is the business of whoever checks that.
    return (error as { stdout: string }).stdout
      .split('\n')
      .filter(line => line.includes('compare.ts') || line.includes('made.ts'))
  }
}
