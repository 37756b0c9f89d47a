import { momentOf } from './calendar.ts'
import type { Language } from './people.ts'
import type { StaffTurn, Story, Turn } from './story.ts'
import type { DemoView } from './views.ts'

/** One verb of one story, at its time. Staff turns are split: an act has a single verb. */
export type StoryAct = { kind: 'story'; story: string; language: Language; at: Date; turn: Turn }
export type ViewAct = { kind: 'view'; at: Date; view: DemoView }
export type Act = StoryAct | ViewAct

/** All stories in the order of time, so that ticket numbers rise with it. The same end gives the same script. */
export function writeScript(stories: readonly Story[], views: readonly DemoView[], start: Date, endsAt: Date): Act[] {
  const viewActs = views.map((view): Act => ({ kind: 'view', at: start, view }))
  const storyActs = stories.flatMap(story => actsOf(story, endsAt))
  return [...viewActs, ...storyActs.sort((one, other) => one.at.getTime() - other.at.getTime())]
}

function actsOf({ name, language, turns }: Story, endsAt: Date): StoryAct[] {
  const pace = paceOf(name)
  const acts: StoryAct[] = []
  let turnAt: Date | null = null
  for (const turn of turns) {
    turnAt = momentOf(turn.at, turnAt, endsAt)
    for (const single of 'by' in turn ? singleVerbs(turn) : [turn]) {
      const last = acts.at(-1)?.at.getTime() ?? 0
      const at = new Date(Math.min(Math.max(turnAt.getTime(), last) + pace(), endsAt.getTime()))
      acts.push({ kind: 'story', story: name, language, at, turn: single })
    }
  }
  return acts
}

/** In the order in which one would do it; who leaves the queue with the ticket moves it after saying what is to be said. */
function singleVerbs(turn: StaffTurn): StaffTurn[] {
  const { at, by, files, cc, reopen, rename, priority, tags, take, assign, draft, note, reply, move, resolve, close } =
    turn
  const goesAway = by === 'ben' && move === 'IT'
  const verbs: Partial<StaffTurn>[] = [
    { reopen },
    { rename },
    ...(goesAway ? [] : [{ move }]),
    { priority },
    { tags },
    { take },
    { assign },
    { note, files: reply === undefined ? files : undefined },
    { draft },
    { reply, files, cc, resolve: reply === undefined ? undefined : resolve },
    ...(goesAway ? [{ move }] : []),
    { resolve: reply === undefined ? resolve : undefined },
    { close },
  ]
  return verbs.filter(verb => verbOf(verb) !== undefined).map(verb => ({ at, by, ...verb }))
}

const verbOf = ({ files: _files, cc: _cc, ...verb }: Partial<StaffTurn>) =>
  Object.values(verb).find(value => value !== undefined)

/** A quarter of a minute to a little over one, different for every story and the same every time. */
function paceOf(name: string): () => number {
  let state = [...name].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) >>> 0, 7)
  return () => {
    // https://en.wikipedia.org/wiki/Linear_congruential_generator, with the parameters of Numerical Recipes
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return 15_000 + (state % 55_000)
  }
}
