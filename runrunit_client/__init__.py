"""A typed async client of Runrun.it's API.

```python
async with RunrunitClient(app_key, user_token) as runrunit:
    async for task in runrunit.tasks.list():
        print(task.title)
```
"""

from clientcore import *  # noqa: F403
from runrunit_client.client import RunrunitClient as RunrunitClient
