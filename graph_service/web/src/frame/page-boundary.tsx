/** Shows an error in place of a page that could not be shown, so that the frame stays. */
import { Component, type ComponentChildren } from "preact";
import { Link } from "wouter-preact";
import { PageTitle } from "../ui/page-title";

export class PageBoundary extends Component<{ children: ComponentChildren }, { error?: Error | undefined }> {
  static override getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (!error) return this.props.children;
    return (
      <>
        <PageTitle>This page could not be shown</PageTitle>
        <p>An error in the dashboard prevents it: {error.message}</p>
        <div class="row">
          <button type="button" onClick={() => this.setState({ error: undefined })}>
            Try again
          </button>
          <Link href="/" class="btn">
            Go to the overview
          </Link>
        </div>
      </>
    );
  }
}
