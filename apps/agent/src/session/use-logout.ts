import { useNavigate } from 'react-router'
import { trpc } from '../api/trpc.ts'
import { deleteBackups } from '../drafts/draft-backup.ts'
import { deleteRecentSearches } from '../search/recent-searches.ts'

/** Ends this session (or all of them) and clears the loaded data. */
export function useLogout() {
  const navigate = useNavigate()
  const utils = trpc.useUtils()
  const forget = async () => {
    utils.auth.me.setData(undefined, null)
    deleteBackups()
    deleteRecentSearches()
    await navigate('/login')
    await utils.invalidate(undefined, { refetchType: 'none' })
  }
  const here = trpc.auth.logout.useMutation({ onSuccess: forget })
  const everywhere = trpc.auth.logoutEverywhere.useMutation({ onSuccess: forget })
  return { here, everywhere }
}
