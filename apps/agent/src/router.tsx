import { fixedViews } from '@gotrs/contract/fixed-views'
import { createBrowserRouter, Navigate, type RouteObject } from 'react-router'
import { listSearch } from './list/list-params.ts'
import { TicketsPage } from './list/tickets-page.tsx'
import { RequireStaff } from './session/require-staff.tsx'
import { NotFoundPage, RouteFailure } from './shell/route-failure.tsx'
import { Shell } from './shell/shell.tsx'
import { ShellSkeleton } from './shell/shell-skeleton.tsx'

const settings: RouteObject[] = [
  { index: true, element: <Navigate to="/settings/account" replace /> },
  { path: 'account', lazy: () => import('./settings/account/account-page.tsx') },
  { path: 'tokens', lazy: () => import('./settings/tokens/tokens-page.tsx') },
  { path: 'tokens/new', lazy: () => import('./settings/tokens/token-form-page.tsx') },
  { path: 'general', lazy: () => import('./settings/general/general-page.tsx') },
  { path: 'queues', lazy: () => import('./settings/queues/queues-page.tsx') },
  { path: 'mailboxes', lazy: () => import('./settings/mailboxes/mailboxes-page.tsx') },
  { path: 'mailboxes/:mailboxId', lazy: () => import('./settings/mailboxes/mailbox-page.tsx') },
  { path: 'mail-in', lazy: () => import('./settings/inbound/inbound-page.tsx') },
  { path: 'mail-in/:mailId', lazy: () => import('./settings/inbound/inbound-mail-page.tsx') },
  { path: 'outbox', lazy: () => import('./settings/outbox/outbox-page.tsx') },
  { path: 'outbox/:mailId', lazy: () => import('./settings/outbox/outbox-mail-page.tsx') },
  { path: 'development-inbox', lazy: () => import('./settings/development-inbox/development-inbox-page.tsx') },
  { path: 'webhooks', lazy: () => import('./settings/webhooks/webhooks-page.tsx') },
  { path: 'webhooks/new', lazy: () => import('./settings/webhooks/webhook-form-page.tsx') },
  { path: 'webhooks/:webhookId', lazy: () => import('./settings/webhooks/webhook-page.tsx') },
  { path: 'webhooks/:webhookId/edit', lazy: () => import('./settings/webhooks/webhook-form-page.tsx') },
]

const pages: RouteObject[] = [
  { index: true, element: <Navigate to={`/tickets${listSearch({ q: fixedViews.open.q })}`} replace /> },
  {
    path: 'tickets',
    element: <TicketsPage />,
    children: [{ path: ':number', lazy: () => import('./ticket/ticket-page.tsx') }],
  },
  { path: 'tickets/new', lazy: () => import('./ticket/new-ticket-page.tsx') },
  { path: 'dashboard', lazy: () => import('./dashboard/dashboard-page.tsx') },
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
          children: [
            { path: '/tickets/:number/print', lazy: () => import('./print/print-page.tsx') },
            { element: <Shell />, children: [{ errorElement: <RouteFailure />, children: pages }] },
          ],
        },
      ],
    },
  ],
  { basename: '/agent' },
)
