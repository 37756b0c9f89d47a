import { type InboundMail, inboundOutcomes } from '@gotrs/contract/inbound'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Button, Checkbox, Group, Select, TextInput } from '@mantine/core'
import { getQueryKey } from '@trpc/react-query'
import { useState } from 'react'
import { Link, useSearchParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { usePages } from '../../api/use-pages.ts'
import { useCan } from '../../session/use-session.ts'
import { MailFilterBar, useFilter } from '../parts/mail-filter-bar.tsx'
import { inboundFilter } from '../parts/mail-filters.ts'
import list from '../parts/mail-list.module.css'
import { itemsOf, MailList } from '../parts/mail-list.tsx'
import rows from '../parts/rows.module.css'
import { outcomeNames, senderText, subjectText } from './inbound-text.ts'
import { OutcomeLine } from './outcome-line.tsx'
import { useReplay } from './use-replay.ts'

const empty = {
  all: 'No mail yet',
  quarantined: 'No quarantined mail',
  waiting: 'No waiting mail',
  done: 'No processed mail',
} as const

/** Every mail that has come in, newest first, and what became of it. */
export function Component() {
  const [search] = useSearchParams()
  const filter = inboundFilter(search)
  const state = filter.state ?? 'all'
  const isNarrowed = Object.keys(filter).length > 1
  const { client } = trpc.useUtils()
  const input = { ...filter, limit: 50 }
  const pages = usePages({
    queryKey: getQueryKey(trpc.inbound.list, input, 'infinite'),
    load: (cursor, signal) => client.inbound.list.query({ ...input, cursor }, { signal }),
    nextCursor: page => page.nextCursor,
  })
  const { chosen, toggle, clear } = useChosen(itemsOf(pages))
  return (
    <MailList
      title="Incoming mail"
      filters={
        <>
          <Filters />
          <ReplayBar chosen={chosen} onDone={clear} />
        </>
      }
      pages={pages}
      empty={
        isNarrowed
          ? { title: 'No mail matches', hint: 'Clear the filter to see all incoming mail.' }
          : {
              title: empty[state],
              hint: 'This page lists every mail to a mailbox, with its outcome.',
            }
      }
      row={mail => <Row mail={mail} isChosen={chosen.includes(mail.id)} onToggle={() => toggle(mail.id)} />}
    />
  )
}

function Filters() {
  const [search] = useSearchParams()
  const set = useFilter()
  const mailboxes = trpc.mailboxes.list.useQuery()
  const kept = (mailboxes.data ?? []).reduce((sum, { state }) => sum + state.quarantined, 0)
  return (
    <MailFilterBar
      which={{
        name: 'state',
        choices: [
          { value: 'all', label: 'All' },
          { value: 'quarantined', label: kept > 0 ? `Quarantined (${kept})` : 'Quarantined' },
          { value: 'waiting', label: 'Waiting' },
          { value: 'done', label: 'Done' },
        ],
      }}
      placeholder="Sender, subject, Message-ID"
    >
      <Select
        aria-label="Outcome"
        placeholder="Any outcome"
        clearable
        clearButtonProps={{ 'aria-label': 'Any outcome' }}
        className={list.choice}
        data={inboundOutcomes.map(value => ({ value, label: outcomeNames[value] }))}
        value={search.get('outcome')}
        onChange={value => set('outcome', value)}
      />
      <Day label="From" name="since" />
      <Day label="To" name="until" />
    </MailFilterBar>
  )
}

function Day({ label, name }: { label: string; name: string }) {
  const [search] = useSearchParams()
  const set = useFilter()
  return (
    <div className={list.day}>
      <span aria-hidden>{label}</span>
      <TextInput
        type="date"
        aria-label={`Received: ${label.toLowerCase()}`}
        value={search.get(name) ?? ''}
        onChange={event => set(name, event.currentTarget.value)}
      />
    </div>
  )
}

/** The mails that are ticked, as long as they are on the screen. */
function useChosen(shown: InboundMail[]) {
  const [ids, setIds] = useState<string[]>([])
  return {
    chosen: ids.filter(id => shown.some(mail => mail.id === id)),
    toggle: (id: string) => setIds(known => (known.includes(id) ? known.filter(it => it !== id) : [...known, id])),
    clear: () => setIds([]),
  }
}

function ReplayBar({ chosen, onDone }: { chosen: string[]; onDone: () => void }) {
  const replay = useReplay(onDone)
  if (chosen.length === 0) return null
  return (
    <Group gap={8} className={list.bulk} role="group" aria-label="Selected mails">
      <strong>{chosen.length === 1 ? '1 mail' : `${chosen.length} mails`} selected</strong>
      <Button loading={replay.isPending} onClick={() => replay.mutate(chosen)}>
        Reprocess
      </Button>
      <Button variant="default" onClick={onDone}>
        Clear selection
      </Button>
    </Group>
  )
}

type RowProps = { mail: InboundMail; isChosen: boolean; onToggle: () => void }

function Row({ mail, isChosen, onToggle }: RowProps) {
  const may = useCan()
  const name = `${senderText(mail)}: ${subjectText(mail.subject)}`
  return (
    <>
      {may('inbound.manage') && (
        <Checkbox
          className={list.choose}
          aria-label={`Select ${name}`}
          checked={isChosen}
          disabled={!mail.isRawKept}
          onChange={onToggle}
        />
      )}
      <div className={list.rowBody}>
        <Link to={`/settings/mail-in/${mail.id}`} className={rows.rowLink}>
          <bdi>{senderText(mail)}</bdi> <bdi className={list.subject}>{subjectText(mail.subject)}</bdi>
        </Link>
        <span className={`${rows.dim} ${rows.push}`}>
          {mail.mailbox.name} · <Ago at={mail.receivedAt} />
        </span>
        <OutcomeLine mail={mail} />
      </div>
    </>
  )
}
