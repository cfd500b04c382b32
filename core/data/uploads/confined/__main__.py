"""The process that reads uploaded files; the server starts it."""

from core.data.uploads.confined.program import main

main()
