import { createViewInput } from '@gotrs/contract/views'
import { sendDueMails } from '@gotrs/core/outbound/send'
import { createView } from '@gotrs/core/views/create'
import { playPhoneTurn, playPortalTurn } from './play-customer.ts'
import { playBounceTurn, playMailTurn } from './play-mail.ts'
import { playStaffTurn } from './play-staff.ts'
import type { Act, StoryAct, ViewAct } from './script.ts'
import { perform, type Stage } from './stage.ts'

/** Plays one act at its time, by the verb that people use, and everything that follows from it. */
export async function playAct(stage: Stage, act: Act): Promise<void> {
  stage.clock.moveTo(act.at)
  if (act.kind === 'view') await playView(stage, act)
  else await playTurn(stage, act)
  await settle(stage)
}

/** Runs the jobs that wait; what they wrote is caught, whatever server is set up: the people of the demo do not exist. */
export async function settle({ desk }: Pick<Stage, 'desk'>): Promise<void> {
  if (await isBusy({ desk })) await desk.settle()
  while ((await sendDueMails(desk, async () => ({ kind: 'caught' }))) > 0);
}

async function playTurn(stage: Stage, { turn, story, language, ...act }: StoryAct): Promise<void> {
  const at = stage.clock.toDesk(act.at)
  if ('mail' in turn) await playMailTurn(stage, turn, { story, at })
  else if ('bounces' in turn) await playBounceTurn(stage, turn, { story, at })
  else if ('portal' in turn) await playPortalTurn(stage, turn, story)
  else if ('phone' in turn) await playPhoneTurn(stage, turn, story)
  else await playStaffTurn(stage, turn, { story, language })
}

async function playView(stage: Stage, { view: { by, ...view } }: ViewAct): Promise<void> {
  await perform(stage, null, stage.cast[by], async uow => {
    await createView(uow, createViewInput.parse(view))
    return null
  })
}

/** Checked first, because running the jobs is expensive. */
async function isBusy({ desk }: Pick<Stage, 'desk'>): Promise<boolean> {
  const { rowCount } = await desk.pool.query('select 1 from graphile_worker.jobs where run_at <= now() limit 1')
  return rowCount !== 0
}
