import { isSearchable } from '@gotrs/contract/filter/search-text'
import { fixedViews } from '@gotrs/contract/fixed-views'
import { type TicketPriority, ticketPriorities } from '@gotrs/contract/tickets'
import { Autocomplete, Button, Checkbox, Group, Select, Stack, Textarea, TextInput, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { type FormEvent, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { errorText } from '../api/error-text.ts'
import { trpc } from '../api/trpc.ts'
import { addressOf } from '../composer/addresses.ts'
import { listSearch } from '../list/list-params.ts'
import { announce } from '../live/announce.ts'
import { priorityWord } from '../marks/words.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { MenuButton } from '../shell/menu-button.tsx'
import styles from './new-ticket-page.module.css'
import { refreshTicket } from './use-ticket-verbs.ts'

/** A ticket on behalf of a customer: after a call, say. */
export function Component() {
  const utils = trpc.useUtils()
  const navigate = useNavigate()
  const queues = trpc.queues.list.useQuery(undefined, { staleTime: 60_000 })
  const [customer, setCustomer] = useState('')
  const [isChecked, setChecked] = useState(false)
  const [name, setName] = useState('')
  const [title, setTitle] = useState('')
  const [text, setText] = useState('')
  const [queueId, setQueueId] = useState<string | null>(null)
  const [priority, setPriority] = useState<TicketPriority>('normal')
  const [isMailed, setMailed] = useState(false)
  const email = addressOf(customer)
  const found = useCustomers(customer)
  const isKnown = found.some(person => person.email === email)
  const create = trpc.tickets.create.useMutation({
    onSuccess: async posted => {
      announce(`Ticket #${posted.ticketNumber} created`)
      void refreshTicket(utils)
      await navigate(`/tickets/${posted.ticketNumber}${listSearch({ q: fixedViews.open.q })}`)
    },
  })
  useEffect(() => {
    document.title = 'New ticket · GOTRS'
  }, [])
  const submit = (event: FormEvent) => {
    event.preventDefault()
    setChecked(true)
    if (!email) return
    const customerName = !isKnown && name.trim() ? name.trim() : undefined
    const chosenQueue = queueId ?? undefined
    create.mutate({
      title,
      message: text,
      priority,
      customerEmail: email,
      customerName,
      queue: chosenQueue,
      channel: 'phone',
      isMailed,
    })
  }
  return (
    <main id="main" className={styles.page}>
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
            onChange={setCustomer}
            error={isChecked && !email && 'Enter a full address such as nora@example.com'}
          />
          {email && !isKnown && (
            <TextInput
              label="Name"
              description="New customer"
              maxLength={120}
              value={name}
              onChange={event => setName(event.currentTarget.value)}
            />
          )}
          <TextInput
            label="Subject"
            required
            withAsterisk={false}
            maxLength={250}
            value={title}
            onChange={event => setTitle(event.currentTarget.value)}
          />
          <Textarea
            label="What is it about?"
            required
            withAsterisk={false}
            autosize
            minRows={6}
            maxRows={20}
            value={text}
            onChange={event => setText(event.currentTarget.value)}
          />
          <Group grow>
            <Select
              label="Queue"
              placeholder="Default queue"
              clearable
              data={(queues.data ?? []).map(queue => ({ value: queue.id, label: queue.name }))}
              value={queueId}
              onChange={setQueueId}
            />
            <Select
              label="Priority"
              allowDeselect={false}
              data={ticketPriorities.toReversed().map(value => ({ value, label: priorityWord(value) }))}
              value={priority}
              onChange={value => value && setPriority(value as TicketPriority)}
            />
          </Group>
          <Checkbox
            label="Send this text to the customer by mail"
            checked={isMailed}
            onChange={event => setMailed(event.currentTarget.checked)}
          />
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
              Cancel
            </ButtonLink>
          </Group>
        </Stack>
      </form>
    </main>
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
