/**
 * Replaces zod in the web apps, which read names, labels and limits of the contract and leave validation to the server:
 * zod would be a tenth of what they load first. Building a schema does nothing; using one throws.
 */
const uses = new Set<PropertyKey>([
  'parse',
  'parseAsync',
  'safeParse',
  'safeParseAsync',
  'decode',
  'encode',
  'options',
  '~standard',
])

const schema: object = new Proxy(() => schema, {
  get(_, property) {
    // Names of schemas are put together from other names.
    if (property === Symbol.toPrimitive) return () => 'schema'
    if (uses.has(property))
      throw new Error(`The web apps have no schemas: ${String(property)} works on the server only.`)
    return schema
  },
})

export { schema as z }
