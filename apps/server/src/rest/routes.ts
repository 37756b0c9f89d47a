import { authRows } from './by-hand/auth.ts'
import { messageRows } from './by-hand/messages.ts'
import { ticketRows } from './by-hand/tickets.ts'
import { declaredRows } from './declared-rows.ts'
import type { RestRoute } from './route.ts'

const rows = [...declaredRows(), ...ticketRows, ...messageRows, ...authRows]

/** A row with a word in its path comes before a row with a field in the same place: the first match wins. */
const orderOf = ({ path, method }: RestRoute) => `${path.replaceAll('{', '~')} ${method}`

/**
 * The REST interface: every row is served, documented in OpenAPI and tested from here. A row is written by hand only where
 * REST differs from the procedure.
 */
export const restRoutes: readonly RestRoute[] = rows.sort((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1))
