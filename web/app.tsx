import '@mantine/core/styles.css'
import '@mantine/dates/styles.css'
import '@mantine/notifications/styles.css'
import './ui/base.css'
import './ui/print.css'
import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { applyDensity } from './preferences.ts'
import { queries } from './queries.ts'
import { router } from './router.tsx'
import { contrast, theme } from './theme.ts'

export function start(element: HTMLElement): void {
  applyDensity()
  createRoot(element).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={contrast} defaultColorScheme="auto">
        <QueryClientProvider client={queries}>
          <RouterProvider router={router} />
          <Notifications position="bottom-right" limit={4} containerWidth={380} />
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}
