import type { Said } from './attempt.ts'
import type { PersonOrNobody } from './callers.ts'
import type { Case } from './cases.ts'

/** What everybody is answered to one case, and every kind of token. */
export type Answered = {
  asked: Case
  byPerson: Map<PersonOrNobody, Said>
  /** By a token of that owner with the needed scopes alone. */
  byToken: Map<PersonOrNobody, Said>
  /** By a token of an admin with every scope. */
  byFullToken: Said | null
}

/** A line of the recorded table: who is answered what, and below it what else it does. */
export type Line = { asked: string; codes: Map<string, string>; more: string[] }

/** What came of a procedure, a row or a door. `wrong`: in words, what is wrong whatever is recorded. */
export type Played = { name: string; head: string; lines: Line[]; wrong: string[] }
