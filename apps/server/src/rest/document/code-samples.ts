import { clientCall } from './client-call.ts'
import type { CodeSample, Json, Operation, Parameter } from './document.ts'

/** The call with the values of its examples, by curl and by the client for TypeScript. */
export function codeSamples(method: string, path: string, operation: Operation, url: string): CodeSample[] {
  const shown = shownParameters(operation.parameters ?? [])
  const body = operation.requestBody?.content['application/json']?.example
  const fields = Object.fromEntries(shown.map(({ name, example }) => [name, example ?? null]))
  const client = clientCall(operation.operationId, { ...fields, ...(body as Record<string, Json> | undefined) })
  const curl = curlOf(method, `${url}${pathOf(path, shown)}`, operation, body)
  return [
    { lang: 'Shell', label: 'curl', source: curl },
    ...(client === null ? [] : [{ lang: 'TypeScript', label: '@gotrs/client', source: client }]),
  ]
}

/** The required fields, and two of the filters of a list: with all filters the call would be hard to see. */
function shownParameters(parameters: Parameter[]): Parameter[] {
  const optional = parameters.filter(
    it => it.in === 'query' && !it.required && it.name !== 'cursor' && it.name !== 'limit',
  )
  return parameters.filter(it => it.in !== 'header' && (it.required || optional.slice(0, 2).includes(it)))
}

function pathOf(path: string, parameters: Parameter[]): string {
  const at = parameters.filter(it => it.in === 'path')
  const filled = at.reduce(
    (text, { name, example }) => text.replace(`{${name}}`, encodeURIComponent(`${example}`)),
    path,
  )
  const query = parameters
    .filter(it => it.in === 'query')
    .map(({ name, example }) => `${name}=${inQuery(example ?? '')}`)
  return query.length === 0 ? filled : `${filled}?${query.join('&')}`
}

const inQuery = (value: Json) =>
  Array.isArray(value) ? value.map(item => encodeURIComponent(`${item}`)).join(',') : encodeURIComponent(`${value}`)

function curlOf(
  method: string,
  url: string,
  { operationId, security, requestBody, responses }: Operation,
  body: Json | undefined,
): string {
  const isFile = requestBody?.content['multipart/form-data'] !== undefined
  const isStream = responses['200']?.content?.['text/event-stream'] !== undefined
  return [
    `curl ${isStream ? '-N ' : ''}${method === 'get' || isFile || (body !== undefined && method === 'post') ? '' : `-X ${method.toUpperCase()} `}${quoted(url)}`,
    ...(security.length > 0 || operationId === 'logout' ? ['-H "Authorization: Bearer $GOTRS_TOKEN"'] : []),
    ...(isFile ? ['-F file=@manual.pdf'] : []),
    ...(body === undefined ? [] : ["-H 'Content-Type: application/json'", `-d ${quoted(JSON.stringify(body))}`]),
  ].join(' \\\n  ')
}

const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
