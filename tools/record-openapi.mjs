// Records the OpenAPI document as it is now: the test compares it, so that a change of the contract is made on purpose.
import { writeFileSync } from 'node:fs'
import { openApiDocument } from '../apps/server/src/rest/document/openapi.ts'

const file = new URL('../apps/server/src/rest/openapi.golden.json', import.meta.url)
writeFileSync(file, `${JSON.stringify(openApiDocument('https://desk.example'), null, 1)}\n`)
console.log('Recorded apps/server/src/rest/openapi.golden.json. Describe in the commit what API clients must change.')
