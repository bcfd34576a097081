"""A typed async client of Runn's API.

```python
async with RunnClient(token) as runn:
    async for person in runn.people.list():
        print(person.name)
```
"""

from clientcore import *  # noqa: F403
from runn_client.client import RunnClient as RunnClient
