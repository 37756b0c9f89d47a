/**
 * Whether an unhandled rejection is from the library: it does not await some of its own promises, and a rejection is then
 * the only sign that something failed there. Its runner has to be restarted.
 * Upstream would have to await them, or pass their errors to `pool:fatalError`.
 */
export const isOfJobLibrary = (error: unknown): boolean =>
  error instanceof Error && error.stack?.includes('/node_modules/graphile-worker/') === true
