"""A server of numbered pages, as Runrun.it's are."""

import anyio.lowlevel
import httpx


class LinkServer:
    """So many rows, cut into numbered pages; past the end it shows the first page again."""

    def __init__(self, total: int, link: bool = True) -> None:
        self.total = total
        self.link = link
        self.fail: dict[int, httpx.Response | Exception] = {}
        self.shrink_after: dict[int, int] = {}
        self.asked: list[int] = []
        self.queries: list[dict[str, str]] = []
        self.open = 0
        self.most_open = 0

    async def __call__(self, request: httpx.Request) -> httpx.Response:
        query = dict(request.url.params)
        number = int(query.get("page", "1"))
        self.queries.append(query)
        self.asked.append(number)
        self.open += 1
        self.most_open = max(self.open, self.most_open)
        try:
            for _ in range(20 - 2 * (number % 10)):  # later pages answer sooner
                await anyio.lowlevel.checkpoint()
        finally:
            self.open -= 1
        if failure := self.fail.get(number):
            if isinstance(failure, Exception):
                raise failure
            return failure
        answer = self.page(number, int(query["limit"]))
        self.total = self.shrink_after.get(number, self.total)
        return answer

    def page(self, number: int, size: int) -> httpx.Response:
        if (number - 1) * size >= self.total:
            number = 1
        start, end = (number - 1) * size + 1, min(number * size, self.total)
        rows = [{"id": id_} for id_ in range(start, end + 1)]
        headers = {"X-Item-Range": f"items {start}-{end}/{self.total}"}
        links = ['</api/clients?page=1>; rel="first"']
        if end < self.total:
            links.append(f'</api/clients?page={number + 1}>; rel="next"')
        if self.link:
            headers["Link"] = ", ".join(links)
        return httpx.Response(200, json=rows, headers=headers)
