// Plain JavaScript without dependencies: this runs on Node 20.
import { readdirSync, statSync } from 'node:fs'
import { basename, join, relative, resolve } from 'node:path'
import { root, Trouble } from './workspace.mjs'

const isTest = name => /\.test\.tsx?$/.test(name)

/** The paths of test files, also of those in folders, relative to the root. @throws Trouble that suggests similar names */
export function findTestFiles(given) {
  const wrong = given.find(it => it.startsWith('-'))
  if (wrong) throw new Trouble(`npm test takes test files and no options such as ${wrong}: npm test -- FILE …`)
  return given.flatMap(findBelow)
}

function findBelow(given) {
  // npm runs scripts in the root; INIT_CWD is the folder in which the person called it.
  const places = [resolve(root, given), resolve(process.env.INIT_CWD ?? root, given)]
  for (const place of places) {
    const path = relative(root, place)
    if (isIn(place, 'isFile') && isTest(place) && !path.startsWith('..')) return [path]
    const below = isIn(place, 'isDirectory') && path !== '' ? testsBelow(path) : []
    if (below.length > 0) return below
  }
  const near = allTests().filter(it => it.includes(basename(given).replace(/(\.test)?\.tsx?$/, '')))
  const hint = near.length > 0 ? ` Did you mean:\n  ${near.slice(0, 5).join('\n  ')}` : ''
  throw new Trouble(`There is no test at ${given}: name a file that ends in .test.ts or .test.tsx, or a folder.${hint}`)
}

const isIn = (path, kind) => statSync(path, { throwIfNoEntry: false })?.[kind]() ?? false

const allTests = () => ['apps', 'e2e', 'packages', 'tools'].flatMap(testsBelow)

function testsBelow(folder) {
  return readdirSync(join(root, folder), { withFileTypes: true }).flatMap(it => {
    const path = `${folder}/${it.name}`
    if (it.isDirectory()) return /^(node_modules|dist|\..*)$/.test(it.name) ? [] : testsBelow(path)
    return isTest(it.name) ? [path] : []
  })
}
