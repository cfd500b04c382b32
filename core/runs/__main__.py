"""`python -m core.runs` is the process that trains; the service starts it."""

from core.runs.worker import main

main()
