import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { thirdPartyNotices } from '../../tools/third-party-notices.ts'

const schemasInBrowsers = fileURLToPath(new URL('../../tools/schemas-in-browsers.ts', import.meta.url))

const server = process.env.GOTRS_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  base: '/agent/',
  resolve: { alias: { zod: schemasInBrowsers } },
  plugins: [react(), thirdPartyNotices()],
  build: {
    outDir: '../../dist/web/agent',
    emptyOutDir: true,
    // Fonts and images stay files of their own: the page's CSP lets no data: URL in but for images.
    assetsInlineLimit: 0,
    // The polyfill would be an inline script, which the CSP refuses.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What every page needs is one file, instead of sixty small ones that each page shares with some others.
            { name: 'first', tags: ['$initial'] },
            { name: 'ticket-page', test: /ticket\/ticket-page\.tsx/ },
            // What is loaded together once the first screen is there.
            { name: 'background', test: /(?:suggestions|palette-list|overlays|add-participant)\.tsx/ },
            // What is loaded together when somebody begins to write.
            { name: 'composer', test: /composer\/(?:composer-tabs|recipients|upload-list|composer-foot)\.tsx/ },
          ],
        },
      },
    },
    // The first file of all is larger than what Vite expects; journeys/first-load.test.ts has the limits.
    chunkSizeWarningLimit: 900,
  },
  server: { host: '127.0.0.1', port: 5173, proxy: { '/trpc': server, '/api': server } },
})
