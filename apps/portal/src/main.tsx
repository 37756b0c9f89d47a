import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import { deleteOldDrafts } from './drafts/draft-store.ts'
import { followScheme } from './frame/colour-scheme.ts'

followScheme()
deleteOldDrafts(localStorage, Date.now())

const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
