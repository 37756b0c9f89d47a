import { codeSamples } from './code-samples.ts'
import { type Content, type Document, nameIn, type Operation, type Parameter, type Schemas } from './document.ts'
import { exampleOf, exampleOfNamed } from './example-of.ts'

/** Adds what follows from the schemas: an example of each parameter, body and answer, code samples, how lists are written. */
export function completeDocument(document: Document): Document {
  const { schemas, examples } = document.components
  const operations = Object.values(document.paths).flatMap(methods => Object.values(methods))
  const received = Object.values(document.webhooks).map(({ post }) => post)
  for (const operation of [...operations, ...received]) completeOperation(operation, schemas, examples)
  for (const [path, methods] of Object.entries(document.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      operation['x-codeSamples'] = codeSamples(method, path, operation, document.servers[0]?.url ?? '')
    }
  }
  return document
}

function completeOperation(operation: Operation, schemas: Schemas, examples: Examples): void {
  for (const parameter of operation.parameters ?? []) completeParameter(parameter, schemas)
  addExamples(operation.requestBody?.content, schemas, examples, true)
  for (const { content } of Object.values(operation.responses)) addExamples(content, schemas, examples, false)
}

/** Lists are read with commas between their values, which generated clients send only where `explode` is false. */
function completeParameter(parameter: Parameter, schemas: Schemas): void {
  if (parameter.in === 'query' && parameter.schema.type === 'array')
    Object.assign(parameter, { style: 'form', explode: false })
  // A field of a path is the id of a thing, which its name says.
  if (parameter.in === 'path') parameter.description ??= `The id of the ${spaced(parameter.name.replace(/Id$/, ''))}.`
  parameter.example = exampleOf(parameter.schema, schemas, { field: parameter.name, owner: 'Parameter' })
}

const spaced = (name: string) => name.replaceAll(/[A-Z]/g, letter => ` ${letter.toLowerCase()}`)

type Examples = Document['components']['examples']

function addExamples(content: Content | undefined, schemas: Schemas, examples: Examples, isBody: boolean): void {
  for (const media of Object.values(content ?? {})) {
    if (media.example !== undefined || media.examples !== undefined || media.schema.format === 'binary') continue
    const name = media.schema.$ref && nameIn(media.schema.$ref)
    if (name === undefined || isBody) {
      media.example = exampleOf(media.schema, schemas, { field: 'it', owner: 'Answer', isBody })
      continue
    }
    // The answers that are the same shape share an example.
    examples[name] ??= { value: exampleOfNamed(name, schemas) }
    media.examples = { [name]: { $ref: `#/components/examples/${name}` } }
  }
}
