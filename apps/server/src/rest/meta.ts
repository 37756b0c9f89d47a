import type { ErrorCode } from '@gotrs/contract/errors'
import type { z } from 'zod'

export type RestMethod = 'get' | 'post' | 'put' | 'patch' | 'delete'

/** The REST path of a procedure, declared with its permission, input and output, and nowhere else. */
export type RestMeta = {
  method: RestMethod
  /** As in OpenAPI. Names in braces are fields of the input: `/api/tickets/{ticketId}`. */
  path: `/api/${string}`
  summary: string
  status: 200 | 201 | 202
} & RestOptions

type RestOptions = {
  /** Where the name of the procedure is not a verb: `listUserSessions` for `users.sessions`. */
  operationId?: string
  description?: string
  /** The heading in the documentation, where it is not that of the noun. */
  tag?: string
  /** Errors besides those of any call with such a path, body and permission. */
  errors?: readonly ErrorCode[]
  /** An example of a valid body. */
  example?: Record<string, unknown>
  /** The procedure that reads the answer of the call, about the same thing: `tickets.get`. Left out: this one. */
  answers?: string
  /** What a subscription streams: its path answers with server-sent events. */
  streams?: z.ZodType
  /** With an access token that has expired, or whose login has ended, the call counts as one without a login. */
  takesExpiredToken?: true
  /** Served as PATCH too: both change the fields that they name. */
  alsoPatch?: true
}

const by =
  (method: RestMethod, status: RestMeta['status'] = 200) =>
  (path: RestMeta['path'], summary: string, options: RestOptions = {}): RestMeta => ({
    method,
    path,
    summary,
    status,
    ...options,
  })

/**
 * `create` is a POST to a list that answers 201 with the new thing, and where it is. `update` is a PUT of a thing, and a
 * PATCH that does the same: neither touches what is left out. `accept` is a POST whose work a job does later.
 */
export const rest = {
  get: by('get'),
  create: by('post', 201),
  accept: by('post', 202),
  post: by('post'),
  put: by('put'),
  update: (path: RestMeta['path'], summary: string, options: RestOptions = {}): RestMeta =>
    by('put')(path, summary, { ...options, alsoPatch: true }),
  delete: by('delete'),
}
