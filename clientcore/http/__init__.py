"""From an operation to its answer: request, sending, limits, retries, redirects, response."""
