export type Json = null | boolean | number | string | Json[] | { [key: string]: Json }

/** As much of JSON Schema as the document uses. */
export type JsonSchema = {
  $ref?: string
  type?: string | string[]
  format?: string
  const?: Json
  enum?: Json[]
  examples?: Json[]
  default?: Json
  anyOf?: JsonSchema[]
  oneOf?: JsonSchema[]
  items?: JsonSchema
  properties?: Record<string, JsonSchema>
  required?: string[]
  minimum?: number
  description?: string
}

export type Schemas = Record<string, JsonSchema>

export type Content = Record<string, { schema: JsonSchema; example?: Json; examples?: Record<string, Json> }>
export type Parameter = {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  schema: JsonSchema
  description?: string
  example?: Json
  style?: 'form'
  explode?: boolean
}
export type Operation = {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security: Record<string, string[]>[]
  'x-required-scopes'?: string[]
  parameters?: Parameter[]
  requestBody?: { required?: boolean; content: Content }
  responses: Record<string, { $ref?: string; description: string; content?: Content }>
  'x-codeSamples'?: CodeSample[]
}
export type Document = {
  info: { description: string; version: string }
  servers: { url: string }[]
  tags: { name: string; description: string }[]
  paths: Record<string, Record<string, Operation>>
  webhooks: Record<string, { post: Operation }>
  components: {
    schemas: Schemas
    responses: Record<string, { description: string; content?: Content }>
    examples: Record<string, { value: Json }>
  }
}

export type CodeSample = { lang: string; label: string; source: string }

/** `#/components/schemas/Ticket` names `Ticket`. */
export const nameIn = (ref: string): string => ref.slice(ref.lastIndexOf('/') + 1)
