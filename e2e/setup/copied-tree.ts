import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** A copy of the sources that a test may change; it uses the installed packages of this tree. */
export async function copySources(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'gotrs-tree-'))
  const list = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  const files = list.split('\0').filter(file => /^(apps|packages|tools|e2e)\/|^[^/]+$/.test(file))
  for (const file of files) await cp(join(root, file), join(copy, file)).catch(ignoreMissing)
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const workspace of ['apps', 'packages']) {
    // The links are relative: a link to a package of the workspace points to its copy.
    for (const name of await readdir(join(copy, workspace))) {
      const modules = join(workspace, name, 'node_modules')
      await cp(join(root, modules), join(copy, modules), { recursive: true, verbatimSymlinks: true }).catch(
        ignoreMissing,
      )
    }
  }
  return copy
}

/** Replaces a file as editors and git do: writes a new file and renames it. */
export async function replaceByRename(file: string, content: string): Promise<void> {
  const draft = join(dirname(file), '.draft')
  await writeFile(draft, content)
  await rename(draft, file)
}

/** git lists deleted files that are not committed yet, and a package without dependencies has no node_modules. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
