"""Lists of which only one page is read: which page an address asks for, and where it begins."""

from django.core.paginator import Page, Paginator
from django.http import HttpRequest


def page_asked(request: HttpRequest, count: int, size: int, parameter: str = "page") -> Page[int]:
    """Which page of so many lines the address asks for, `size` lines on each."""
    return Paginator(range(count), size).get_page(request.GET.get(parameter))


def before(page: Page[int]) -> int:
    """How many lines stand on the pages before this one."""
    return (page.number - 1) * page.paginator.per_page
