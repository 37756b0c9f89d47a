import { join } from 'node:path'
import type { World } from './world.ts'

/** What a tool looked at, and everything that it did not accept. */
export type Check = { what: string; errors: string[] }

/** The served document by the recommended rules of two linters: their warnings count as errors here. */
export function lintDocument({ tools, document, file }: World): [string, () => Promise<Check>][] {
  const what = `${Object.keys(document.paths).length} paths, recommended rules`
  const ruleset = tools.write('spectral.yaml', 'extends: ["spectral:oas"]\n')
  return [
    [
      'redocly',
      async () => ({
        what,
        errors: findings(await tools.run('redocly', 'lint', file, '--extends=recommended', '--format=json')),
      }),
    ],
    [
      'spectral',
      async () => {
        await tools.run('spectral', 'lint', file, '--ruleset', ruleset, '--fail-severity=hint')
        return { what, errors: [] }
      },
    ],
  ]
}

function findings(printed: string): string[] {
  const { problems } = JSON.parse(printed.slice(printed.indexOf('{'), printed.lastIndexOf('}') + 1)) as {
    problems: object[]
  }
  return problems.map(problem => JSON.stringify(problem))
}

/** The package that developers install. */
export async function lintPackage({ tools }: World): Promise<Check> {
  await tools.run('publint', 'run', join(tools.folder, 'node_modules/@gotrs/client'), '--strict')
  return { what: 'the packed client', errors: [] }
}
