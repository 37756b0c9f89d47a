import { z } from 'zod'
import type { ZodOpenApiOperationObject } from 'zod-openapi'
import { scopesOf } from '../scopes-of.ts'
import type { StreamRow } from '../stream-rows.ts'
import { access, always, errorAnswers } from './error-answers.ts'
import { everyHeader, lastEventIdHeader } from './header-params.ts'
import { accessOf, scopeSentence } from './security.ts'

const events =
  'Server-sent events. Each event without a name (`message`, for an EventSource) is one of these. `connected` comes first, `ping` every 15 seconds; `serialized-error` says in `data.desk.code` why the stream ends. Open it again with `Last-Event-ID`.'

export function streamOperationOf(row: StreamRow): ZodOpenApiOperationObject {
  const scopes = scopesOf(row)
  return {
    operationId: row.operationId,
    tags: [row.tag],
    summary: row.summary,
    description: [row.description, events, scopeSentence(scopes)].filter(Boolean).join(' '),
    ...accessOf(scopes),
    requestParams: { header: z.object(lastEventIdHeader) },
    responses: {
      '200': {
        description: 'Events, until you close the connection',
        headers: z.object(everyHeader),
        content: { 'text/event-stream': { schema: row.item } },
      },
      ...errorAnswers([...always, ...access, ...(row.errors ?? [])]),
    },
  }
}
