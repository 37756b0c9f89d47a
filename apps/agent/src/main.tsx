import '@mantine/core/styles.layer.css'
import '@gotrs/web/theme/tokens.css'
import './theme/global.css'
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { RouterProvider } from 'react-router/dom'
import { queryClient, trpcClient } from './api/clients.ts'
import { trpc } from './api/trpc.ts'
import { holdKeysFor } from './keyboard/held-keys.ts'
import { router } from './router.tsx'
import { followKeyboard } from './shell/follow-keyboard.ts'
import { ToastPlace } from './shell/toast-place.tsx'
import { colorSchemeManager } from './theme/color-scheme.ts'
import { applyDensity } from './theme/density.ts'
import { cssVariablesResolver, theme } from './theme/theme.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root element')

applyDensity()
followKeyboard()
holdKeysFor(router)
createRoot(root).render(
  <StrictMode>
    <MantineProvider
      theme={theme}
      cssVariablesResolver={cssVariablesResolver}
      colorSchemeManager={colorSchemeManager}
      defaultColorScheme="auto"
    >
      <trpc.Provider client={trpcClient} queryClient={queryClient}>
        <QueryClientProvider client={queryClient}>
          {/* As a transition, a ticket would be drawn late, and keys would act on the one before. */}
          <RouterProvider router={router} useTransitions={false} />
          <ToastPlace />
        </QueryClientProvider>
      </trpc.Provider>
    </MantineProvider>
  </StrictMode>,
)
