import type { InboundMailDetail } from '@gotrs/contract/inbound'
import { sizeText } from '@gotrs/web/files/size-text'
import { Ago } from '@gotrs/web/time/ago.tsx'
import { Button, Group, Skeleton } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconDownload } from '@tabler/icons-react'
import { Link, useParams } from 'react-router'
import { trpc } from '../../api/trpc.ts'
import { RawText } from '../../message/raw-text.tsx'
import { ruleText } from '../../message/rule-text.ts'
import { useCan } from '../../session/use-session.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { EmptyNotice } from '../../shell/empty-notice.tsx'
import { ReasonButton } from '../../shell/reason-button.tsx'
import { Facts } from '../parts/facts.tsx'
import { Page } from '../parts/page.tsx'
import { PageFailure } from '../parts/page-failure.tsx'
import { isReasonShown, senderText, sourceText, subjectText } from './inbound-text.ts'
import { OutcomeLine } from './outcome-line.tsx'
import { RerouteDialog } from './reroute-dialog.tsx'
import { useReplay } from './use-replay.ts'

/** One mail as it came over the line, and what became of it. */
export function Component() {
  const { mailId = '' } = useParams()
  const mail = trpc.inbound.get.useQuery({ mailId })
  if (mail.error) return <PageFailure title="Incoming mail" error={mail.error} onRetry={mail.refetch} />
  if (!mail.data) return <Skeleton height={420} maw={960} />
  return (
    <Page
      title={subjectText(mail.data.subject)}
      isWide
      actions={
        <ButtonLink to="/settings/mail-in" variant="default">
          Back to incoming mail
        </ButtonLink>
      }
    >
      <OutcomeLine mail={mail.data} />
      <Verbs mail={mail.data} />
      <MailFacts mail={mail.data} />
      {mail.data.isRawKept ? (
        <RawText {...mail.data} />
      ) : (
        <EmptyNotice title="The original mail was deleted">
          It is older than the retention time under Settings, General. Its outcome is still shown here.
        </EmptyNotice>
      )}
    </Page>
  )
}

function Verbs({ mail }: { mail: InboundMailDetail }) {
  const may = useCan()
  const [isRerouteOpen, reroute] = useDisclosure(false)
  const replay = useReplay()
  const gone = mail.isRawKept ? null : 'The original mail was deleted'
  return (
    <Group gap={8} my={12}>
      {may('inbound.manage') && (
        <>
          <ReasonButton
            variant="default"
            reason={gone}
            hint="Processes the mail again with the current rules"
            loading={replay.isPending}
            onClick={() => replay.mutate([mail.id])}
          >
            Reprocess
          </ReasonButton>
          <ReasonButton variant="default" reason={gone ?? reasonAgainstReroute(mail)} onClick={reroute.open}>
            Reroute…
          </ReasonButton>
        </>
      )}
      {mail.isRawKept && (
        <Button
          component="a"
          href={`/api/inbound/${mail.id}/raw`}
          download="message.eml"
          variant="default"
          leftSection={<IconDownload size={16} aria-hidden />}
        >
          Download .eml
        </Button>
      )}
      {isRerouteOpen && <RerouteDialog mail={mail} onClose={reroute.close} />}
    </Group>
  )
}

/** A mail that is already a message moves in its ticket, because the ticket shows what moves with it. */
function reasonAgainstReroute({ state, outcome, ticket }: InboundMailDetail): string | null {
  if (state === 'received') return 'Not processed yet'
  const isMessage = ticket !== null && (outcome === 'created' || outcome === 'appended')
  return isMessage ? `The mail is a message in #${ticket.number}. Move it from there` : null
}

function MailFacts({ mail }: { mail: InboundMailDetail }) {
  const { from, envelopeFrom, ticket, processedAt } = mail
  return (
    <Facts
      facts={[
        ['From', from.address ? `${from.name ? `${from.name} ` : ''}<${from.address}>` : senderText(mail)],
        ['Ticket', ticket && <Link to={`/tickets/${ticket.number}`}>#{ticket.number}</Link>],
        ['Reason', !isReasonShown(mail) && mail.reason],
        ['Rule', ruleText(mail.rule)],
        ['Automatic', mail.automaticKind && mail.automaticKind !== 'no' && mail.automaticKind.replaceAll('_', ' ')],
        ['Mailbox', mail.mailbox.name],
        ['Source', sourceText(mail.source)],
        [
          'Envelope',
          envelopeFrom !== null && envelopeFrom !== from.address && (envelopeFrom || '<> (no reply expected)'),
        ],
        ['Message-ID', mail.messageId],
        ['Size', sizeText(mail.size)],
        ['Received', <Ago key="received" at={mail.receivedAt} />],
        ['Processed', processedAt && <Ago key="read" at={processedAt} />],
      ]}
    />
  )
}
