"""Files read in a process of their own, which has limits on memory and time and no network.

A `Reading` answers what `core.data` answers, bit for bit. A file that ends the process, or takes too long, is refused
with a sentence; the next one is read by a new process. Programs and notebooks take
`core.data`, where nothing is started.

```
 page -> Reading --request--> python -m core.data.uploads.confined -> restraint -> core.data.uploads.read
           ^  JSON and bytes, never pickle: the process may be in somebody else's hands          |
           +--------------------------- reply ------------------------------------------------- +
```
"""

from core.data.uploads.confined.reading import Reading

__all__ = ["Reading"]
