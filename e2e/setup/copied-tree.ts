import { execFileSync } from 'node:child_process'
import { cp, mkdtemp, readdir, rename, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** The sources in a folder of their own, where a test may change them; the installed packages are those of this tree. */
export async function copySources(): Promise<string> {
  const copy = await mkdtemp(join(tmpdir(), 'gotrs-tree-'))
  const list = execFileSync('git', ['ls-files', '-z', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' })
  const files = list.split('\0').filter(file => /^(apps|packages|tools|e2e)\/|^[^/]+$/.test(file))
  for (const file of files) await cp(join(root, file), join(copy, file)).catch(ignoreMissing)
  await symlink(join(root, 'node_modules'), join(copy, 'node_modules'))
  for (const workspace of ['apps', 'packages']) {
    // Their links are relative: what points to a package of ours points to the one in the copy.
    for (const name of await readdir(join(copy, workspace))) {
      const modules = join(workspace, name, 'node_modules')
      await cp(join(root, modules), join(copy, modules), { recursive: true, verbatimSymlinks: true }).catch(
        ignoreMissing,
      )
    }
  }
  return copy
}

/** As editors and git write: a new file beside it takes its place. */
export async function replaceByRename(file: string, content: string): Promise<void> {
  const draft = join(dirname(file), '.draft')
  await writeFile(draft, content)
  await rename(draft, file)
}

/** A file that was deleted and not yet committed is listed, and a package without dependencies has no such folder. */
function ignoreMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
