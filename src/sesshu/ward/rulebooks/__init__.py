"""The releases of the law this ward has judged by, and what another release would do to its residents."""
