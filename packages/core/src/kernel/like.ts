import { type SQL, sql } from 'drizzle-orm'

/** Escapes `%`, `_` and `\`, so that they match only themselves. */
export const escapeLike = (text: string): string => text.replace(/[\\%_]/g, '\\$&')

export const contains = (column: SQL, text: string): SQL => sql`${column} like '%' || lower(${escapeLike(text)}) || '%'`
