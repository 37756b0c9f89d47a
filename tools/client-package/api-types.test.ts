import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { eventTypes } from '../../packages/contract/src/events.ts'
import { apiTypes, procedures } from './api-types.ts'
import { docComments } from './doc-comments.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { contract, api } = await apiTypes()

test('contains every procedure of the router, with its kind and the comment above it', () => {
  const kinds = { query: 'Query', mutation: 'Mutation', subscription: 'Subscription' }
  const comments = docComments()
  expect(procedures.length).toBeGreaterThan(70)
  for (const [path, { _def }] of procedures) {
    const [noun = '', name] = path.split('.')
    const members = api.slice(api.indexOf(`\n  ${noun}: {`)).split('\n  }\n')[0] ?? ''
    expect(members, path).toContain(`\n    ${name}: ${kinds[_def.type]}<`)
    const words = comments.get(path)?.split(/ ?@throws /)[0]
    if (words) expect(members, path).toContain(`     * ${words}\n`)
  }
  expect(comments.get('tickets.get')).toBe(
    'One ticket with its latest messages and timeline; by id or number. @throws not_found',
  )
  expect(comments.get('messages.reply')).toMatch(/^A public answer, .* follow-up, .* @throws ticket_changed, /)
  expect(comments.size).toBe(commentsInSource())
  expect([...comments.keys()].every(path => procedures.some(([known]) => known === path))).toBe(true)
})

test('leaves no type open except for the data of events', () => {
  const open = `${contract}${api}`
    .replaceAll(/"[^"]*"|\/\*\*[\s\S]*?\*\//g, '')
    .split('\n')
    .filter(line => /\bunknown\b/.test(line))
    .map(line => /export type (\w+)/.exec(line)?.[1] ?? line)
  expect(open).toEqual(['TimelineEvent', 'WebhookPayload'])
})

test('names the schemas that the contract names, and uses the names', () => {
  const values = eventTypes.map(type => JSON.stringify(type)).join(' | ')
  expect(contract).toContain(`export type EventType = ${values}\n`)
  expect(contract).toContain('export type TicketPage = { items: Ticket[]; nextCursor: string | null; search: ')
  expect(contract).toContain('export type LiveHint = { type: EventType | "draft.changed" | "notice.changed" | ')
  expect(api).toContain('    get: Query<TicketRefInput, TicketDetail>\n')
  expect(api).toContain(
    '    hints: Subscription<{ lastEventId?: string | null | undefined }, { id: string; data: LiveHint }>\n',
  )
  // The name of a shape is that of the OpenAPI document, not that of its export.
  expect(contract).toContain('export type OAuthStart = ')
  // Two schemas with the same fields keep their own names.
  expect(contract).toMatch(/assignee: StaffMember \| null; queue: \{ id: string; name: string \};/)
})

test('has the same inputs and outputs as the router', () => {
  const folder = mkdtempSync(join(root, 'packages/client/node_modules/.api-types-'))
  try {
    mkdirSync(join(folder, 'node_modules/@gotrs'), { recursive: true })
    for (const name of ['@gotrs/server', '@trpc'])
      symlinkSync(join(root, 'packages/client/node_modules', name), join(folder, 'node_modules', name))
    for (const file of ['api.ts', 'calls.ts', 'calls-of-router.ts', 'errors.ts'])
      symlinkSync(join(root, 'packages/client/src', file), join(folder, file))
    writeFileSync(join(folder, 'contract.ts'), contract)
    writeFileSync(join(folder, 'made.ts'), api)
    writeFileSync(join(folder, 'compare.ts'), comparison)
    const config = {
      extends: join(root, 'tsconfig.base.json'),
      compilerOptions: { typeRoots: [join(root, 'node_modules/@types')] },
      files: ['compare.ts'],
    }
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config))
    expect(compileErrors(folder)).toEqual([])
  } finally {
    rmSync(folder, { recursive: true })
  }
}, 180_000)

const comparison = `
import type { Mutation, Query, Subscription } from './calls.ts'
import type { Api as Real } from './api.ts'
import type { Api as Made } from './made.ts'

type In<Call> = Call extends Query<infer I, any> ? ['query', I]
  : Call extends Mutation<infer I, any> ? ['mutation', I]
  : Call extends Subscription<infer I, any> ? ['subscription', I] : never
type Out<Call> = Call extends Query<any, infer O> ? O
  : Call extends Mutation<any, infer O> ? O
  : Call extends Subscription<any, infer O> ? O : never
type Names<T> = { [N in keyof T & string]: \`\${N}.\${keyof T[N] & string}\` }[keyof T & string]
type Differing<A, B, Side extends 'in' | 'out'> = {
  [N in keyof A & keyof B & string]: {
    [P in keyof A[N] & keyof B[N] & string]: [Side extends 'in' ? In<A[N][P]> : Out<A[N][P]>] extends [Side extends 'in' ? In<B[N][P]> : Out<B[N][P]>] ? never : \`\${N}.\${P}\`
  }[keyof A[N] & keyof B[N] & string]
}[keyof A & keyof B & string]
declare function none<T extends never>(): T
none<Exclude<Names<Real>, Names<Made>>>()
none<Exclude<Names<Made>, Names<Real>>>()
none<Differing<Made, Real, 'in'>>()
none<Differing<Made, Real, 'out'>>()
none<Differing<Real, Made, 'out'>>()
`

/** Counts them in another way than `docComments` reads them. */
function commentsInSource(): number {
  const routers = join(root, 'apps/server/src/routers')
  const texts = readdirSync(routers).map(file => readFileSync(join(routers, file), 'utf8'))
  return texts.join('\n').split('\n  /**').length - 1
}

function compileErrors(folder: string): string[] {
  try {
    execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', folder], { encoding: 'utf8' })
    return []
  } catch (error) {
    // Errors in other files are found by the check of those.
    return (error as { stdout: string }).stdout
      .split('\n')
      .filter(line => line.includes('compare.ts') || line.includes('made.ts'))
  }
}
