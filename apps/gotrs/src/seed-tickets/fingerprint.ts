/** Raised whenever the same number of tickets gives other rows, so that an outdated database is recognized. */
export const seedVersion = 2

/** The setting that says what a database was seeded with. */
export const seedKey = 'seededTickets'
