import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import pg from 'pg'
import { statements } from './statements.ts'

/**
 * What the machine can do at best: HTTP, one statement that a person wrote by hand and that finds the session too, and
 * the answer as Postgres made it.
 */
const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: 12 })

const server = createServer(async (request, response) => {
  try {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://floor')
    const statement = statements[pathname]
    if (!statement) return void response.writeHead(404).end()
    const session = /gotrs=([a-z0-9]+)/.exec(request.headers.cookie ?? '')?.[1] ?? ''
    const hash = createHash('sha256').update(session).digest('hex')
    const body = request.method === 'POST' ? JSON.parse(await textOf(request)) : Object.fromEntries(searchParams)
    // Named, so that it is parsed once for each connection.
    const values = [hash, ...statement.values(body)]
    const { rows } = await pool.query({ name: pathname, text: statement.sql, values, rowMode: 'array' })
    response.writeHead(200, { 'content-type': 'application/json' }).end(String(rows[0]?.[0]))
  } catch (error) {
    response.writeHead(500).end(String(error))
  }
})

async function textOf(request: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

server.listen(Number(process.env.PORT), '127.0.0.1', () => process.send?.('ready'))
process.once('SIGTERM', () => process.exit())
