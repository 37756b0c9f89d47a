// Runs on Node 24, for npm run dev: which changes restart the server and the mail-worker.
import { join, relative } from 'node:path'
import { root } from './workspace.mjs'

const folders = ['packages', 'apps/gotrs', 'apps/server', 'apps/mail-worker'].map(it => join(root, it))
const isCode = /^(packages\/[^/]+|apps\/(gotrs|server|mail-worker))\/(src\/.+\.(ts|json|txt|html)|migrations\/.+)$/
const isOfTests = /\.test\.ts$|\.golden\.|\/(fixtures|testing)\//

// An editor or a switch of branches writes many files at once.
const quietMs = 150

/**
 * Calls `onChange` after the last of several changes. Vite's watcher looks at folders, so it sees a file that was replaced
 * by rename, which is how most editors and git write.
 */
export function watchSources(watcher, onChange) {
  let timer
  watcher.add(folders)
  watcher.on('all', (event, path) => {
    const file = relative(root, path).replaceAll('\\', '/')
    if (!['add', 'change', 'unlink'].includes(event) || !isCode.test(file) || isOfTests.test(file)) return
    clearTimeout(timer)
    timer = setTimeout(onChange, quietMs)
  })
}
