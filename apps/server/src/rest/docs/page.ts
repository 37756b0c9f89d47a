import { createHash } from 'node:crypto'
import { type ErrorCode, errorStatus } from '@gotrs/contract/errors'
import { filterWords } from '@gotrs/contract/filter/words'
import { html, raw } from 'hono/html'
import { errorText } from '../../http/error-texts.ts'
import type { Document } from '../document/document.ts'
import { style } from './style.ts'

/** OpenAPI describes the document; there is no type for it. Each place reads it as the type that it expects. */
type Json = { [key: string]: Json }
type Markup = ReturnType<typeof html>

/** The document as one page, and a content security policy that allows only its own style. */
export function renderDocs(document: Document): { html: string; policy: string } {
  const hash = createHash('sha256').update(style).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${hash}'; img-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`
  return { html: String(page(document as unknown as Json)), policy }
}

function page(document: Json): Markup {
  const operations = operationsOf(document)
  const tags = (document.tags as unknown as { name: string }[]).map(({ name }) => name)
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>GOTRS API</title><style>${raw(style)}</style></head>
<body><nav aria-label="Contents"><a href="#top">GOTRS API</a><ul>${tags.map(
    tag => html`<li><a href="#${slug(tag)}">${tag}</a></li>`,
  )}<li><a href="#errors">Errors</a></li><li><a href="#filter">Filters</a></li><li><a href="#shapes">Shapes</a></li></ul></nav>
<main id="top"><h1>GOTRS API</h1>${paragraphs((document.info as Json).description)}<p>Version ${(document.info as Json).version}.</p>
<p>For programs: <a href="/api/openapi.json">/api/openapi.json</a> (OpenAPI 3.1). From TypeScript
use the typed client <code>@gotrs/client</code>.</p>
<h2 id="start">Start</h2>
<p>Create a token under Settings → API tokens in the agent app, or log in:</p>
<pre tabindex="0">curl ${(document.servers as unknown as Json[])[0]?.url}/api/auth/login \\
  -H 'Content-Type: application/json' \\
  -d '{"email":"you@example.org","password":"…"}'</pre>
<p>Send the token with every call: <code>Authorization: Bearer …</code>. A call that changes something accepts an
<code>Idempotency-Key</code>: you can send it again, and it is done once.</p>
<h2 id="errors">Errors</h2>
<p>Every error is <code>{"error":{"code","message","requestId"}}</code>. <code>code</code> is one of these; new ones may come.</p>
${table(errorRows())}
<h2 id="filter">The filter language</h2>
<p>What goes into <code>q</code> of the list of tickets. Other words and <code>"phrases"</code> are searched for in the ticket; terms together
mean "and", <code>OR</code> between them "or", <code>-</code> or <code>NOT</code> before one "not", and brackets hold together.
A value with blanks goes into quotes, as in <code>queue:"Second line"</code>. At most 50 terms.</p>
${table(
  Object.entries(filterWords).map(([field, { finds, example }]) => [
    html`<code>${field}:</code>`,
    words(finds),
    html`<code>${example}</code>`,
  ]),
)}
${tags.map(
  tag =>
    html`<section aria-labelledby="${slug(tag)}"><h2 id="${slug(tag)}">${tag}</h2>${operations
      .filter(it => it.tag === tag)
      .map(it => operation(it, document))}</section>`,
)}
<section aria-labelledby="shapes"><h2 id="shapes">Shapes</h2>${Object.entries(
    (document.components as Json).schemas as Json,
  )
    .filter(([name]) => !name.endsWith('Body'))
    .map(
      ([name, schema]) => html`<h3 id="shape-${name}">${name}</h3>${described(schema)}${fields(schema)}`,
    )}</section></main></body></html>`
}

type Operation = { method: string; path: string; tag: string; about: Json }

function operationsOf({ paths }: Json): Operation[] {
  return Object.entries(paths as Json).flatMap(([path, methods]) =>
    Object.entries(methods as Json).map(([method, about]) => ({
      method,
      path,
      tag: String((about.tags as unknown as string[] | undefined)?.[0] ?? 'Other'),
      about,
    })),
  )
}

function operation({ method, path, about }: Operation, document: Json): Markup {
  const parameters = (about.parameters ?? []) as unknown as Json[]
  const body = resolve(schemaOf(about.requestBody as Json | undefined), document)
  const responses = Object.entries((about.responses ?? {}) as Json)
  return html`<article><h3 id="${about.operationId}"><span class="method ${method}">${method.toUpperCase()}</span>
<code>${path}</code></h3><p><strong>${about.summary}.</strong> ${words(about.description)}</p>
${parameters.length > 0 ? html`<h4>Parameters</h4>${table(parameters.map(parameterRow))}` : ''}
${body ? html`<h4>Body</h4>${fields(body)}` : ''}
${samples(about)}
<h4>Answers</h4>${table(responses.map(([status, response]) => answerRow(status, resolve(response, document) ?? {})))}
</article>`
}

const parameterRow = (it: Json) => [
  html`<code>${it.name}</code>${it.required ? html` <em>required</em>` : ''}`,
  html`${it.in}, ${typeOf(it.schema as Json)}`,
  html`${words(it.description ?? (it.schema as Json).description)}${examplesOf(it.schema as Json)}`,
]

const examplesOf = ({ examples }: Json) =>
  Array.isArray(examples)
    ? html` For instance ${examples.map((it, at) => html`${at > 0 ? ' or ' : ''}<code>${String(it)}</code>`)}.`
    : ''

/** Errors link to the table of codes. */
function answerRow(status: string, response: Json) {
  const codes = Object.keys(contentOf(response)?.examples ?? {}).filter(code => Object.hasOwn(errorStatus, code))
  const links = codes.map((code, at) => html`${at > 0 ? ', ' : ''}<a href="#error-${code}">${code}</a>`)
  const schema = schemaOf(response)
  const shape = schema && codes.length === 0 ? typeOf(schema) : ''
  return [html`<code>${status}</code>`, shape, codes.length > 0 ? links : words(response.description)]
}

const contentOf = (holder: Json | undefined): Json | undefined => Object.values((holder?.content ?? {}) as Json)[0]

/** The target of a reference. */
function resolve(it: Json | undefined, document: Json): Json | undefined {
  if (typeof it?.$ref !== 'string') return it
  const path = (it.$ref as string).split('/').slice(1)
  return path.reduce<Json | undefined>((inside, name) => inside?.[name], document)
}

function schemaOf(holder: Json | undefined): Json | undefined {
  return contentOf(holder)?.schema as Json | undefined
}

/** The fields of an object, each with its type and what it means. */
function fields(schema: Json): Markup | string {
  if (schema.properties === undefined) return html`<p>${typeOf(schema)}</p>`
  const required = new Set((schema.required ?? []) as unknown as string[])
  return table(
    Object.entries(schema.properties as Json).map(([name, field]) => [
      html`<code>${name}</code>${required.has(name) ? html` <em>required</em>` : ''}`,
      typeOf(field),
      html`${words(field.description)}${limitsOf(field)}`,
    ]),
  )
}

/** The call with curl and with the client; closed at first, so that the page stays short. */
const samples = (about: Json) => {
  const all = (about['x-codeSamples'] ?? []) as unknown as { label: string; source: string }[]
  return all.map(
    ({ label, source }) => html`<details><summary>${label}</summary><pre tabindex="0">${source}</pre></details>`,
  )
}

const errorRows = () =>
  Object.entries(errorStatus).map(([code, status]) => [
    html`<code id="error-${code}">${code}</code>`,
    String(status),
    words(errorText[code as ErrorCode]),
  ])

const paragraphs = (text: unknown) =>
  String(text)
    .split('\n\n')
    .map(part => html`<p>${words(part)}</p>`)

/** The limits and the default of a field. */
function limitsOf(field: Json): string {
  const { minLength, maxLength, minItems, maxItems, default: left } = limitedOf(field)
  const limits = [
    Number(minLength) > 1 ? `At least ${minLength} characters.` : '',
    maxLength === undefined ? '' : `At most ${maxLength} characters.`,
    minItems === undefined ? '' : `At least ${minItems} of them.`,
    maxItems === undefined ? '' : `At most ${maxItems} of them.`,
    left === undefined ? '' : `Left out: ${JSON.stringify(left)}.`,
  ]
  return limits.map(it => it && ` ${it}`).join('')
}

/** The limits of a nullable value are in its variant that is not null. */
const limitedOf = (field: Json): Json =>
  Object.assign({}, ...((field.anyOf ?? []) as unknown as Json[]).filter(it => String(it.type) !== 'null'), field)

const described = (schema: Json) => (schema.description ? html`<p>${words(schema.description)}</p>` : '')

/** Text between backticks is code. */
const words = (text: unknown) =>
  typeof text === 'string' ? text.split('`').map((part, at) => (at % 2 ? html`<code>${part}</code>` : part)) : ''

function table(rows: unknown[][]): Markup {
  return html`<div class="table" tabindex="0" role="region" aria-label="Table"><table><tbody>${rows.map(
    cells => html`<tr>${cells.map(cell => html`<td>${cell}</td>`)}</tr>`,
  )}</tbody></table></div>`
}

/** A type in a few words; named shapes are links. Nesting is limited to what people can read. */
function typeOf(schema: Json, depth = 0): Markup | string {
  if (typeof schema.$ref === 'string') {
    const name =
      (schema.$ref as string)
        .split('/')
        .at(-1)
        ?.replace(/Output$/, '') ?? ''
    return html`<a href="#shape-${name}">${name}</a>`
  }
  const either = (schema.anyOf ?? schema.oneOf) as unknown as Json[] | undefined
  if (either) return html`${either.map((it, at) => html`${at > 0 ? ' or ' : ''}${typeOf(it, depth)}`)}`
  if (schema.enum) return (schema.enum as unknown as string[]).map(it => JSON.stringify(it)).join(' | ')
  if (schema.const !== undefined) return JSON.stringify(schema.const)
  if (String(schema.type) === 'array') return html`list of ${typeOf((schema.items ?? {}) as Json, depth)}`
  if (schema.properties && depth < 2) {
    const inner = Object.entries(schema.properties as Json)
    return html`{ ${inner.map(([name, field], at) => html`${at > 0 ? ', ' : ''}${name}: ${typeOf(field, depth + 1)}`)} }`
  }
  const { type, format } = schema as unknown as { type?: string | string[]; format?: string }
  return [Array.isArray(type) ? type.join(' or ') : (type ?? 'any'), format && `(${format})`].filter(Boolean).join(' ')
}

const slug = (text: string) => text.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')
