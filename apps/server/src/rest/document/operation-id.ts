/** `get /api/tickets/{ticketId}` becomes `getApiTicketsTicketId`. */
export const operationIdOf = (method: string, path: string): string =>
  `${method} ${path}`.replaceAll(/[^A-Za-z0-9]+(\w)?/g, (_all, letter = '') => letter.toUpperCase())
