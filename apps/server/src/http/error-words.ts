import type { DeskError } from '@gotrs/contract/errors'
import { type EventType, eventCatalogue } from '@gotrs/contract/events'
import { errorText } from './error-texts.ts'

/** The message of an error for developers: what is wrong, where, and what to do. */
export function errorWords({ code, params }: DeskError): string {
  const { fields, field, scope, allow, maxBytes, maxValues, reason } = params
  const hasReason = typeof reason === 'string' && (code === 'not_logged_in' || code === 'forbidden')
  return [
    hasReason ? sentence(reason) : errorText[code],
    ...issuesOf(params.issues).map(issue => sentence(`${issue.path || 'input'}: ${issue.message}`)),
    ...(typeof field === 'string' && params.issues === undefined ? [`Field: ${field}.`] : []),
    ...(code === 'invalid_filter' ? [aboutFilter(params)] : []),
    ...(code === 'wrong_status' ? aboutStatus(params) : []),
    ...(code === 'cannot_undo' ? aboutUndo(params) : []),
    ...(Array.isArray(fields) ? [`You may not set ${fields.join(', ')}. Leave them out.`] : []),
    ...(typeof maxBytes === 'number' ? [`The maximum is ${maxBytes} bytes.`] : []),
    ...(typeof maxValues === 'number' ? [`The maximum is ${maxValues} values.`] : []),
    ...(code === 'insufficient_scope' ? [`Missing scope: ${scope}.`] : []),
    ...(code === 'method_not_allowed' ? [`Supported: ${allow}.`] : []),
  ].join(' ')
}

type Issue = { path: string; message: string }

const issuesOf = (issues: unknown): Issue[] => (Array.isArray(issues) ? issues.slice(0, 5) : [])

function aboutFilter({ word, at, reason }: Record<string, unknown>): string {
  const place = typeof at === 'number' ? ` at character ${at + 1}` : ''
  return sentence(`"${word}"${place}: ${reason}`)
}

/** The current status and the statuses that allow the call. */
function aboutStatus({ noun, status, verb, wanted, allowed, reason }: Record<string, unknown>): string[] {
  const now = typeof noun === 'string' && typeof status === 'string' ? [`The ${noun} is ${status}.`] : []
  if (typeof reason === 'string') return [...now, sentence(reason)]
  if (!Array.isArray(allowed)) return now
  const choice = allowed.join(' or ')
  if (typeof wanted === 'string') return [...now, `You cannot set status to ${wanted}, only to ${choice}.`]
  return [...now, `${verb} requires the status ${choice}.`]
}

/** Who changed the same since, and what they did. */
function aboutUndo({ changes }: Record<string, unknown>): string[] {
  if (!Array.isArray(changes)) return []
  return changes.map(({ type, actorName }: { type: EventType; actorName: string | null }) =>
    sentence(`Since then: ${eventCatalogue[type].label} by ${actorName ?? 'the desk'}`),
  )
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
