import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { thirdPartyNotices } from '../../tools/third-party-notices.ts'

const server = process.env.GOTRS_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react(), thirdPartyNotices()],
  build: {
    outDir: '../../dist/web/portal',
    emptyOutDir: true,
    target: 'es2022',
    // Every browser that runs the target knows modulepreload.
    modulePreload: { polyfill: false },
    // The content security policy allows data: for images only, so nothing may be inlined.
    assetsInlineLimit: 0,
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
  },
  server: { proxy: { '/trpc': server, '/api': server } },
})
