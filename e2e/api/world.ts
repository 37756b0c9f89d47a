import type { Tools } from './tools.ts'

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }
export type Operation = {
  operationId: string
  parameters?: { name: string; in: string; required?: boolean; example: Json }[]
  requestBody?: { content: Record<string, { example?: Json }> }
  responses: Record<string, unknown>
  'x-codeSamples'?: { lang: string; source: string }[]
}
export type Document = { paths: Record<string, Record<string, Operation>> }

type Pair = { accessToken: string; refreshToken: string }

export type World = {
  url: string
  tools: Tools
  document: Document
  /** Where the document is kept for tools that read files. */
  file: string
  /** A new login, as some calls need a password that was given just now. */
  logIn(email: string): Promise<Pair>
}

const password = 'gotrs-demo-2026'

/** The running desk with its document, as any program outside finds them. */
export async function openWorld(url: string, tools: Tools): Promise<World> {
  const document = (await (await fetch(`${url}/api/openapi.json`)).json()) as Document
  const file = tools.write('openapi.json', JSON.stringify(document))
  const logIn = async (email: string) => {
    const headers = { 'Content-Type': 'application/json' }
    const body = JSON.stringify({ email, password })
    const response = await fetch(`${url}/api/auth/login`, { method: 'POST', headers, body })
    return (await response.json()) as Pair
  }
  return { url, tools, document, file, logIn }
}
