import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { listSearch } from './list/list-params.ts'
import { TicketsPage } from './list/tickets-page.tsx'
import { RequireStaff } from './session/require-staff.tsx'
import { NotFoundPage, RouteFailure } from './shell/route-failure.tsx'
import { Shell } from './shell/shell.tsx'
import { ShellSkeleton } from './shell/shell-skeleton.tsx'
import { fixedViewLinks } from './views/fixed-views.ts'

const settings: RouteObject[] = [
  { index: true, element: <Navigate to="/settings/account" replace /> },
  { path: 'account', lazy: () => import('./settings/account-page.tsx') },
  { path: 'tokens', lazy: () => import('./settings/tokens-page.tsx') },
  { path: 'tokens/new', lazy: () => import('./settings/token-form-page.tsx') },
  { path: 'general', lazy: () => import('./settings/general-page.tsx') },
  { path: 'queues', lazy: () => import('./settings/queues-page.tsx') },
  { path: 'mailboxes', lazy: () => import('./settings/mailboxes-page.tsx') },
  { path: 'mailboxes/:mailboxId', lazy: () => import('./settings/mailbox-page.tsx') },
  { path: 'mail-in', lazy: () => import('./settings/mail-in-page.tsx') },
  { path: 'mail-in/:mailId', lazy: () => import('./settings/mail-in-mail-page.tsx') },
  { path: 'outbox', lazy: () => import('./settings/outbox-page.tsx') },
  { path: 'outbox/:mailId', lazy: () => import('./settings/outbox-mail-page.tsx') },
  { path: 'development-inbox', lazy: () => import('./settings/development-inbox-page.tsx') },
  { path: 'webhooks', lazy: () => import('./settings/webhooks-page.tsx') },
  { path: 'webhooks/new', lazy: () => import('./settings/webhook-form-page.tsx') },
  { path: 'webhooks/:webhookId', lazy: () => import('./settings/webhook-page.tsx') },
  { path: 'webhooks/:webhookId/edit', lazy: () => import('./settings/webhook-form-page.tsx') },
]

const pages: RouteObject[] = [
  { index: true, element: <Navigate to={`/tickets${listSearch({ q: fixedViewLinks.open.q })}`} replace /> },
  {
    path: 'tickets',
    element: <TicketsPage />,
    children: [{ path: ':number', lazy: () => import('./ticket/ticket-page.tsx') }],
  },
  { path: 'tickets/new', lazy: () => import('./ticket/new-ticket-page.tsx') },
  { path: 'account', element: <Navigate to="/settings/account" replace /> },
  { path: 'settings', lazy: () => import('./settings/settings-layout.tsx'), children: settings },
  { path: '*', element: <NotFoundPage /> },
]

export const router = createBrowserRouter(
  [
    {
      errorElement: <RouteFailure />,
      hydrateFallbackElement: <ShellSkeleton />,
      children: [
        { path: '/login', lazy: () => import('./login/login-page.tsx') },
        {
          element: <RequireStaff />,
          children: [{ element: <Shell />, children: [{ errorElement: <RouteFailure />, children: pages }] }],
        },
      ],
    },
  ],
  { basename: '/agent' },
)
