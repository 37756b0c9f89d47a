import { Skeleton } from '@mantine/core'
import cards from './cards.module.css'
import table from './table.module.css'

const rows = [82, 64, 91, 73, 58, 86, 69, 77, 61, 88, 70, 94]

/** Rows of the size that the real ones will have. */
export const ListSkeleton = ({ isTable }: { isTable: boolean }) => (
  <div aria-busy="true">
    <span className="visually-hidden">Loading tickets</span>
    {isTable && <div className={table.headSkeleton} />}
    {rows.map(width => (isTable ? <TableRow key={width} width={width} /> : <Card key={width} width={width} />))}
  </div>
)

const TableRow = ({ width }: { width: number }) => (
  <div className={table.skeleton}>
    <Skeleton height={24} width={24} circle />
    <Skeleton height={12} width={120} />
    <Skeleton height={12} width={`${width / 2}%`} />
  </div>
)

const Card = ({ width }: { width: number }) => (
  <div className={cards.card}>
    <Skeleton height={28} width={28} mt={2} circle />
    <div>
      <Skeleton height={11} width={`${width / 2}%`} mt={4} />
      <Skeleton height={12} width={`${width}%`} mt={8} />
      <Skeleton height={10} width="90%" mt={8} />
    </div>
  </div>
)
