import { isSearchable } from '@gotrs/contract/filter/search-text'
import { fixedViews } from '@gotrs/contract/fixed-views'
import type { NewTicketDraft } from '@gotrs/contract/new-ticket-draft'
import { type TicketPriority, ticketPriorities } from '@gotrs/contract/tickets'
import {
  Autocomplete,
  Button,
  Checkbox,
  Group,
  Select,
  Skeleton,
  Stack,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type FormEvent, useState } from 'react'
import { useNavigate } from 'react-router'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { addressOf } from '../composer/addresses.ts'
import { DraftConflict } from '../drafts/draft-conflict.tsx'
import { stateTexts } from '../drafts/state-texts.ts'
import { listSearch } from '../list/list-params.ts'
import { priorityWord } from '../marks/words.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { MenuButton } from '../shell/menu-button.tsx'
import { usePageTitle } from '../shell/page-title.ts'
import { toast } from '../shell/toast.ts'
import { bothForms, emptyForm, formOf, formText, isEmptyForm } from './new-ticket-draft.ts'
import styles from './new-ticket-page.module.css'
import { refreshTicket } from './refresh-ticket.ts'
import { useNewTicketDraft } from './use-new-ticket-draft.ts'

/** A ticket on behalf of a customer: after a call, say. */
export function Component() {
  const stored = trpc.newTicketDraft.get.useQuery(undefined, {
    ...{ staleTime: Number.POSITIVE_INFINITY, gcTime: 0 },
    ...{ refetchOnWindowFocus: false, refetchOnReconnect: false },
  })
  usePageTitle('New ticket')
  return (
    <main id="main" tabIndex={-1} className={styles.page}>
      {stored.isPending ? <Skeleton height={480} maw={640} /> : <NewTicketForm stored={stored.data ?? null} />}
    </main>
  )
}

/** Comes back as it was left, on any device, until the ticket is created or the draft deleted. */
function NewTicketForm({ stored }: { stored: NewTicketDraft | null }) {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const queues = trpc.queues.list.useQuery(undefined, { staleTime: 60_000 })
  const { draft, latest, change, state, saver, conflict, settle, hold } = useNewTicketDraft(stored)
  const { customer, customerName, title, text, queueId, priority, isMailed } = draft
  const [isChecked, setChecked] = useState(false)
  const email = addressOf(customer)
  const found = useCustomers(customer)
  const isKnown = found.some(person => person.email === email)
  const create = trpc.tickets.create.useMutation({
    onError: () => hold(false),
    onSuccess: async posted => {
      await saver.end()
      toast(`#${posted.ticketNumber} created`)
      void refreshTicket(utils)
      await navigate(`/tickets/${posted.ticketNumber}${listSearch({ q: fixedViews.open.q })}`)
    },
  })
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!email || conflict) return
    await saver.flush()
    if (saver.isInConflict()) return
    hold(true)
    create.mutate({
      ...{ title, message: text, priority, customerEmail: email, isMailed },
      customerName: (!isKnown && customerName.trim()) || undefined,
      queue: queueId ?? undefined,
      channel: 'phone',
      endsDraft: true,
    })
  }
  const other = formOf(conflict?.stored)
  const deleteDraft = () => {
    change(emptyForm)
    setChecked(false)
    void saver.flush()
    toast('Draft deleted')
  }
  return (
    <form onSubmit={submit} className={styles.form}>
      <Group gap={8} mb="md">
        <MenuButton />
        <Title order={1}>New ticket</Title>
      </Group>
      <Stack>
        <Autocomplete
          label="Customer"
          description="Email address. Known people are suggested as you type"
          required
          withAsterisk={false}
          maxLength={320}
          autoComplete="off"
          data={found.map(person => person.email)}
          filter={({ options }) => options}
          renderOption={({ option }) => {
            const person = found.find(known => known.email === option.value)
            return person?.name ? `${person.name} <${person.email}>` : option.value
          }}
          value={customer}
          onChange={next => change({ customer: next })}
          error={isChecked && !email && 'Enter a full address such as nora@example.com'}
        />
        {email && !isKnown && (
          <TextInput
            label="Name"
            description="New customer"
            maxLength={120}
            value={customerName}
            onChange={event => change({ customerName: event.currentTarget.value })}
          />
        )}
        <TextInput
          label="Subject"
          required
          withAsterisk={false}
          maxLength={250}
          value={title}
          onChange={event => change({ title: event.currentTarget.value })}
        />
        <Textarea
          label="What is it about?"
          required
          withAsterisk={false}
          autosize
          minRows={6}
          maxRows={20}
          value={text}
          onChange={event => change({ text: event.currentTarget.value })}
        />
        <Group grow>
          <Select
            label="Queue"
            placeholder="Default queue"
            clearable
            data={(queues.data ?? []).map(queue => ({ value: queue.id, label: queue.name }))}
            value={queueId}
            onChange={next => change({ queueId: next })}
          />
          <Select
            label="Priority"
            allowDeselect={false}
            data={ticketPriorities.toReversed().map(value => ({ value, label: priorityWord(value) }))}
            value={priority}
            onChange={value => value && change({ priority: value as TicketPriority })}
          />
        </Group>
        <Checkbox
          label="Send this text to the customer by mail"
          checked={isMailed}
          onChange={event => change({ isMailed: event.currentTarget.checked })}
        />
        {conflict && (
          <DraftConflict
            state={conflict.stored?.state ?? 'deleted'}
            sent="created this ticket"
            other={other ? formText(other) : ''}
            onMine={() => settle(latest.current)}
            onOther={() => settle(null)}
            onBoth={() => settle(other ? bothForms(latest.current, other) : latest.current)}
          />
        )}
        {create.error && (
          <p role="alert" className={styles.error}>
            {errorText(create.error)}
          </p>
        )}
        <Group>
          <Button type="submit" loading={create.isPending}>
            Create ticket
          </Button>
          <ButtonLink to="/" variant="default">
            Close
          </ButtonLink>
          {!isEmptyForm(draft) && (
            <Button variant="subtle" color="gray" onClick={deleteDraft}>
              Delete draft
            </Button>
          )}
          <span role="status" aria-label="Draft" className={styles.state} data-failed={state === 'failed' || undefined}>
            {stateTexts[state]}
          </span>
        </Group>
      </Stack>
    </form>
  )
}

/** Customers whose name or address holds what was typed. */
function useCustomers(typed: string) {
  const [text] = useDebouncedValue(typed.trim().slice(0, 100), 200)
  const people = trpc.users.list.useQuery(
    { text, role: 'customer', limit: 8 },
    { enabled: isSearchable(text), staleTime: 60_000 },
  )
  return isSearchable(text) ? (people.data?.items ?? []) : []
}
