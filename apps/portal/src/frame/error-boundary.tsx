import { Component, type ReactNode } from 'react'
import { Button } from '../controls/button.tsx'
import { Page } from './page.tsx'

type ErrorBoundaryProps = { path: string; children: ReactNode }

/** Catches what a screen throws, and a screen that could not be loaded: the rest of the page stays usable. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, { hasFailed: boolean }> {
  override state = { hasFailed: false }

  static getDerivedStateFromError() {
    return { hasFailed: true }
  }

  /** Navigation to another screen clears the error. */
  override componentDidUpdate(before: ErrorBoundaryProps) {
    if (this.state.hasFailed && before.path !== this.props.path) this.setState({ hasFailed: false })
  }

  override render() {
    if (!this.state.hasFailed) return this.props.children
    return (
      <Page title="This page could not be shown">
        <p>The connection may have failed, or the page has a new version. Your text is kept.</p>
        <p>
          <Button look="primary" onClick={() => window.location.reload()}>
            Reload
          </Button>
        </p>
      </Page>
    )
  }
}
