"""Pages and API: asks the core and renders. Nothing is served yet; see CONTRIBUTING.md, "Layout"."""
