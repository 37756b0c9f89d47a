import { Kbd, Menu } from '@mantine/core'
import { IconChevronDown } from '@tabler/icons-react'
import { keyCaps } from '../keyboard/shortcut-table.ts'
import { ReasonButton } from '../shell/reason-button.tsx'

type SendMenuProps = {
  reason: string | null
  resolveReason: string | null
  isSending: boolean
  onResolve: () => void
}

/** The other ways to send. */
export function SendMenu({ reason, resolveReason, isSending, onResolve }: SendMenuProps) {
  return (
    <Menu position="top-end" width={300} disabled={reason !== null}>
      <Menu.Target>
        <ReasonButton reason={reason} loading={isSending} px={8} aria-label="More ways to send">
          <IconChevronDown size={16} aria-hidden />
        </ReasonButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item
          disabled={resolveReason !== null}
          title={resolveReason ?? undefined}
          rightSection={keyCaps('sendAndResolve').map(cap => (
            <Kbd key={cap} size="xs" ml={4}>
              {cap}
            </Kbd>
          ))}
          onClick={onResolve}
        >
          Send and resolve
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
