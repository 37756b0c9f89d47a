import { Button, Drawer, Skeleton } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { trpc } from '../api/trpc.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { RawText } from './raw-text.tsx'

type RawDrawerProps = { messageId: string; isOpen: boolean; onClose: () => void }

/** The mail that a message came in by, to read as it came or to keep as a file. */
export default function RawDrawer({ messageId, isOpen, onClose }: RawDrawerProps) {
  const raw = trpc.messages.raw.useQuery({ messageId }, { enabled: isOpen, staleTime: Number.POSITIVE_INFINITY })
  return (
    <Drawer
      opened={isOpen}
      onClose={onClose}
      position="right"
      size={720}
      title="Original mail"
      closeButtonProps={{ 'aria-label': 'Close original mail' }}
    >
      {raw.isPending && <Skeleton height={320} />}
      {raw.error && <FailureNotice error={raw.error} onRetry={raw.refetch} />}
      {raw.data && (
        <>
          <Button
            component="a"
            href={rawMailUrl(messageId)}
            download="message.eml"
            variant="default"
            leftSection={<IconDownload size={16} aria-hidden />}
          >
            Download .eml
          </Button>
          <RawText {...raw.data} />
        </>
      )}
    </Drawer>
  )
}

export const rawMailUrl = (messageId: string) => `/api/messages/${messageId}/raw`
