import { type EventType, eventTypes } from '@gotrs/contract/events'
import { Checkbox, Text } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { type EventGroup, eventGroups, withGroup } from './event-groups.ts'
import styles from './webhook.module.css'

type EventChoiceProps = { chosen: EventType[]; error: ReactNode; onChange: (chosen: EventType[]) => void }

const groups = eventGroups()

/** The events that a webhook receives, by noun. */
export function EventChoice({ chosen, error, onChange }: EventChoiceProps) {
  const place = useRef<HTMLFieldSetElement>(null)
  // The button that was pressed is far below.
  useEffect(() => {
    if (!error) return
    place.current?.focus({ preventScroll: true })
    place.current?.scrollIntoView()
  }, [error])
  return (
    <fieldset ref={place} tabIndex={-1} className={styles.events} aria-describedby={error ? 'events-error' : undefined}>
      <legend>
        Events <span className={styles.count}>{`${chosen.length} of ${eventTypes.length} selected`}</span>
      </legend>
      {error && (
        <Text id="events-error" role="alert" c="var(--danger)" size="sm">
          {error}
        </Text>
      )}
      {groups.map(group => (
        <Group key={group.title} group={group} chosen={chosen} onChange={onChange} />
      ))}
    </fieldset>
  )
}

type GroupProps = { group: EventGroup; chosen: EventType[]; onChange: (chosen: EventType[]) => void }

function Group({ group, chosen, onChange }: GroupProps) {
  const count = group.events.filter(({ type }) => chosen.includes(type)).length
  const isAll = count === group.events.length
  return (
    <fieldset className={styles.group} aria-label={group.title}>
      <Checkbox
        className={styles.whole}
        label={group.title}
        aria-label={`All events of ${group.title}`}
        checked={isAll}
        indeterminate={count > 0 && !isAll}
        onChange={() => onChange(withGroup(chosen, group, !isAll))}
      />
      <div className={styles.choices}>
        {group.events.map(({ type, label }) => (
          <Checkbox
            key={type}
            label={label}
            description={<code>{type}</code>}
            checked={chosen.includes(type)}
            onChange={event =>
              onChange(event.currentTarget.checked ? [...chosen, type] : chosen.filter(known => known !== type))
            }
          />
        ))}
      </div>
    </fieldset>
  )
}
