import { httpBatchLink, httpLink, httpSubscriptionLink, splitLink, TRPCUntypedClient } from '@trpc/client'
import type { AnyTRPCRouter } from '@trpc/server'
import { EventSource, type FetchLike } from 'eventsource'
import { authorization, type Connection, errorOfResponse, readJson, request } from './connection.ts'

export type Trpc = TRPCUntypedClient<AnyTRPCRouter>

type Op = { context: { idempotencyKey?: string; streamFetch?: FetchLike } }

export function openTrpc(connection: Connection): Trpc {
  const url = new URL('/trpc', connection.url).href
  const fetch = (input: unknown, init: RequestInit = {}) => callTrpc(connection, input as string, init)
  const mutations = httpLink<AnyTRPCRouter>({
    url,
    fetch: fetch as typeof globalThis.fetch,
    headers: async ({ op }) => ({
      ...(await authorization(connection)),
      'Idempotency-Key': (op as Op).context.idempotencyKey ?? newKey(),
    }),
  })
  const queries = httpBatchLink<AnyTRPCRouter>({
    url,
    fetch: fetch as typeof globalThis.fetch,
    headers: () => authorization(connection),
    // The maximum of the server.
    maxItems: 20,
  })
  const streams = httpSubscriptionLink({
    url,
    EventSource,
    eventSourceOptions: ({ op }) => ({ fetch: (op as Op).context.streamFetch as FetchLike }),
  })
  return new TRPCUntypedClient<AnyTRPCRouter>({
    links: [
      splitLink({
        condition: ({ type }) => type === 'subscription',
        true: streams,
        // One request for each mutation, because a request has one key.
        false: splitLink({ condition: ({ type }) => type === 'mutation', true: mutations, false: queries }),
      }),
    ],
  })
}

/** Throws for a response that is not one of a procedure: tRPC would lose its status. */
async function callTrpc(connection: Connection, url: string, init: RequestInit) {
  const response = await request(connection, url, init)
  const body = await readJson(response, init.signal)
  const isOfTrpc = (Array.isArray(body) ? body : [body]).every(isOfProcedure)
  if (!isOfTrpc) throw errorOfResponse(response, body)
  return { status: response.status, headers: response.headers, json: async () => body }
}

type Part = { result?: unknown; error?: { data?: unknown } } | null | undefined
const isOfProcedure = (part: Part) => part?.result !== undefined || part?.error?.data !== undefined

/** Pages without TLS have no `randomUUID`. */
export function newKey(): string {
  if (typeof crypto.randomUUID === 'function') return crypto.randomUUID()
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, '0')).join('')
}
