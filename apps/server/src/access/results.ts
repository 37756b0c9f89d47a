import type { Answer } from './attempt.ts'
import type { PersonOrNobody } from './callers.ts'
import type { Case } from './cases.ts'

/** The answers to one case: for each person, and for each kind of token. */
export type CaseResult = {
  testCase: Case
  byPerson: Map<PersonOrNobody, Answer>
  /** For a token of that owner with only the needed scopes. */
  byToken: Map<PersonOrNobody, Answer>
  /** For a token of an admin with every scope. */
  byFullToken: Answer | null
}

/** A line of the recorded table: the code that each person gets, and below it what else the call does. */
export type Line = { name: string; codes: Map<string, string>; more: string[] }

/** The results of a procedure, a row or an endpoint. `wrong`: what is wrong in any case, in words. */
export type Report = { name: string; head: string; lines: Line[]; wrong: string[] }
