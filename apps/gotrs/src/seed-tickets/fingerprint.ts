/** Raised whenever the same number of tickets gives other rows, so that a kept database can be told from a current one. */
export const seedVersion = 2

/** The setting that says what a database was seeded with. */
export const seedKey = 'seededTickets'
