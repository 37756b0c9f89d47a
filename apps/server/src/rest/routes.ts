import { authRoutes } from './auth-routes.ts'
import { deskRoutes } from './desk-routes.ts'
import { mailRoutes } from './mail-routes.ts'
import { messageRoutes } from './message-routes.ts'
import { peopleRoutes } from './people-routes.ts'
import type { RestRoute } from './route.ts'
import { ticketRoutes } from './ticket-routes.ts'
import { webhookRoutes } from './webhook-routes.ts'

/** The REST interface: every row is served, documented in OpenAPI and tested from here. */
export const restRoutes: readonly RestRoute[] = [
  ...ticketRoutes,
  ...messageRoutes,
  ...peopleRoutes,
  ...authRoutes,
  ...deskRoutes,
  ...mailRoutes,
  ...webhookRoutes,
]
