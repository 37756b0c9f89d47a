import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Check } from './lint.ts'
import type { World } from './world.ts'

const program = `import createClient from 'openapi-fetch'
import type { components, paths } from './schema.ts'

const [, , baseUrl = '', token = ''] = process.argv
const client = createClient<paths>({ baseUrl, headers: { Authorization: \`Bearer \${token}\` } })

const created = await client.POST('/api/tickets', { body: { title: 'Typed', message: 'By a generated client.' } })
if (!created.data) throw new Error(created.error.error.code)
const ticketId = created.data.id

const changed = await client.PATCH('/api/tickets/{ticketId}', { params: { path: { ticketId } }, body: { priority: 'urgent' } })
const priority: components['schemas']['TicketPriority'] | undefined = changed.data?.priority
if (priority !== 'urgent') throw new Error('the priority did not change')

const { data: page } = await client.GET('/api/tickets', { params: { query: { status: ['new', 'open'], sort: 'newest', limit: 5 } } })
const tickets: components['schemas']['Ticket'][] = page?.items ?? []
if (!tickets.some(ticket => ticket.id === ticketId)) throw new Error('the list has no new ticket')

const missing = await client.GET('/api/tickets/{ticketId}', { params: { path: { ticketId: 999_999 } } })
const code: components['schemas']['ErrorCode'] | undefined = missing.error?.error.code
if (code !== 'not_found') throw new Error(\`expected not_found, got \${code}\`)

// @ts-expect-error a field that does not exist
await client.POST('/api/tickets', { body: { titel: 'Typo', message: 'x' } })
`

const strict = [
  '--strict',
  '--noEmit',
  '--skipLibCheck',
  '--target',
  'es2023',
  '--module',
  'nodenext',
  '--allowImportingTsExtensions',
  '--exactOptionalPropertyTypes',
]

/** Types made of the document, and a program that uses them: compiled, then run against the desk. */
export async function runTypedProgram({ url, tools, file, logIn }: World): Promise<Check> {
  const schema = join(tools.folder, 'schema.ts')
  // A field with a default may be left out of a body.
  await tools.run('openapi-typescript', file, '--output', schema, '--default-non-nullable=false')
  const path = tools.write('program.ts', program)
  await tools.run('tsc', path, ...strict, '--types', 'node', '--typeRoots', nodeTypes)
  await tools.run('node', path, url, (await logIn('admin@gotrs.example')).accessToken)
  return { what: '5 typed calls, compiled and run', errors: [] }
}

const nodeTypes = join(import.meta.dirname, '../../node_modules/@types')

/** Every sample of TypeScript in the document, compiled against the packed client. */
export async function compileSamples({ tools, document }: World): Promise<Check> {
  const folder = join(tools.folder, 'samples')
  mkdirSync(folder)
  const operations = Object.values(document.paths).flatMap(methods => Object.values(methods))
  const samples = operations.flatMap(({ operationId, 'x-codeSamples': all = [] }) =>
    all.filter(({ lang }) => lang === 'TypeScript').map(({ source }) => ({ operationId, source })),
  )
  for (const { operationId, source } of samples) {
    const head = `import { createClient } from '@gotrs/client'\nconst desk = createClient({ url: 'https://desk.example.org' })\n`
    writeFileSync(join(folder, `${operationId}.ts`), `${head}${source}\nexport {}\n`)
  }
  const files = samples.map(({ operationId }) => join(folder, `${operationId}.ts`))
  await tools.run('tsc', ...files, ...strict, '--types', 'node', '--typeRoots', nodeTypes)
  return { what: `${samples.length} samples of the document`, errors: [] }
}
