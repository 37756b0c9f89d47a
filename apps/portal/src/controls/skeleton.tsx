import classes from './skeleton.module.css'

type SkeletonProps = { height: number; width?: string }

/** A grey block in the place and size of something that loads. */
export const Skeleton = ({ height, width = '100%' }: SkeletonProps) => (
  <span aria-hidden="true" className={classes.skeleton} style={{ height, width }} />
)

/** Says once that something loads, for those who don't see the blocks. */
export const Loading = () => (
  <p className="visually-hidden" role="status">
    Loading
  </p>
)
