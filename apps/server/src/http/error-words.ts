import type { DeskError } from '@gotrs/contract/errors'
import { errorText } from './error-texts.ts'

/** What a developer reads: what happened, and which field, word or scope it is about. */
export function errorWords({ code, params }: DeskError): string {
  const { fields, field, scope, allow, maxBytes, maxValues, reason } = params
  const isTold = typeof reason === 'string' && (code === 'not_logged_in' || code === 'forbidden')
  return [
    isTold ? sentence(reason) : errorText[code],
    ...issuesOf(params.issues).map(issue => sentence(`${issue.path || 'input'}: ${issue.message}`)),
    ...(typeof field === 'string' && params.issues === undefined ? [`It is about the field ${field}.`] : []),
    ...(code === 'invalid_filter' ? [aboutFilter(params)] : []),
    ...(code === 'wrong_status' ? aboutStatus(params) : []),
    ...(Array.isArray(fields) ? [`Leave out what is not yours to set: ${fields.join(', ')}.`] : []),
    ...(typeof maxBytes === 'number' ? [`At most ${maxBytes} bytes.`] : []),
    ...(typeof maxValues === 'number' ? [`At most ${maxValues} values.`] : []),
    ...(code === 'insufficient_scope' ? [`Missing: ${scope}.`] : []),
    ...(code === 'method_not_allowed' ? [`It takes ${allow}.`] : []),
  ].join(' ')
}

type Issue = { path: string; message: string }

const issuesOf = (issues: unknown): Issue[] => (Array.isArray(issues) ? issues.slice(0, 5) : [])

function aboutFilter({ word, at, reason }: Record<string, unknown>): string {
  const place = typeof at === 'number' ? ` at character ${at + 1}` : ''
  return sentence(`"${word}"${place}: ${reason}`)
}

/** What it is now, and what would have to be. */
function aboutStatus({ noun, status, verb, wanted, allowed, reason }: Record<string, unknown>): string[] {
  const now = typeof noun === 'string' && typeof status === 'string' ? [`The ${noun} is ${status}.`] : []
  if (typeof reason === 'string') return [...now, sentence(reason)]
  if (!Array.isArray(allowed)) return now
  const choice = allowed.join(' or ')
  if (typeof wanted === 'string') return [...now, `The status ${wanted} cannot be set, but ${choice} can.`]
  return [...now, `For ${verb} it has to be ${choice}.`]
}

const sentence = (text: string) => (/[.!?]$/.test(text) ? text : `${text}.`)
