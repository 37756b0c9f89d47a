import { QueryClientProvider } from '@tanstack/react-query'
import { BrowserRouter, Link, Navigate, Route, Routes } from 'react-router'
import { Login, LoginPage } from './accounts/login.tsx'
import { queryClient } from './api/query-client.ts'
import { trpc, trpcClient } from './api/trpc.ts'
import { Frame } from './frame/frame.tsx'
import { Page } from './frame/page.tsx'
import {
  Account,
  ForgotPassword,
  NewRequest,
  Register,
  RequestPage,
  ResetPassword,
  VerifyEmail,
} from './lazy-routes.ts'
import { MyRequests } from './requests/my-requests.tsx'
import { RequireLogin } from './session/require-login.tsx'
import { useUser } from './session/session.ts'

/** The customers' portal. Mails that were sent contain these paths, so they must not change. */
export function App() {
  return (
    <trpc.Provider client={trpcClient} queryClient={queryClient}>
      <QueryClientProvider client={queryClient}>
        {/* A link changes the page at once, to a skeleton if it loads: people would type into the old form. */}
        <BrowserRouter useTransitions={false}>
          <Routes>
            <Route element={<Frame />}>
              <Route index element={<Home />} />
              <Route path="login" element={<LoginPage />} />
              <Route path="register" element={<Register />} />
              <Route path="verify-email" element={<VerifyEmail />} />
              <Route path="forgot-password" element={<ForgotPassword />} />
              <Route path="reset-password" element={<ResetPassword />} />
              <Route path="requests" element={<Navigate to="/" replace />} />
              <Route
                path="requests/new"
                element={<RequireLogin>{userId => <NewRequest key={userId} userId={userId} />}</RequireLogin>}
              />
              <Route
                path="requests/:number"
                element={<RequireLogin>{userId => <RequestPage key={userId} userId={userId} />}</RequireLogin>}
              />
              <Route path="account" element={<RequireLogin>{() => <Account />}</RequireLogin>} />
              <Route path="*" element={<NoSuchPage />} />
            </Route>
          </Routes>
        </BrowserRouter>
      </QueryClientProvider>
    </trpc.Provider>
  )
}

function Home() {
  const user = useUser()
  return user ? <MyRequests key={user.id} user={user} /> : <Login next="/" />
}

const NoSuchPage = () => (
  <Page title="Page not found">
    <p>
      Check the address, or go to <Link to="/">your requests</Link>.
    </p>
  </Page>
)
